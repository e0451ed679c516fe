package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.Phase
import de.dienstchat.Unavailable
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.navigation.Route
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.test.runTest

/** Writing, its draft, and what becomes of a message that fails. */
class ChatWritingTest {
    @Test
    fun theDraftIsThereAgain() = runTest {
        val bench = ChatBench(this)
        bench.chat.kept = "Bin gleich"
        assertEquals("Bin gleich", bench.state.draft.text)
    }

    @Test
    fun whatIsTypedIsKeptAfterAPause() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Typed("Bin"))
        assertNull(bench.chat.kept)
        bench.waitFor(Duration.ofMillis(500))
        assertEquals("Bin", bench.chat.kept)
    }

    @Test
    fun whatIsTypedIsKeptAtLeaving() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Typed("Bin"))
        bench.leave()
        assertEquals("Bin", bench.chat.kept)
        assertEquals(1, bench.chat.closed)
    }

    @Test
    fun whatIsTypedIsKeptWhenThePersonTurnsAway() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Typed("Bin"))
        bench.on(ChatEvent.Looking(false))
        assertEquals("Bin", bench.chat.kept)
    }

    @Test
    fun aDraftThatCannotBeKeptIsTold() = runTest {
        val bench = ChatBench(this)
        bench.chat.keeping = { throw ChatException.Store(Unavailable.STORAGE) }
        bench.on(ChatEvent.Typed("Bin"))
        bench.waitFor(Duration.ofMillis(500))
        assertEquals(Notice.DRAFT_NOT_KEPT, bench.state.notice)
        bench.chat.keeping = {}
        bench.on(ChatEvent.Typed("Bin da"))
        bench.waitFor(Duration.ofMillis(500))
        assertNull(bench.state.notice)
    }

    @Test
    fun aDraftThatCannotBeReadIsTold() = runTest {
        val bench = ChatBench(this)
        bench.chat.drafting = { throw ChatException.Store(Unavailable.STORAGE) }
        assertEquals(Notice.DRAFT_NOT_READ, bench.state.notice)
        assertEquals(Stage.Open, bench.state.stage)
        bench.leave()
        assertEquals(emptyList(), bench.calls)
    }

    @Test
    fun aDraftThatIsTooLongIsTold() = runTest {
        val bench = ChatBench(this)
        bench.chat.keeping = { throw ChatException.TextTooLong() }
        bench.on(ChatEvent.Typed("x".repeat(70_000)))
        bench.waitFor(Duration.ofMillis(500))
        assertEquals(Notice.TOO_LONG, bench.state.notice)
    }

    @Test
    fun theComposerIsClearedOnceTheMessageIsInTheQueue() = runTest {
        val bench = ChatBench(this)
        val queue = CompletableDeferred<String>()
        bench.chat.sending = { queue.await() }
        bench.on(ChatEvent.Typed("Bin da"))
        val before = bench.state.draft
        bench.on(ChatEvent.Send("Bin da"))
        assertEquals(Composer.Writing(sending = true), bench.state.composer)
        assertEquals(before, bench.state.draft)
        queue.complete("txn")
        assertEquals(Composer.Writing(), bench.state.composer)
        assertEquals(Draft("", before.revision + 1, taken = "Bin da"), bench.state.draft)
        assertNull(bench.chat.kept)
    }

    @Test
    fun pressingTwiceSendsOnce() = runTest {
        val bench = ChatBench(this)
        val queue = CompletableDeferred<String>()
        bench.chat.sending = { queue.await() }
        bench.on(ChatEvent.Send("Bin da"))
        bench.on(ChatEvent.Send("Bin da"))
        queue.complete("txn")
        assertEquals(listOf("send(Bin da)"), bench.calls)
    }

    @Test
    fun whatIsTypedMeanwhileStays() = runTest {
        val bench = ChatBench(this)
        val queue = CompletableDeferred<String>()
        bench.chat.sending = { queue.await() }
        bench.on(ChatEvent.Typed("Bin da"))
        bench.on(ChatEvent.Send("Bin da"))
        bench.on(ChatEvent.Typed("Bin da, wo seid ihr"))
        queue.complete("txn")
        assertEquals(", wo seid ihr", bench.state.draft.text)
        assertEquals(", wo seid ihr", bench.chat.kept)
    }

    @Test
    fun whoLeavesWhileSendingFindsNoDraftOfIt() = runTest {
        val bench = ChatBench(this)
        val queue = CompletableDeferred<String>()
        bench.chat.sending = { queue.await() }
        bench.on(ChatEvent.Typed("Bin da"))
        bench.waitFor(Duration.ofMillis(500))
        bench.on(ChatEvent.Send("Bin da"))
        queue.complete("txn")
        bench.leave()
        assertNull(bench.chat.kept)
    }

    @Test
    fun whatCannotBeSentStaysInTheComposer() = runTest {
        val failures = mapOf(
            ChatException.TextTooLong() to Notice.TOO_LONG,
            ChatException.ReadOnly() to Notice.READ_ONLY,
            ChatException.NotAMember() to Notice.NOT_A_MEMBER,
            ChatException.Store(Unavailable.STORAGE) to Notice.STORAGE,
            ChatException.Store(Unavailable.LOCKED) to Notice.LOCKED,
            ChatException.Server() to Notice.FAILED,
            IllegalStateException() to Notice.FAILED,
            ChatException.TextEmpty() to null,
        )
        for ((failure, notice) in failures) {
            val bench = ChatBench(this)
            bench.chat.sending = { throw failure }
            bench.on(ChatEvent.Typed("Bin da"))
            val before = bench.state.draft
            bench.on(ChatEvent.Send("Bin da"))
            assertEquals(notice, bench.state.notice, "$failure")
            assertEquals(before, bench.state.draft)
            assertEquals(Composer.Writing(), bench.state.composer)
            bench.waitFor(Duration.ofMillis(500))
            assertEquals("Bin da", bench.chat.kept)
        }
    }

    @Test
    fun typingOnTakesTheWordsAboutTheLengthAway() = runTest {
        val bench = ChatBench(this)
        bench.chat.sending = { throw ChatException.TextTooLong() }
        bench.on(ChatEvent.Send("x".repeat(9_000)))
        bench.on(ChatEvent.Typed("x"))
        assertNull(bench.state.notice)
    }

    @Test
    fun aChatThatEndsWhileSendingEnds() = runTest {
        val bench = ChatBench(this)
        bench.chat.sending = { throw ChatException.ChatDeleted() }
        bench.on(ChatEvent.Send("Bin da"))
        assertEquals(Stage.Ended(WhyEnded.DELETED), bench.state.stage)

        val sealed = ChatBench(this)
        sealed.chat.sending = { throw ChatException.Sealed() }
        sealed.on(ChatEvent.Send("Bin da"))
        assertEquals(Route.SealedAccount("xyz_anna"), sealed.way.top)
    }

    @Test
    fun nothingIsSentWhereNothingCanBeWritten() = runTest {
        val bench = ChatBench(this)
        bench.chat.summary.value = summary(phase = Phase.READ_ONLY)
        bench.on(ChatEvent.Send("Bin da"))
        assertEquals(emptyList(), bench.calls)
    }

    @Test
    fun aFailedMessageIsSentAgain() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.SendAgain("txn"))
        assertEquals(listOf("retry(txn)"), bench.calls)
        bench.chat.retrying = { throw ChatException.ReadOnly() }
        bench.on(ChatEvent.SendAgain("txn"))
        assertEquals(Notice.READ_ONLY, bench.state.notice)
    }

    @Test
    fun sendingAgainWhatIsOnItsWayIsNoFailure() = runTest {
        val bench = ChatBench(this)
        bench.chat.retrying = { throw ChatException.NotQueued() }
        bench.on(ChatEvent.SendAgain("txn"))
        assertNull(bench.state.notice)
    }

    @Test
    fun aFailedMessageIsDeletedAfterAYes() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Discard("txn"))
        assertEquals("txn", bench.state.discarding)
        bench.on(ChatEvent.KeepMessage)
        assertNull(bench.state.discarding)
        bench.on(ChatEvent.ConfirmDiscard)
        assertEquals(emptyList(), bench.calls)
        bench.on(ChatEvent.Discard("txn"))
        bench.on(ChatEvent.ConfirmDiscard)
        assertEquals(listOf("discard(txn)"), bench.calls)
        assertNull(bench.state.discarding)
    }

    @Test
    fun whatCannotBeDeletedAnyMoreIsTold() = runTest {
        val bench = ChatBench(this)
        bench.chat.discarding = { throw ChatException.NotQueued() }
        bench.on(ChatEvent.Discard("txn"))
        bench.on(ChatEvent.ConfirmDiscard)
        assertEquals(Notice.ON_ITS_WAY, bench.state.notice)
        bench.on(ChatEvent.DismissNotice)
        assertNull(bench.state.notice)
    }
}
