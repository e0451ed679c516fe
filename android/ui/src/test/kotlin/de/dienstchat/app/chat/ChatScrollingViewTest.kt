package de.dienstchat.app.chat

import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.swipeDown
import de.dienstchat.app.testing.WithKeys
import de.dienstchat.app.testing.screenTest
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Where the list stands while messages come and go. */
@OptIn(ExperimentalTestApi::class)
class ChatScrollingViewTest {
    private val events = mutableListOf<ChatEvent>()
    private val places get() = events.filterIsInstance<ChatEvent.Scrolled>().map { it.to?.id }
    private var state by mutableStateOf(talk(60))

    @Test
    fun newMessagesComeInAtTheBottom() = shown {
        message(59).assertIsDisplayed()
        state = talk(70)
        message(69).assertIsDisplayed()
        assertEquals(listOf<String?>(null), places.distinct())
    }

    @Test
    fun whoHasScrolledUpStaysThere() = shown {
        list().performTouchInput { swipeDown(startY = 100f, endY = 500f) }
        waitForIdle()
        val lowest = places.last()!!.removePrefix("\$").toInt()
        val before = message(lowest).fetchSemanticsNode().boundsInRoot
        state = talk(70)
        assertEquals(before, message(lowest).fetchSemanticsNode().boundsInRoot)
        // Older ones that come in above move nothing either.
        state = talk(70, from = -50)
        assertEquals(before, message(lowest).fetchSemanticsNode().boundsInRoot)
        assertEquals("\$$lowest", places.last())
    }

    @Test
    fun theListBeginsWhereItWasLeft() {
        state = ChatStates.scrolledUp(unseen = 3)
        shown {
            val lowest = message(40).assertIsDisplayed().fetchSemanticsNode().boundsInRoot
            assertTrue(lowest.bottom > 550, "$lowest")
            assertEquals(listOf<String?>("\$40"), places.distinct())
        }
    }

    @Test
    fun theButtonLeadsToTheNewest() {
        state = ChatStates.scrolledUp(unseen = 3)
        shown {
            onNodeWithContentDescription("${German.chatNewest}, 3 neue Nachrichten").performClick()
            message(59).assertIsDisplayed()
            assertEquals(null, places.last())
            onNodeWithContentDescription(German.chatNewest, substring = true).assertDoesNotExist()
        }
    }

    @Test
    fun keysTurnPagesWhileOneWrites() = screenTest({
        WithKeys { ChatView(state, events::add, enterSends = true) }
    }) {
        fun press(key: Key) = onNode(hasSetTextAction()).performKeyInput { pressKey(key) }
        press(Key.PageUp)
        waitForIdle()
        assertTrue(places.last() != null, "$places")
        press(Key.PageDown)
        waitForIdle()
        assertEquals(null, places.last())
        message(59).assertIsDisplayed()
    }

    @Test
    fun olderMessagesAreAskedForNearTheFirst() {
        state = talk(200)
        shown {
            assertTrue(ChatEvent.WantOlder !in events)
            list().performScrollToIndex(190)
            assertEquals(1, events.count { it == ChatEvent.WantOlder })
            state = talk(200, from = -50)
            list().performScrollToIndex(245)
            assertEquals(2, events.count { it == ChatEvent.WantOlder })
        }
    }

    @Test
    fun anAnswerThatBroughtNoMessageIsFollowedByAnotherQuestion() {
        state = talk(3)
        shown {
            for (asked in 1..3) {
                assertEquals(asked, events.count { it == ChatEvent.WantOlder })
                state = talk(3).copy(older = Older.LOADING)
                waitForIdle()
                assertEquals(asked, events.count { it == ChatEvent.WantOlder })
                state = talk(3)
                waitForIdle()
            }
            // It may come before the list is drawn anew.
            state = talk(3).copy(answers = 1)
            waitForIdle()
            assertEquals(5, events.count { it == ChatEvent.WantOlder })
            state = talk(3).copy(older = Older.BEGINNING, answers = 2)
            waitForIdle()
            assertEquals(5, events.count { it == ChatEvent.WantOlder })
        }
    }

    @Test
    fun aChatThatFitsTheScreenAsksAtOnce() {
        state = talk(3)
        shown { assertEquals(1, events.count { it == ChatEvent.WantOlder }) }
    }

    @Test
    fun whatIsBeforeTheFirstIsSaid() {
        val said = mapOf(
            Older.LOADING to German.chatLoadingOlder,
            Older.FAILED to German.chatOlderFailed,
            Older.LIMIT to German.chatLimit,
            Older.BEGINNING to German.chatBeginning,
        )
        shown {
            for ((older, text) in said) {
                state = talk(3).copy(older = older)
                onNode(hasText(text)).assertIsDisplayed()
            }
            state = talk(3).copy(older = Older.FAILED)
            onNode(hasText(German.retry)).performClick()
            assertTrue(ChatEvent.RetryOlder in events)
            state = ChatStates.open(emptyList())
            onNode(hasText(German.chatEmpty)).assertIsDisplayed()
        }
    }

    @Test
    fun tenThousandMessagesAreLaidOutAsFewAsFit() {
        state = talk(10_000)
        shown {
            for (index in listOf(0, 5_000, 9_999, 0)) {
                list().performScrollToIndex(index)
                val shown = onAllNodes(hasContentDescription("Nachricht", substring = true)).fetchSemanticsNodes().size
                assertTrue(shown in 2..60, "$shown")
            }
            message(9_999).assertIsDisplayed()
        }
    }

    private fun talk(to: Int, from: Int = 0) = ChatStates.open(
        List(to - from) { said("${it + from}", "Nachricht ${it + from}", minutes = (it + from).toLong()) },
    ).copy(older = Older.HERE)

    private fun shown(test: ComposeUiTest.() -> Unit) = screenTest({ ChatView(state, events::add) }, test = test)

    private fun ComposeUiTest.list() = onNode(hasScrollToIndexAction())

    private fun ComposeUiTest.message(number: Int) =
        onNode(hasContentDescription("\u2068Nachricht $number\u2069", substring = true))
}
