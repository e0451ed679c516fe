package de.dienstchat.app.root

import androidx.compose.runtime.Composable
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

/** What stands in place of the screens, read both ways and in large letters. */
@OptIn(ExperimentalTestApi::class)
class RootViewTest {
    private var done = 0

    private fun bothWays(content: @Composable () -> Unit, test: ComposeUiTest.() -> Unit) {
        for (direction in LayoutDirection.entries) screenTest(content, fontScale = 2f, direction = direction, test = test)
    }

    @Test
    fun aStartThatTakesLong() = bothWays({ StartingView() }) {
        assertEquals(listOf(German.appName, German.loading), readingOrder())
        assertWhole(hasText(German.loading))
    }

    @Test
    fun theLock() {
        bothWays({ LockView({ done += 1 }) }) {
            assertEquals(listOf(German.appName, German.settingsLocked, German.settingsUnlock), readingOrder())
            assertTouchTargets()
            onNodeWithText(German.settingsUnlock).performScrollTo().performClick()
            assertWhole(hasText(German.settingsUnlock))
        }
        assertEquals(2, done)
    }

    @Test
    fun aStartThatFailed() {
        val hints = mapOf(
            StartFailure.DATA_FOLDER to German.sealedStartFailedHint,
            StartFailure.INTERNAL to German.internalError,
        )
        for ((failure, hint) in hints) {
            bothWays({ StartFailedView(failure, { done += 1 }) }) {
                assertEquals(listOf(German.appName, German.sealedStartFailed, hint, German.retry), readingOrder())
                assertTouchTargets()
                onNodeWithText(hint).performScrollTo()
                assertWhole(hasText(hint))
                onNodeWithText(German.retry).performScrollTo().performClick()
            }
        }
        assertEquals(4, done)
    }
}
