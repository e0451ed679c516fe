package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.TimelineItem
import de.dienstchat.Unavailable
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.test.runTest

/** Older messages, new ones, what counts as read, and where the list stands. */
class ChatScrollingTest {
    private val up = ScrollAnchor("\$a", 12)

    @Test
    fun olderMessagesThatAreHereAreShown() = runTest {
        val bench = ChatBench(this)
        bench.chat.messages.value = timeline(said("b"), olderHere = true)
        bench.chat.showing = { bench.chat.messages.value = timeline(said("a"), said("b")) }
        assertEquals(Older.HERE, bench.state.older)
        bench.on(ChatEvent.WantOlder)
        assertEquals(listOf("showOlder(50)"), bench.calls)
        assertEquals(listOf("\$a", "\$b"), bench.state.messages.map { it.id })
        assertEquals(Older.BEGINNING, bench.state.older)
        bench.on(ChatEvent.WantOlder)
        assertEquals(listOf("showOlder(50)"), bench.calls)
    }

    @Test
    fun olderMessagesAreFetchedOnce() = runTest {
        val bench = ChatBench(this)
        val found = CompletableDeferred<Boolean>()
        bench.chat.messages.value = timeline(said("b"), incomplete = true)
        bench.chat.loading = { found.await() }
        bench.on(ChatEvent.WantOlder)
        bench.on(ChatEvent.WantOlder)
        assertEquals(listOf("loadOlder"), bench.calls)
        assertEquals(Older.LOADING, bench.state.older)
        bench.chat.messages.value = timeline(said("b"), said("c"), incomplete = true)
        assertEquals(Older.LOADING, bench.state.older)
        assertEquals(0, bench.state.answers)
        found.complete(true)
        assertEquals(listOf("loadOlder", "showOlder(50)"), bench.calls)
        assertEquals(1, bench.state.answers)
        bench.chat.messages.value = timeline(said("a"), said("b"), said("c"))
        assertEquals(Older.BEGINNING, bench.state.older)
    }

    @Test
    fun whereTheServerHasNothingMoreTheChatBegins() = runTest {
        val bench = ChatBench(this)
        bench.chat.messages.value = timeline(said("b"), incomplete = true)
        bench.on(ChatEvent.WantOlder)
        assertEquals(Older.BEGINNING, bench.state.older)
        bench.chat.messages.value = timeline(said("b"), said("c"), incomplete = true)
        assertEquals(Older.BEGINNING, bench.state.older)
        // A new gap is something else again.
        bench.chat.messages.value = timeline(said("b"), said("c"))
        bench.state
        bench.chat.messages.value = timeline(said("b"), said("c"), incomplete = true)
        assertEquals(Older.HERE, bench.state.older)
    }

    @Test
    fun whatCannotBeFetchedIsTriedAgainWhenThePersonSaysSo() = runTest {
        val bench = ChatBench(this)
        bench.chat.messages.value = timeline(said("b"), incomplete = true)
        bench.chat.loading = { throw ChatException.Offline() }
        bench.on(ChatEvent.WantOlder)
        assertEquals(Older.FAILED, bench.state.older)
        bench.on(ChatEvent.WantOlder)
        assertEquals(listOf("loadOlder"), bench.calls)
        bench.chat.loading = { false }
        bench.on(ChatEvent.RetryOlder)
        assertEquals(Older.BEGINNING, bench.state.older)
    }

    @Test
    fun moreThanTheTimelineShowsIsNotAskedFor() = runTest {
        val bench = ChatBench(this)
        bench.chat.messages.value = timeline(*many(10_000), olderHere = true)
        assertEquals(Older.LIMIT, bench.state.older)
        bench.on(ChatEvent.WantOlder)
        assertEquals(emptyList(), bench.calls)
    }

    @Test
    fun newMessagesAreCountedWhileScrolledUp() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Scrolled(up))
        bench.chat.messages.value = timeline(said("a"), said("b"), said("own", by = "anna"), said("c"))
        assertEquals(2, bench.state.unseen)
        assertEquals("\$c", bench.state.arrived?.id)
        bench.chat.messages.value = timeline(said("a"), said("b"), said("own", by = "anna"), said("c"), said("d"))
        assertEquals(3, bench.state.unseen)
        bench.on(ChatEvent.Scrolled(null))
        assertEquals(0, bench.state.unseen)
    }

    @Test
    fun newMessagesAreSeenAtTheBottom() = runTest {
        val bench = ChatBench(this)
        assertNull(bench.state.arrived)
        bench.chat.messages.value = timeline(said("a"), said("b"))
        assertEquals(0, bench.state.unseen)
        assertEquals("\$b", bench.state.arrived?.id)
    }

    @Test
    fun whatIsSeenIsRead() = runTest {
        val bench = ChatBench(this)
        bench.chat.summary.value = summary(unread = 1u)
        assertEquals(emptyList(), bench.calls)
        bench.on(ChatEvent.Looking(true))
        assertEquals(listOf("markRead"), bench.calls)
        // The same state again asks nothing again.
        bench.chat.summary.value = summary(title = "Anders", unread = 1u)
        assertEquals(listOf("markRead"), bench.calls)
        bench.chat.messages.value = timeline(said("a"), said("b"))
        assertEquals(listOf("markRead", "markRead"), bench.calls)
    }

    @Test
    fun whatIsBelowTheScreenIsNotRead() = runTest {
        val bench = ChatBench(this)
        bench.on(ChatEvent.Looking(true))
        bench.on(ChatEvent.Scrolled(up))
        bench.chat.summary.value = summary(unread = 1u)
        assertEquals(emptyList(), bench.calls)
        bench.on(ChatEvent.Scrolled(null))
        assertEquals(listOf("markRead"), bench.calls)
    }

    @Test
    fun readingThatCannotBeKeptIsNoFailureOfTheChat() = runTest {
        val bench = ChatBench(this)
        bench.chat.reading = { throw ChatException.Store(Unavailable.STORAGE) }
        bench.on(ChatEvent.Looking(true))
        bench.chat.summary.value = summary(unread = 1u)
        assertEquals(Stage.Open, bench.state.stage)
        assertEquals(listOf("markRead"), bench.calls)
    }

    @Test
    fun theListStandsWhereItWas() = runTest {
        val bench = ChatBench(this, anchor = ScrollAnchor("\$5", 40))
        bench.chat.messages.value = timeline(*many(1_000, from = 600), olderHere = true)
        bench.chat.showing = { count ->
            val more = (bench.chat.messages.value.items.size + count).coerceAtMost(1_000)
            bench.chat.messages.value = timeline(*many(1_000, from = 1_000 - more), olderHere = more < 1_000)
        }
        assertEquals(ScrollAnchor("\$5", 40), bench.presenter.states.value.anchor)
        assertEquals(ScrollAnchor("\$5", 40), bench.state.anchor)
        assertEquals(1_000, bench.state.messages.size)
        assertEquals(listOf("showOlder(500)", "showOlder(500)"), bench.calls)
    }

    @Test
    fun aPlaceThatIsGoneIsForgotten() = runTest {
        val bench = ChatBench(this, anchor = ScrollAnchor("\$gone", 40))
        assertEquals(Stage.Open, bench.state.stage)
        assertNull(bench.state.anchor)
        assertEquals(emptyList(), bench.calls)
    }

    @Test
    fun aPlaceIsNotLookedForEndlessly() = runTest {
        val bench = ChatBench(this, anchor = ScrollAnchor("\$gone", 40))
        bench.chat.messages.value = timeline(said("b"), olderHere = true)
        var turns = 0
        bench.chat.showing = { bench.chat.messages.value = timeline(said("b", "${turns++}"), olderHere = true) }
        assertEquals(Stage.Open, bench.state.stage)
        assertEquals(20, turns)
    }

    @Test
    fun aPlaceIsSavedAsAText() {
        for (anchor in listOf(up, ScrollAnchor("", 0), ScrollAnchor("a b", -3))) {
            assertEquals(anchor, ScrollAnchor.restored(anchor.saved()))
        }
        for (text in listOf("", "x", "12", "x \$a", "99999999999 \$a")) assertNull(ScrollAnchor.restored(text))
    }

    private fun many(to: Int, from: Int = 0): Array<TimelineItem> = Array(to - from) { said("${from + it}") }
}
