package de.dienstchat

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** A timeline on a screen. */
class OpenTimelineTest {
    private val timeline = FakeTimeline()

    @Test
    fun whatIsShownIsWidened() = runBlocking {
        val open = timeline.open(limit = 20u)
        val seen = Channel<TimelineState>(Channel.UNLIMITED)
        val collecting = launch { open.states.collect(seen::send) }
        seen.receive()
        open.showOlder(30u)
        assertEquals(30, timeline.subscriptions.single().widened)
        collecting.cancelAndJoin()
    }

    /** A screen that is turned collects anew. */
    @Test
    fun whoCollectsAgainSeesAsMuchAsBefore() = runBlocking {
        val open = timeline.open(limit = 20u)
        open.states.first()
        open.showOlder(30u)
        open.states.first()
        assertEquals(listOf(20, 50), timeline.limits)
        assertEquals(0, timeline.subscriptions.first().widened)
    }

    /** New messages push none of the old ones off the screen, also not when it is turned. */
    @Test
    fun whatCameMeanwhileIsSeenAgainToo() = runBlocking {
        val open = timeline.open(limit = 1u)
        val updates = timeline.prepare()
        updates.send(update(TimelineDiff.Reset(listOf(item("a")))))
        updates.send(update(TimelineDiff.Insert(1u, item("b")), TimelineDiff.Insert(2u, item("c"))))
        open.states.first { it.items.size == 3 }
        open.states.first()
        open.showOlder(30u)
        open.states.first()
        assertEquals(listOf(1, 3, 33), timeline.limits)
    }

    @Test
    fun whatIsRememberedHasALimit() = runBlocking {
        val open = timeline.open(limit = 1u)
        val updates = timeline.prepare()
        updates.send(update(TimelineDiff.Reset(List(10_001) { item("$it") })))
        open.states.first()
        open.states.first()
        assertEquals(listOf(1, 10_000), timeline.limits)
    }

    @Test
    fun noMoreThanTheMostIsAskedFor() = runBlocking {
        val open = timeline.open(limit = 20u)
        repeat(2) { open.showOlder(UShort.MAX_VALUE) }
        open.states.first()
        assertEquals(listOf(10_000), timeline.limits)
    }
}
