package de.dienstchat

import java.time.Instant
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.update

/** A subscription whose updates the test sends. */
class FakeTimelineUpdates : TimelineUpdates(NoHandle) {
    private val updates = Channel<TimelineUpdate>(Channel.UNLIMITED)
    private val failure = Channel<ChatException>(Channel.UNLIMITED)

    /** How often `next` was called. */
    val pulls = MutableStateFlow(0)
    @Volatile var stopped = 0
    @Volatile var freed = 0
    @Volatile var widened = 0

    fun send(update: TimelineUpdate) {
        updates.trySend(update).getOrThrow()
    }

    fun fail(error: ChatException) {
        failure.trySend(error).getOrThrow()
        updates.close()
    }

    fun end() {
        updates.close()
    }

    override suspend fun next(): TimelineUpdate? {
        pulls.update { it + 1 }
        val update = updates.receiveCatching().getOrNull()
        failure.tryReceive().getOrNull()?.let { throw it }
        return update
    }

    override fun showOlder(count: UShort) {
        widened += count.toInt()
    }

    override fun stop() {
        stopped += 1
    }

    override fun destroy() {
        freed += 1
    }
}

/** A timeline that hands out fakes. */
class FakeTimeline : Timeline(NoHandle) {
    val subscriptions = mutableListOf<FakeTimelineUpdates>()
    val limits = mutableListOf<Int>()

    /** What happens before a subscription is there. */
    var whileSubscribing: () -> Unit = {}

    /** The next subscription; each begins with a reset to nothing. */
    private var prepared = begun()

    /** The next subscription, which has no update until the test sends one. */
    fun prepare(): FakeTimelineUpdates = FakeTimelineUpdates().also { prepared = it }

    override fun subscribe(limit: UShort): TimelineUpdates {
        whileSubscribing()
        limits += limit.toInt()
        subscriptions += prepared
        return prepared.also { prepared = begun() }
    }

    private fun begun() = FakeTimelineUpdates().also { it.send(update(TimelineDiff.Reset(emptyList()))) }
}

fun update(vararg diffs: TimelineDiff, olderHere: Boolean = false, incomplete: Boolean = false) =
    TimelineUpdate(diffs.toList(), olderHere, incomplete)

fun item(text: String) = TimelineItem(
    id = ItemId.Event("\$$text"),
    sender = "@xyz_1:example",
    senderName = "Anna",
    own = false,
    at = Instant.EPOCH,
    content = Content.Text(text),
    state = ItemState.Received,
)
