package de.dienstchat.app.components

import androidx.compose.foundation.ScrollState
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.lazy.LazyListState
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.unit.dp
import de.dienstchat.app.chat.ChatStates
import de.dienstchat.app.chat.ChatView
import de.dienstchat.app.privacy.PrivacyState
import de.dienstchat.app.privacy.PrivacyView
import de.dienstchat.app.testing.screenTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class ScrollbarsViewTest {
    private val bars = object : Scrollbars {
        @Composable
        override fun Of(list: LazyListState, reversed: Boolean, modifier: Modifier) = Bar("$reversed", modifier)

        @Composable
        override fun Of(column: ScrollState, modifier: Modifier) = Bar("column", modifier)

        @Composable
        private fun Bar(tag: String, modifier: Modifier) {
            Box(modifier.width(8.dp).testTag(tag))
        }
    }

    private fun beside(tag: String, view: @Composable () -> Unit) {
        screenTest({ CompositionLocalProvider(LocalScrollbars provides bars, content = view) }) {
            val bar = onNodeWithTag(tag).fetchSemanticsNode().boundsInRoot
            assertEquals(352f..360f, bar.left..bar.right)
            assertTrue(bar.top > 40f && bar.height > 300f, "$bar")
        }
        screenTest(view) { onNodeWithTag(tag).assertDoesNotExist() }
    }

    @Test
    fun aChatHasOneFromItsNewestMessage() = beside("true") { ChatView(ChatStates.open(), on = {}) }

    @Test
    fun aColumnHasOneUnderItsTitle() = beside("column") { PrivacyView(PrivacyState, on = {}) }
}
