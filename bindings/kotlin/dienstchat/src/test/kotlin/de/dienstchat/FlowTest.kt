package de.dienstchat

import java.util.concurrent.CountDownLatch
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertSame
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** How a flow treats its subscription. */
class FlowTest {
    private val timeline = FakeTimeline()
    private val a = TimelineDiff.Insert(0u, item("a"))
    private val b = TimelineDiff.Insert(1u, item("b"))

    private val only: FakeTimelineUpdates get() = timeline.subscriptions.single()

    private fun assertEnded(updates: FakeTimelineUpdates) {
        assertEquals(1, updates.stopped)
        assertEquals(1, updates.freed)
    }

    @Test
    fun nothingIsSubscribedUntilSomebodyCollects() {
        timeline.observe()
        assertEquals(0, timeline.subscriptions.size)
    }

    @Test
    fun eachCollectionSubscribesAnew() = runBlocking {
        val states = timeline.observe(limit = 7u)
        repeat(2) { assertEquals(TimelineState.Empty, states.first()) }
        assertEquals(listOf(7, 7), timeline.limits)
        timeline.subscriptions.forEach(::assertEnded)
    }

    @Test
    fun theStatesFollowTheUpdatesUntilTheSubscriptionIsOver() = runBlocking {
        val updates = timeline.prepare()
        updates.send(update(TimelineDiff.Reset(emptyList())))
        updates.send(update(a, incomplete = true))
        updates.send(update(b))
        updates.end()
        val states = timeline.observe().toList()
        val items = states.map { state -> state.items.size to state.incomplete }
        assertEquals(listOf(0 to false, 1 to true, 2 to false), items)
        assertEnded(only)
    }

    @Test
    fun cancellingInTheMiddleOfAWaitEndsTheSubscription() = runBlocking {
        val seen = Channel<TimelineState>()
        val collecting = launch { timeline.observe().collect(seen::send) }
        seen.receive()
        withTimeout(WAIT) { only.pulls.first { it == 2 } }
        assertEquals(0, only.stopped)
        collecting.cancelAndJoin()
        assertEnded(only)
    }

    @Test
    fun cancellingWhileItSubscribesEndsTheSubscription() = runBlocking {
        val (begun, cancelled) = CountDownLatch(1) to CountDownLatch(1)
        timeline.whileSubscribing = {
            begun.countDown()
            cancelled.await()
        }
        val collecting = launch(Dispatchers.Default) { timeline.observe().collect {} }
        begun.await()
        collecting.cancel()
        cancelled.countDown()
        collecting.join()
        assertEnded(only)
    }

    @Test
    fun anErrorArrivesAsItIsAndEndsTheSubscription() = runBlocking {
        timeline.prepare().fail(ChatException.ReadOnly())
        assertFailsWith<ChatException.ReadOnly> { timeline.observe().toList() }
        assertEnded(only)
    }

    @Test
    fun anErrorOfTheCollectorEndsTheSubscriptionToo() = runBlocking {
        val mine = IllegalArgumentException()
        val thrown = assertFailsWith<IllegalArgumentException> {
            timeline.observe().collect { throw mine }
        }
        assertSame(mine, thrown)
        assertEnded(only)
    }

    /** What is not pulled becomes one answer in Rust; so no update may be taken in advance. */
    @Test
    fun nothingIsPulledWhileTheCollectorIsBusy() = runBlocking {
        val busy = CompletableDeferred<Unit>()
        val done = CompletableDeferred<Unit>()
        val collecting = launch {
            timeline.updates().collect {
                busy.complete(Unit)
                done.await()
            }
        }
        busy.await()
        only.send(update(a))
        assertEquals(1, only.pulls.value)
        done.complete(Unit)
        withTimeout(WAIT) { only.pulls.first { it == 3 } }
        collecting.cancelAndJoin()
    }

    private companion object {
        const val WAIT = 30_000L
    }
}
