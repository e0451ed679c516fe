package de.dienstchat.app.components

import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier

/** What a mouse scrolls by: shows beside a list where it stands, and can be taken hold of. */
interface Scrollbars {
    /** @param reversed The list's first item is at the bottom. */
    @Composable
    fun Of(list: LazyListState, reversed: Boolean, modifier: Modifier)

    @Composable
    fun Of(column: ScrollState, modifier: Modifier)
}

/** The system's; none where fingers scroll. */
val LocalScrollbars = staticCompositionLocalOf<Scrollbars?> { null }

/**
 * What fills its place with this list: [keys scroll it][ScrollByKeys], and its scrollbar lies over the end of its
 * lines.
 */
@Composable
internal fun Scrolled(
    list: LazyListState,
    reversed: Boolean = false,
    arrows: Boolean = false,
    content: @Composable () -> Unit,
) {
    ScrollByKeys(list, reversed, arrows)
    WithScrollbar(content) { bars, place -> bars.Of(list, reversed, place) }
}

/** The same with this column. */
@Composable
internal fun Scrolled(column: ScrollState, arrows: Boolean = false, content: @Composable () -> Unit) {
    ScrollByKeys(column, arrows)
    WithScrollbar(content) { bars, place -> bars.Of(column, place) }
}

@Composable
private fun WithScrollbar(content: @Composable () -> Unit, bar: @Composable (Scrollbars, Modifier) -> Unit) {
    val bars = LocalScrollbars.current
    if (bars == null) {
        content()
    } else {
        Box(Modifier.fillMaxSize()) {
            content()
            bar(bars, Modifier.align(Alignment.CenterEnd).fillMaxHeight())
        }
    }
}
