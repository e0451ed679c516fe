package de.dienstchat.app.components

import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.gestures.ScrollableState
import androidx.compose.foundation.gestures.scrollBy
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.DisposableEffect
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isAltPressed
import androidx.compose.ui.input.key.isCtrlPressed
import androidx.compose.ui.input.key.isMetaPressed
import androidx.compose.ui.input.key.isShiftPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalDensity
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.launch

/**
 * Lets keys scroll what is to be seen, whatever has the focus: by themselves, areas take keys only while
 * something in them has it, and some hold nothing that could. Of several, the area that appeared last is
 * meant.
 */
class KeyScrolling {
    private val areas = mutableListOf<ScrolledArea>()

    /** Whether this key scrolls. */
    fun take(event: KeyEvent): Boolean = event.isAlone && areas.lastOrNull()?.go(event) == true

    /** Whether this key scrolls by a page. */
    internal fun takePage(event: KeyEvent): Boolean =
        (event.key == Key.PageUp || event.key == Key.PageDown) && take(event)

    internal fun add(area: ScrolledArea) {
        areas += area
    }

    internal fun remove(area: ScrolledArea) {
        areas -= area
    }

    // With another key they mean something else.
    private val KeyEvent.isAlone get() = !isCtrlPressed && !isAltPressed && !isMetaPressed && !isShiftPressed
}

/** What the keys scroll here; nothing where no keys are expected. */
val LocalKeyScrolling = staticCompositionLocalOf<KeyScrolling?> { null }

/** Scrolls by the keys that nothing in here takes. */
fun Modifier.scrolledByKeys(scrolling: KeyScrolling): Modifier = onKeyEvent(scrolling::take)

/** Gives the keys for pages to what scrolls, before the field in here takes them for its few lines. */
@Composable
fun Modifier.pagesBeforeField(): Modifier {
    val scrolling = LocalKeyScrolling.current ?: return this
    return onPreviewKeyEvent(scrolling::takePage)
}

/**
 * Has the keys scroll this list.
 *
 * @param reversed Its first item is at the bottom.
 * @param arrows The arrows scroll it too: nothing is in it to which they could lead.
 */
@Composable
fun ScrollByKeys(list: LazyListState, reversed: Boolean = false, arrows: Boolean = false) {
    ScrollByKeys(list, { list.layoutInfo.viewportSize.height }, reversed, arrows) { first ->
        list.scrollToItem(if (first) 0 else (list.layoutInfo.totalItemsCount - 1).coerceAtLeast(0))
        if (!first) list.scrollBy(BEYOND)
    }
}

/** Has the keys scroll this column. */
@Composable
fun ScrollByKeys(column: ScrollState, arrows: Boolean = false) {
    ScrollByKeys(column, { column.viewportSize }, reversed = false, arrows) { first ->
        column.scrollTo(if (first) 0 else column.maxValue)
    }
}

@Composable
private fun ScrollByKeys(
    state: ScrollableState,
    height: () -> Int,
    reversed: Boolean,
    arrows: Boolean,
    toEnd: suspend (first: Boolean) -> Unit,
) {
    val scrolling = LocalKeyScrolling.current ?: return
    val scope = rememberCoroutineScope()
    val line = with(LocalDensity.current) { TouchTarget.toPx() }
    DisposableEffect(scrolling, state, line) {
        val area = ScrolledArea(state, height, line.takeIf { arrows }, reversed, toEnd, scope)
        scrolling.add(area)
        onDispose { scrolling.remove(area) }
    }
}

/** @param line How far an arrow scrolls; nothing where arrows do not. */
internal class ScrolledArea(
    private val state: ScrollableState,
    private val height: () -> Int,
    private val line: Float?,
    private val reversed: Boolean,
    private val toEnd: suspend (first: Boolean) -> Unit,
    private val scope: CoroutineScope,
) {
    fun go(event: KeyEvent): Boolean {
        // Of what stood there, a little can still be seen.
        val page = height() * PAGE
        when (event.key) {
            Key.PageDown -> down(event, page)
            Key.PageUp -> down(event, -page)
            Key.DirectionDown -> down(event, line ?: return false)
            Key.DirectionUp -> down(event, -(line ?: return false))
            Key.MoveHome -> does(event) { toEnd(!reversed) }
            Key.MoveEnd -> does(event) { toEnd(reversed) }
            else -> return false
        }
        return true
    }

    private fun down(event: KeyEvent, by: Float) = does(event) { state.scrollBy(if (reversed) -by else by) }

    private fun does(event: KeyEvent, scroll: suspend () -> Unit) {
        if (event.type == KeyEventType.KeyDown) scope.launch { scroll() }
    }

    private companion object {
        const val PAGE = 0.9f
    }
}

/** Further than any item is high. */
private const val BEYOND = 1_000_000f
