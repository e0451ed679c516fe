package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.ChatSeal
import de.dienstchat.ClientException
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.Unavailable
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.navigation.Route
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.test.runTest

/** How the chat opens, and what ends it. */
class ChatPresenterTest {
    @Test
    fun itOpensWithWhatIsStored() = runTest {
        val bench = ChatBench(this)
        assertEquals(Stage.Loading, bench.presenter.states.value.stage)
        val state = bench.state
        assertEquals(Stage.Open, state.stage)
        assertEquals("Weihnachtsmarkt", state.duty?.title)
        assertEquals("Rettung XYZ", state.duty?.organisation)
        assertEquals(listOf("\$a"), state.messages.map { it.id })
        assertTrue(state.messages.single().author.responsible)
        assertEquals(Composer.Writing(), state.composer)
        assertEquals(Older.BEGINNING, state.older)
    }

    @Test
    fun itFollowsTheChat() = runTest {
        val bench = ChatBench(this)
        bench.state
        bench.chat.messages.value = timeline(said("a"), said("b"))
        bench.chat.summary.value = summary(title = "Sanitätswache")
        assertEquals(listOf("\$a", "\$b"), bench.state.messages.map { it.id })
        assertEquals("Sanitätswache", bench.state.duty?.title)
    }

    @Test
    fun aChatThatIsOverCanOnlyBeRead() = runTest {
        val bench = ChatBench(this)
        for ((state, why) in DutyState.entries zip Composer.ReadOnly.Why.entries) {
            val ended = summary(state = state, phase = Phase.READ_ONLY)
            bench.chat.summary.value = ended
            assertEquals(Composer.ReadOnly(why, ended.limits.deleteAt), bench.state.composer)
        }
        bench.chat.summary.value = summary()
        assertEquals(Composer.Writing(), bench.state.composer)
    }

    @Test
    fun whatIsDeletedIsGoneFromTheScreen() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.ReadWhole("\$a"))
        bench.chat.fail(ChatException.ChatDeleted())
        val state = bench.state
        assertEquals(Stage.Ended(WhyEnded.DELETED), state.stage)
        assertEquals(emptyList(), state.messages)
        assertNull(state.duty)
        assertNull(state.whole)
        assertEquals(Composer.None, state.composer)
        assertEquals(1, bench.chat.closed)
    }

    @Test
    fun theEndOfItsTimeDeletesItHere() = runTest {
        val bench = ChatBench(this)
        bench.chat.summary.value = summary(phase = Phase.DELETED)
        assertEquals(Stage.Ended(WhyEnded.DELETED), bench.state.stage)
    }

    @Test
    fun eachFailureSaysWhatItIs() = runTest {
        val failures = mapOf(
            ChatException.ChatDeleted() to WhyEnded.DELETED,
            ChatException.NotAMember() to WhyEnded.REMOVED,
            ChatException.NotFound() to WhyEnded.MISSING,
            ChatException.InvalidId() to WhyEnded.MISSING,
            ChatException.Store(Unavailable.LOCKED) to WhyEnded.LOCKED,
            ChatException.Store(Unavailable.STORAGE) to WhyEnded.STORAGE,
            ChatException.Closed() to WhyEnded.CLOSED,
            ChatException.Internal() to WhyEnded.INTERNAL,
            ChatException.Offline() to WhyEnded.INTERNAL,
            ChatException.Server() to WhyEnded.INTERNAL,
            ChatException.ReadOnly() to WhyEnded.INTERNAL,
            ChatException.TextEmpty() to WhyEnded.INTERNAL,
            ChatException.TextTooLong() to WhyEnded.INTERNAL,
            ChatException.NotQueued() to WhyEnded.INTERNAL,
            ChatException.Cancelled() to WhyEnded.INTERNAL,
            ClientException.NoSuchAccount() to WhyEnded.MISSING,
            ClientException.Closed() to WhyEnded.CLOSED,
            ClientException.Store(Unavailable.LOCKED) to WhyEnded.LOCKED,
            IllegalStateException() to WhyEnded.INTERNAL,
        )
        for ((failure, why) in failures) {
            val bench = ChatBench(this)
            bench.state
            bench.chat.fail(failure)
            assertEquals(Stage.Ended(why), bench.state.stage, "$failure")
            assertEquals(bench.route, bench.way.top)
        }
    }

    @Test
    fun anAccountThatCannotBeUsedHasItsOwnScreen() = runTest {
        val failures = listOf(
            ChatException.Sealed(), ClientException.Sealed(), ClientException.Store(Unavailable.DAMAGED),
            ChatException.Store(Unavailable.DAMAGED), ChatException.Store(Unavailable.KEY_MISSING),
            ChatException.Store(Unavailable.NEWER_VERSION),
        )
        for (failure in failures) {
            val bench = ChatBench(this)
            bench.state
            bench.chat.fail(failure)
            assertEquals(emptyList(), bench.state.messages)
            assertEquals(Route.SealedAccount("xyz_anna"), bench.way.top, "$failure")
        }
    }

    @Test
    fun aChatThatIsNotHereIsMissing() = runTest {
        val bench = ChatBench(this)
        bench.core.opened.clear()
        assertEquals(Stage.Ended(WhyEnded.MISSING), bench.state.stage)
    }

    @Test
    fun whatMayPassCanBeTriedAgain() = runTest {
        val bench = ChatBench(this)
        bench.chat.fail(ChatException.Store(Unavailable.LOCKED))
        assertEquals(Stage.Ended(WhyEnded.LOCKED), bench.state.stage)
        bench.chat.fail(null)
        assertEquals(Stage.Ended(WhyEnded.LOCKED), bench.state.stage)
        bench.on(ChatEvent.Reopen)
        assertEquals(Stage.Open, bench.state.stage)
        assertEquals(1, bench.state.messages.size)
    }

    @Test
    fun whoWasRemovedIsToldWhyAndMayComeBack() = runTest {
        val bench = ChatBench(this)
        bench.state
        bench.chat.failMessages(ChatException.NotAMember())
        assertEquals(Stage.Ended(WhyEnded.REMOVED), bench.state.stage)
        bench.chat.summary.value = summary().copy(sealed = ChatSeal.NOT_LISTED)
        assertEquals(Stage.Ended(WhyEnded.NOT_LISTED), bench.state.stage)
        bench.chat.failMessages(null)
        bench.chat.summary.value = summary()
        assertEquals(Stage.Open, bench.state.stage)
    }

    @Test
    fun whoWasRemovedLearnsThatTheChatIsDeleted() = runTest {
        val bench = ChatBench(this)
        bench.chat.failMessages(ChatException.NotAMember())
        assertEquals(Stage.Ended(WhyEnded.REMOVED), bench.state.stage)
        bench.chat.fail(ChatException.ChatDeleted())
        assertEquals(Stage.Ended(WhyEnded.DELETED), bench.state.stage)
    }

    @Test
    fun waysOut() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.OpenDetails)
        assertEquals(Route.Details("xyz_anna", "4711"), bench.way.top)
        bench.on(ChatEvent.Back)
        assertEquals(bench.route, bench.way.top)
        bench.on(ChatEvent.ToDuties)
        assertEquals(Route.Duties, bench.way.top)
    }

    @Test
    fun backClosesWhatLiesOnTopFirst() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.ReadWhole("\$a"))
        bench.on(ChatEvent.Back)
        assertNull(bench.state.whole)
        bench.on(ChatEvent.Discard("txn"))
        bench.on(ChatEvent.Back)
        assertNull(bench.state.discarding)
        assertEquals(bench.route, bench.way.top)
        bench.on(ChatEvent.Back)
        assertEquals(Route.Duties, bench.way.top)
    }

    @Test
    fun aLongMessageIsReadInParts() = runTest {
        val bench = ChatBench(this)
        val text = "Wort ".repeat(13_000)
        bench.chat.messages.value = timeline(said("long", text))
        bench.on(ChatEvent.ReadWhole("\$long"))
        val whole = bench.state.whole!!
        assertTrue(whole.parts.size > 10)
        assertEquals(text, whole.parts.joinToString(""))
        bench.on(ChatEvent.CloseWhole)
        assertNull(bench.state.whole)
    }

    @Test
    fun theChatIsClosedWhenTheScreenIsLeft() = runTest {
        val bench = ChatBench(this)
        bench.state
        bench.leave()
        assertEquals(1, bench.chat.closed)
    }

    @Test
    fun nothingThatIsShownIsInItsDescription() = runTest {
        val bench = ChatBench(this)
        bench.chat.kept = "geheim"
        bench.chat.summary.value = summary(title = "geheim")
        bench.chat.messages.value = timeline(said("a", "geheim"))
        bench.on(ChatEvent.ReadWhole("\$a"))
        val state = bench.state
        val shown = listOf(state, state.duty, state.draft, state.whole)
        val done = listOf(ChatEvent.Typed("geheim"), ChatEvent.Send("geheim"))
        for (what in shown + done) assertFalse("geheim" in "$what", "$what")
    }
}
