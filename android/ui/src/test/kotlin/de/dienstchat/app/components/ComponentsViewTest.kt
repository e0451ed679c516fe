package de.dienstchat.app.components

import androidx.compose.runtime.Composable
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import de.dienstchat.app.theme.Icons
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class ComponentsViewTest {
    private val done = mutableListOf<String>()

    @Test
    fun itIsReadFromTopToBottom() = screenTest({ Everything() }) {
        assertEquals(
            listOf(
                German.back,
                "Titel",
                German.settings,
                German.offline,
                "Was los ist",
                "Was zu tun ist",
                "Tun",
                "Lassen",
            ),
            readingOrder(),
        )
    }

    @Test
    fun everythingCanBeHitAndSaysWhatItIs() = screenTest({ Everything() }) {
        assertTouchTargets()
        assertLabelled()
    }

    @Test
    fun whatIsClickedIsDone() = screenTest({ Everything() }) {
        onNodeWithContentDescription(German.back).performClick()
        onNodeWithContentDescription(German.settings).performClick()
        onNodeWithText("Tun").performClick()
        onNodeWithText("Lassen").performClick()
        assertEquals(listOf("back", "settings", "do", "leave"), done)
    }

    @Test
    fun largeTextIsWholeAndLeadsToTheButtons() = screenTest(
        { Everything("Was zu tun ist. ".repeat(40)) },
        fontScale = 2f,
    ) {
        assertWhole(hasText("Titel"))
        assertWhole(hasText(German.offline))
        onNodeWithText("Lassen").performScrollTo()
        assertWhole(hasText("Lassen"))
        assertTouchTargets()
    }

    @Test
    fun fromRightToLeftBackStandsOnTheRight() = screenTest({ Everything() }, direction = LayoutDirection.Rtl) {
        val back = onNodeWithContentDescription(German.back).fetchSemanticsNode().boundsInRoot
        val settings = onNodeWithContentDescription(German.settings).fetchSemanticsNode().boundsInRoot
        assertTrue(back.left > settings.right)
    }

    @Composable
    private fun Everything(hint: String = "Was zu tun ist") {
        Screen(
            "Titel",
            onBack = { done += "back" },
            actions = { IconAction(Icons.Settings, German.settings, onClick = { done += "settings" }) },
            below = { OfflineStrip() },
        ) { padding ->
            Notice(
                Icons.Info,
                "Was los ist",
                hint,
                primary = Action("Tun") { done += "do" },
                secondary = Action("Lassen") { done += "leave" },
                padding = padding,
            )
        }
    }
}
