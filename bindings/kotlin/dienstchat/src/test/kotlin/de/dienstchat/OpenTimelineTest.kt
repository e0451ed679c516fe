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

    @Test
    fun noMoreThanTheMostIsAskedFor() = runBlocking {
        val open = timeline.open(limit = 20u)
        repeat(2) { open.showOlder(UShort.MAX_VALUE) }
        open.states.first()
        assertEquals(listOf(10_000), timeline.limits)
    }
}
