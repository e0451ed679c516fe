package de.dienstchat.app.desktop

import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performMouseInput
import de.dienstchat.app.testing.screenTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class DesktopScrollbarsTest {
    @Test
    fun aListIsDraggedFromItsBeginning() {
        val list = LazyListState()
        screenTest({ Rows(list, reversed = false) }) {
            drag(from = 4f, to = 400f)
            assertTrue(list.firstVisibleItemIndex in 60..160, "${list.firstVisibleItemIndex}")
        }
    }

    @Test
    fun aListThatBeginsAtTheBottomIsDraggedFromThere() {
        val list = LazyListState()
        screenTest({ Rows(list, reversed = true) }) {
            drag(from = HEIGHT - 4f, to = HEIGHT - 400f)
            assertTrue(list.firstVisibleItemIndex in 60..160, "${list.firstVisibleItemIndex}")
        }
    }

    @Test
    fun aColumnIsDragged() {
        val column = ScrollState(0)
        screenTest({
            Box(Modifier.fillMaxSize()) {
                Column(Modifier.verticalScroll(column)) { repeat(ROWS) { Text("$it") } }
                DesktopScrollbars.Of(column, Modifier.align(Alignment.CenterEnd).fillMaxHeight())
            }
        }) {
            drag(from = 4f, to = HEIGHT)
            assertEquals(column.maxValue, column.value)
        }
    }

    @Composable
    private fun Rows(list: LazyListState, reversed: Boolean) {
        Box(Modifier.fillMaxSize()) {
            LazyColumn(Modifier.fillMaxSize(), list, reverseLayout = reversed) { items(ROWS) { Text("$it") } }
            DesktopScrollbars.Of(list, reversed, Modifier.align(Alignment.CenterEnd).fillMaxHeight())
        }
    }

    private fun ComposeUiTest.drag(from: Float, to: Float) {
        onRoot().performMouseInput {
            moveTo(Offset(RIGHT, from))
            press()
            // The first step tells a drag from a click.
            moveTo(Offset(RIGHT, (from + to) / 2))
            moveTo(Offset(RIGHT, to))
            release()
        }
        waitForIdle()
    }

    private companion object {
        const val ROWS = 200
        const val HEIGHT = 740f
        const val RIGHT = 356f
    }
}
