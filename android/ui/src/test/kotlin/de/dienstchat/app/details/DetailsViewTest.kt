package de.dienstchat.app.details

import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotDisplayed
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.requestFocus
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.testing.WithKeys
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

@OptIn(ExperimentalTestApi::class)
class DetailsViewTest {
    private val events = mutableListOf<DetailsEvent>()

    @Test
    fun itIsReadFromTopToBottom() = shown(DetailsStates.EVERYBODY) {
        assertEquals(
            listOf(
                German.back,
                German.detailsTitle,
                "Weihnachtsmarkt",
                "Organisation, Rettung XYZ",
                "Wann, Sa., 28. Nov., 08:00–16:00",
                "Treffpunkt, Rathausplatz, am Brunnen",
                "Status, Geplant",
                "Schreiben bis, Mo., 30. Nov., 16:00",
                "Wird gelöscht, Mi., 30. Dez., 16:00",
                "3 Personen eingeteilt",
                "Ben, Verantwortlich",
                "Anna, Du, Fahrerin",
                "Clara, Sanitäterin",
            ),
            readingOrder(),
        )
    }

    @Test
    fun whoIsNotThereYetIsSaid() = shown(DetailsStates.MISSING) {
        reach(German.detailsNotYetHint(2))
        reach("Dora")
        reach(German.noName)
    }

    @Test
    fun whatHasBecomeOfTheDutyIsSaid() {
        shown(DetailsStates.CANCELLED) { onNodeWithText(German.detailsCancelled).assertIsDisplayed() }
        shown(DetailsStates.CHAT_OFF) {
            onNodeWithText(German.detailsChatOff).assertIsDisplayed()
            assertEquals(0, onAllNodesWithText(German.detailsWhere).fetchSemanticsNodes().size)
        }
    }

    @Test
    fun partsAreHeadings() = shown(DetailsStates.EVERYBODY) {
        val headings = onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading)).fetchSemanticsNodes()
        assertEquals(3, headings.size)
    }

    @Test
    fun fiveHundredPeopleAreLaidOutAsFewAsFit() = shown(DetailsStates.CROWD) {
        onNode(hasScrollToIndexAction()).performScrollToIndex(502)
        onNodeWithText("Helferin 499").assertIsDisplayed()
        val shown = onAllNodesWithText("Helferin", substring = true).fetchSemanticsNodes().size
        assertTrue(shown in 2..40, "$shown")
    }

    @Test
    fun largeTextIsWhole() = shown(DetailsStates.STRANGE, fontScale = 2f) {
        onNodeWithText("Markt", substring = true).assertIsDisplayed()
        reach(German.detailsWritableUntil)
        assertWhole(hasText("Mo., 30. Nov., 16:00", substring = true))
        reach("ليلى")
        reach("Ben gnilhcs")
        // A name of many screens is there, and whoever wants to reads it all.
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText("x".repeat(500), substring = true))
        onNodeWithText("x".repeat(500), substring = true).assertIsDisplayed()
    }

    @Test
    fun fromRightToLeftBackStandsOnTheRight() = shown(DetailsStates.EVERYBODY, direction = LayoutDirection.Rtl) {
        assertTrue(onNodeWithContentDescription(German.back).fetchSemanticsNode().boundsInRoot.left > 180)
    }

    @Test
    fun waysBack() = shown(DetailsStates.EVERYBODY) {
        assertTouchTargets()
        assertLabelled()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf<DetailsEvent>(DetailsEvent.Back), events)
    }

    @Test
    fun keysLeadThroughACrowd() = screenTest({ WithKeys { DetailsView(DetailsStates.CROWD, events::add) } }) {
        fun press(key: Key) = onNodeWithContentDescription(German.back).performKeyInput { pressKey(key) }
        onNodeWithContentDescription(German.back).requestFocus()
        press(Key.DirectionDown)
        onNodeWithText("Weihnachtsmarkt").assertIsNotDisplayed()
        press(Key.DirectionUp)
        onNodeWithText("Weihnachtsmarkt").assertIsDisplayed()
        press(Key.PageDown)
        onNodeWithText("Helferin 12").assertIsDisplayed()
        press(Key.MoveEnd)
        onNodeWithText("Helferin 499").assertIsDisplayed()
        press(Key.PageUp)
        onNodeWithText("Helferin 480").assertIsDisplayed()
        press(Key.MoveHome)
        onNodeWithText("Weihnachtsmarkt").assertIsDisplayed()
    }

    @Test
    fun whatEndedLeadsOn() = shown(DetailsState(Stage.Ended(WhyEnded.STORAGE))) {
        onNodeWithText(German.retry).performClick()
        onNodeWithText(German.toDuties).performClick()
        assertEquals(listOf(DetailsEvent.Retry, DetailsEvent.ToDuties), events)
    }

    private fun ComposeUiTest.reach(text: String) {
        onNode(hasScrollToIndexAction()).performScrollToNode(hasText(text, substring = true))
        assertWhole(hasText(text, substring = true))
    }

    private fun shown(
        state: DetailsState,
        fontScale: Float = 1f,
        direction: LayoutDirection = LayoutDirection.Ltr,
        test: ComposeUiTest.() -> Unit,
    ) = screenTest({ DetailsView(state, events::add) }, fontScale = fontScale, direction = direction, test = test)
}
