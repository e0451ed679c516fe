package de.dienstchat.app.chat

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onAllNodesWithContentDescription
import androidx.compose.ui.test.onAllNodesWithText
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.SendFailure
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.testing.assertLabelled
import de.dienstchat.app.testing.assertTouchTargets
import de.dienstchat.app.testing.assertWhole
import de.dienstchat.app.testing.readingOrder
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What is seen, heard and hit. */
@OptIn(ExperimentalTestApi::class)
class ChatViewTest {
    private val events = mutableListOf<ChatEvent>()
    private val done
        get() = events.filter { it !is ChatEvent.Looking && it !is ChatEvent.Scrolled && it != ChatEvent.WantOlder }

    private fun shown(
        state: ChatState,
        fontScale: Float = 1f,
        direction: LayoutDirection = LayoutDirection.Ltr,
        test: ComposeUiTest.() -> Unit,
    ) = screenTest({ ChatView(state, events::add) }, fontScale = fontScale, direction = direction, test = test)

    @Test
    fun aMessageIsReadInOneGo() = shown(ChatStates.open()) {
        assertEquals(
            listOf(
                "\u2068Ben\u2069, verantwortlich, 11:00: " +
                    "\u2068Treffen um sieben am Gerätehaus. Bitte alle mit Einsatzjacke.\u2069",
                "\u2068Ben\u2069, verantwortlich, 11:01: \u2068Parken könnt ihr im Hof.\u2069",
                "\u2068Clara\u2069, \u2068Sanitäterin\u2069, 11:20: \u2068Bin dabei!\u2069",
                "\u2068Du\u2069, 11:00: \u2068Ich bringe den Anhänger mit.\u2069. Gesendet",
                "\u2068Dora\u2069, Nicht mehr eingeteilt, 11:05: \u2068Wer hat den Schlüssel?\u2069",
            ),
            messages(),
        )
    }

    @Test
    fun aChatIsReadFromItsTopToItsComposer() = shown(ChatStates.open()) {
        val order = readingOrder()
        val stops = listOf(
            German.back, "Weihnachtsmarkt", German.chatBeginning, "Gestern", "Treffen um sieben", "Bin dabei!", "Heute",
            "Schlüssel", German.chatComposer, German.chatSend,
        )
        val at = stops.map { stop -> order.indexOfFirst { stop in it } }
        assertEquals(at.sorted(), at, "$order")
        assertTrue(at.all { it >= 0 }, "$order")
    }

    @Test
    fun daysAreHeadings() = shown(ChatStates.open()) {
        val headings = onAllNodes(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading)).fetchSemanticsNodes()
        val texts = headings.map { it.config[SemanticsProperties.Text].first().text }
        assertEquals(setOf("Weihnachtsmarkt", "Gestern", "Heute"), texts.toSet())
    }

    @Test
    fun howFarAMessageIsIsSaid() = shown(ChatStates.ON_THE_WAY) {
        val states = messages().takeLast(4).map { it.substringAfterLast(". ") }
        assertEquals(listOf(German.chatSent, German.chatSent, German.chatSending, German.chatQueued), states)
    }

    @Test
    fun whyAMessageCannotBeReadIsSaid() {
        val waiting = with(German) {
            listOf(chatWaitingBeforeDevice, chatWaitingKey, chatWaitingWithheld, chatWaitingRefused)
        }
        shown(ChatStates.WAITING) { assertEquals(waiting, messages().map(::text)) }
        shown(ChatStates.UNREADABLE) {
            assertEquals(listOf(German.chatDeleted, German.chatUnsupported), messages().takeLast(2).map(::text))
            assertTrue(messages().last().startsWith("\u2068${German.chatFormer}\u2069"))
        }
    }

    @Test
    fun aFailedMessageOffersWhatCanBeDone() = shown(ChatStates.failed()) {
        onNodeWithText(German.chatSendAgain).performClick()
        onNodeWithText(German.chatDiscard).performClick()
        val message = onNode(hasContentDescription(German.chatFailedRefused, substring = true)).fetchSemanticsNode()
        val actions = message.config[SemanticsActions.CustomActions]
        assertEquals(listOf(German.chatSendAgain, German.chatDiscard), actions.map { it.label })
        actions.forEach { assertTrue(it.action()) }
        val each = listOf(ChatEvent.SendAgain("t1"), ChatEvent.Discard("t1"))
        assertEquals(each + each, done)
    }

    @Test
    fun whatIsTooLargeIsNotOfferedAgain() = shown(ChatStates.failed(SendFailure.TOO_LARGE)) {
        onNodeWithText(German.chatDiscard).assertIsDisplayed()
        assertEquals(0, onAllNodesWithText(German.chatSendAgain).fetchSemanticsNodes().size)
    }

    @Test
    fun deletingAsksFirst() {
        var state by mutableStateOf(ChatStates.failed().copy(discarding = "t1"))
        screenTest({ ChatView(state, events::add) }) {
            onNodeWithText(German.chatDiscardQuestion).assertIsDisplayed()
            onNodeWithText(German.cancel).performClick()
            state = state.copy(discarding = null)
            waitForIdle()
            assertEquals(0, onAllNodesWithText(German.chatDiscardQuestion).fetchSemanticsNodes().size)
            assertEquals(listOf<ChatEvent>(ChatEvent.KeepMessage), done)
        }
    }

    @Test
    fun aLongMessageShowsItsBeginning() = shown(ChatStates.LONG) {
        assertTrue(messages().single().length < MOST_CHARACTERS + 100)
        onNodeWithText(German.chatReadWhole).performSemanticsAction(SemanticsActions.OnClick)
        assertEquals(listOf<ChatEvent>(ChatEvent.ReadWhole("\$long")), done)
    }

    @Test
    fun aLongMessageIsReadOnTop() = shown(ChatStates.LONG.copy(whole = ChatStates.WHOLE)) {
        val laidOut = onAllNodesWithText("Bitte lesen.", substring = true).fetchSemanticsNodes().size
        assertTrue(laidOut in 1..3, "$laidOut of ${ChatStates.WHOLE.parts.size}")
        onAllNodesWithContentDescription(German.back).onLast().performClick()
        assertEquals(listOf<ChatEvent>(ChatEvent.CloseWhole), done)
    }

    @Test
    fun theTopLeadsToTheDetails() = shown(ChatStates.open()) {
        onNodeWithText("Weihnachtsmarkt", substring = true).performClick()
        onNodeWithContentDescription(German.back).performClick()
        assertEquals(listOf(ChatEvent.OpenDetails, ChatEvent.Back), done)
    }

    @Test
    fun escapeLeadsBack() = screenTest({ ChatView(ChatStates.open(), events::add, enterSends = true) }) {
        onNode(hasSetTextAction()).performKeyInput { pressKey(Key.Escape) }
        assertEquals(listOf<ChatEvent>(ChatEvent.Back), done)
    }

    @Test
    fun aReadOnlyChatSaysUntilWhen() {
        val said = mapOf(
            Composer.ReadOnly.Why.OVER to German.chatReadOnly("Mittwoch, 30. Dezember 2026"),
            Composer.ReadOnly.Why.CANCELLED to German.chatReadOnlyCancelled("Mittwoch, 30. Dezember 2026"),
            Composer.ReadOnly.Why.CHAT_OFF to German.chatReadOnlyOff("Mittwoch, 30. Dezember 2026"),
        )
        for ((why, text) in said) {
            val closed = Composer.ReadOnly(why, summary().limits.deleteAt)
            shown(ChatStates.failed().copy(composer = closed), fontScale = 2f) {
                assertWhole(hasText(text))
                assertEquals(0, onAllNodesWithText(German.chatSendAgain).fetchSemanticsNodes().size)
            }
        }
    }

    @Test
    fun whatWentWrongIsSaidUntilItIsRead() {
        for (notice in Notice.entries) {
            events.clear()
            shown(ChatStates.open().copy(notice = notice), fontScale = 2f) {
                assertWhole(hasText(German.told(notice)))
                onNodeWithContentDescription(German.close).performClick()
                assertEquals(listOf<ChatEvent>(ChatEvent.DismissNotice), done)
            }
        }
    }

    @Test
    fun whatArrivesIsReadOutPolitely() {
        val arrived = ChatStates.open().messages.last()
        shown(ChatStates.open().copy(arrived = arrived)) {
            val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
            val said = onAllNodes(polite).fetchSemanticsNodes()
                .flatMap { it.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() }
            assertTrue("Wer hat den Schlüssel?" in said.single())
        }
    }

    @Test
    fun eachEndSaysWhatItIsAndLeadsOn() {
        for (why in WhyEnded.entries) {
            events.clear()
            shown(ChatState(stage = Stage.Ended(why)), fontScale = 2f) {
                assertTouchTargets()
                onAllNodes(hasClickAction() and hasText(German.toDuties)).fetchSemanticsNodes().single()
                if (why.retryable) onNodeWithText(German.retry).performSemanticsAction(SemanticsActions.OnClick)
                onNodeWithText(German.toDuties).performSemanticsAction(SemanticsActions.OnClick)
                assertEquals(listOfNotNull(ChatEvent.Reopen.takeIf { why.retryable }, ChatEvent.ToDuties), done)
            }
        }
    }

    @Test
    fun everythingCanBeHitAndSaysWhatItIs() {
        val states = listOf(
            ChatStates.open(), ChatStates.failed(), ChatStates.LONG, ChatStates.scrolledUp(3),
            ChatStates.open().copy(older = Older.FAILED, notice = Notice.FAILED),
        )
        for (state in states) {
            shown(state) {
                assertTouchTargets()
                assertLabelled()
            }
        }
    }

    @Test
    fun fromRightToLeftOnesOwnStandOnTheLeft() = shown(ChatStates.open(), direction = LayoutDirection.Rtl) {
        val own = onNode(hasContentDescription("Anhänger", substring = true)).fetchSemanticsNode().boundsInRoot
        val other = onNode(hasContentDescription("Schlüssel", substring = true)).fetchSemanticsNode().boundsInRoot
        assertTrue(own.left < 40 && other.right > 320, "$own $other")
    }

    @Test
    fun namesAndTitlesTurnNothing() = shown(ChatStates.MIXED) {
        val said = messages().joinToString("") + onNode(hasText("Markt", substring = true)).fetchSemanticsNode()
            .config[SemanticsProperties.Text].first().text
        val names = said.replace("\u202Egnafnasna\u202C", "")
        assertTrue('\u202E' !in names, names)
        assertTrue(German.noName in said)
    }

    @Test
    fun largeTextStillSaysWhenTheDutyIs() = shown(ChatStates.open(), fontScale = 2f) {
        assertWhole(hasText("08:00–16:00", substring = true))
    }

    @Test
    fun aTitleOfFiveHundredCharactersLeavesRoomForTheChat() {
        val state = ChatStates.open().copy(duty = ChatStates.DUTY.copy(title = "Sanitätsdienst ".repeat(34)))
        shown(state, fontScale = 2f) {
            onNode(hasContentDescription("Schlüssel", substring = true)).assertIsDisplayed()
            onNodeWithContentDescription(German.chatSend).assertIsDisplayed().assertIsNotEnabled()
        }
    }

    private fun text(label: String) = label.substringAfter(": \u2068").substringBefore("\u2069")

    private fun ComposeUiTest.messages(): List<String> = readingOrder().filter { ": \u2068" in it }
}
