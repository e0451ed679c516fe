package de.dienstchat.app.chat

import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.SemanticsPropertyKey
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsNotFocused
import androidx.compose.ui.test.assertTextEquals
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.withKeyDown
import androidx.compose.ui.text.AnnotatedString
import de.dienstchat.app.components.LocalFieldsSayTheirName
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

/** Writing, with fingers and with keys. */
@OptIn(ExperimentalTestApi::class)
class ComposerViewTest {
    private val events = mutableListOf<ChatEvent>()
    private val typed get() = events.filterIsInstance<ChatEvent.Typed>().map { it.text }
    private val sent get() = events.filterIsInstance<ChatEvent.Send>().map { it.text }
    private var state by mutableStateOf(ChatStates.open())

    @Test
    fun whatIsTypedIsToldAndSent() = shown {
        send().assertIsNotEnabled()
        field().performTextInput("Bin da")
        send().assertIsEnabled().performClick()
        assertEquals("Bin da", typed.last())
        assertEquals(listOf("Bin da"), sent)
        // The text stays until the message is taken.
        field().assertHolds("Bin da")
        state = state.copy(draft = Draft("", revision = 1, taken = "Bin da"))
        field().assertHolds("")
        send().assertIsNotEnabled()
    }

    @Test
    fun whatIsTypedInTheMomentInWhichAMessageIsTakenStays() = shown(enterSends = true) {
        field().performTextInput("Bin da")
        field().performKeyInput { pressKey(Key.Enter) }
        mainClock.autoAdvance = false
        // The presenter has not heard of this when it says that the message is taken.
        state = state.copy(draft = Draft("", revision = 1, taken = "Bin da"))
        field().performTextInput(", wo seid ihr")
        mainClock.autoAdvance = true
        field().assertHolds(", wo seid ihr")
        assertEquals(", wo seid ihr", typed.last())
    }

    @Test
    fun whatWasReplacedMeanwhileStays() = shown {
        field().performTextInput("Bin da")
        send().performClick()
        field().performTextReplacement("Wo seid ihr")
        state = state.copy(draft = Draft("", revision = 1, taken = "Bin da"))
        field().assertHolds("Wo seid ihr")
    }

    @Test
    fun whoComesBackFindsAllThatWasTypedSince() {
        state = state.copy(draft = Draft("Bin da, wo seid ihr", revision = 1, taken = "Bin da"))
        shown { field().assertHolds("Bin da, wo seid ihr") }
    }

    @Test
    fun aDraftThatIsForgottenLeavesNothing() = shown {
        field().performTextInput("Bin da")
        state = state.copy(draft = Draft(revision = 1))
        field().assertHolds("")
    }

    @Test
    fun aTextThatIsFarTooLongIsRefusedInWordsAndStays() = shown {
        val pasted = "Bitte alle lesen. ".repeat(64 * 1024 / 18)
        field().performTextInput(pasted)
        send().performClick()
        assertEquals(listOf(pasted), sent)
        assertEquals(pasted, typed.last())
        state = state.copy(notice = Notice.TOO_LONG)
        onNodeWithText(German.told(Notice.TOO_LONG)).assertIsDisplayed()
        field().assertHolds(pasted)
        send().assertIsDisplayed()
    }

    @Test
    fun spacesAreNoMessage() = shown(enterSends = true) {
        field().performTextInput("  \n ")
        send().assertIsNotEnabled()
        field().performKeyInput { pressKey(Key.Enter) }
        assertEquals(emptyList(), sent)
    }

    @Test
    fun theDraftIsThereAgain() {
        state = state.copy(draft = Draft("Bin gleich", revision = 1))
        shown {
            field().assertHolds("Bin gleich")
            send().assertIsEnabled()
            assertEquals(emptyList(), typed)
        }
    }

    @Test
    fun whatIsTypedIsNotReplacedByItsEcho() = shown {
        field().performTextInput("Bin")
        // What the presenter says of an earlier moment.
        state = state.copy(draft = Draft("B", revision = 0))
        field().assertHolds("Bin")
    }

    @Test
    fun atADeskEnterSendsAndShiftBeginsALine() = shown(enterSends = true) {
        field().assertIsFocused()
        field().performTextInput("Bin")
        field().performKeyInput { withKeyDown(Key.ShiftLeft) { pressKey(Key.Enter) } }
        field().performTextInput("da")
        assertEquals(emptyList(), sent)
        field().performKeyInput { pressKey(Key.Enter) }
        assertEquals(listOf("Bin\nda"), sent)
    }

    @Test
    fun onAPhoneEnterBeginsALine() = shown {
        field().assertIsNotFocused()
        field().performTextInput("Bin")
        field().performKeyInput { pressKey(Key.Enter) }
        field().performTextInput("da")
        assertEquals(emptyList(), sent)
        waitForIdle()
        assertEquals("Bin\nda", typed.last())
    }

    @Test
    fun whileAMessageIsTakenNoOtherIsSent() {
        state = state.copy(composer = Composer.Writing(sending = true), draft = Draft("Bin da", revision = 1))
        shown(enterSends = true) {
            send().assertIsNotEnabled()
            field().performKeyInput { pressKey(Key.Enter) }
            assertEquals(emptyList(), sent)
            field().assertHolds("Bin da")
        }
    }

    @Test
    fun afterTheFieldComesTheButton() = shown(enterSends = true) {
        field().performTextInput("Bin da")
        field().performKeyInput { pressKey(Key.Tab) }
        send().assertIsFocused()
    }

    @Test
    fun itsNameIsSaidBesideWhatIsTyped() {
        fun ComposeUiTest.said(key: SemanticsPropertyKey<*>) = field().fetchSemanticsNode().config.getOrNull(key)
        val name = listOf(AnnotatedString(German.chatComposer))
        shown {
            for (text in listOf("", "Bin da")) {
                field().performTextReplacement(text)
                assertEquals(AnnotatedString(text), said(SemanticsProperties.EditableText))
                assertEquals(name, said(SemanticsProperties.Text))
                // TalkBack would say it in place of what is typed.
                assertEquals(null, said(SemanticsProperties.ContentDescription))
            }
        }
        screenTest({
            CompositionLocalProvider(LocalFieldsSayTheirName provides true) { ChatView(state, events::add) }
        }) {
            assertEquals(listOf(German.chatComposer), said(SemanticsProperties.ContentDescription))
        }
    }

    private fun shown(enterSends: Boolean = false, test: ComposeUiTest.() -> Unit) =
        screenTest({ ChatView(state, events::add, enterSends = enterSends) }, test = test)

    private fun ComposeUiTest.field() = onNode(hasSetTextAction())

    private fun SemanticsNodeInteraction.assertHolds(text: String) = assertTextEquals(German.chatComposer, text)

    private fun ComposeUiTest.send() = onNodeWithContentDescription(German.chatSend)
}
