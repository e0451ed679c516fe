package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.runtime.Stable
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.SaveableStateHolder
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import de.dienstchat.app.navigation.Entry
import de.dienstchat.app.navigation.saved

/** What screens remember by themselves, as where a list is: kept for each place while it is not to be seen. */
@Composable
internal fun rememberKeptScreens(): KeptScreens {
    val holder = rememberSaveableStateHolder()
    return remember(holder) { KeptScreens(holder) }
}

/** See [rememberKeptScreens]. */
@Stable
internal class KeptScreens(private val holder: SaveableStateHolder) {
    private val keys = mutableMapOf<Entry, String>()

    /** The [screen] of this entry, one of these entries, with what it remembers. */
    @Composable
    fun Of(entry: Entry, entries: List<Entry>, screen: @Composable () -> Unit) {
        val key = remember(entry) { key(entry, entries) }
        holder.SaveableStateProvider(key, screen)
    }

    /** Forgets what the screens of places kept that are not on the way any more. */
    fun retain(entries: List<Entry>) {
        (keys.keys - entries.toSet()).forEach { gone -> keys.remove(gone)?.let(holder::removeState) }
    }

    private fun key(entry: Entry, entries: List<Entry>): String = keys.getOrPut(entry) {
        // The same in another process, where the ids are others.
        val key = "${entries.indexOf(entry)} ${entry.route.saved()}"
        // What has just left the way may still be seen while it vanishes.
        if (key in keys.values) "$key ${entry.id}" else key
    }
}
