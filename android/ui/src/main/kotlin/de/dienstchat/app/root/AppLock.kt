package de.dienstchat.app.root

import de.dienstchat.app.preferences.Preferences
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.launch

/** The app's lock: closed at the start and after each leave, where the person wants it. */
internal class AppLock(
    private val preferences: Preferences,
    private val platform: Platform,
    private val scope: CoroutineScope,
) {
    private val closed = MutableStateFlow(isWanted())
    private var asking: Job? = null

    /** Whether it is closed. */
    val locked: StateFlow<Boolean> = closed.asStateFlow()

    /** Closes it, if the person wants one. */
    fun close() {
        if (isWanted()) closed.value = true
    }

    /** Asks the person, once at a time; opens at once what can no longer be locked. */
    fun unlock() {
        if (!closed.value || asking?.isActive == true) return
        asking = scope.launch {
            if (!isWanted() || platform.unlock()) closed.value = false
        }
    }

    // A device that has lost its code has nothing to open the lock with.
    private fun isWanted() = preferences.chosen.value.appLock && platform.canLock
}
