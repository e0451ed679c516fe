package de.dienstchat

import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.withContext

/**
 * A timeline that a screen shows and scrolls back in; from [Timeline.open].
 *
 * It holds no subscription while nobody collects [states], and it remembers how many messages were
 * shown: who collects again, after the screen was turned, say, sees as much as before. So it fits into
 * a view model, where `catch` comes before `stateIn`, since a flow fails when the chat is deleted, say:
 * ```
 * timeline.states.catch { leave(it) }
 *     .stateIn(scope, SharingStarted.WhileSubscribed(5_000), TimelineState.Empty)
 * ```
 *
 * When a person has scrolled to the oldest message:
 * ```
 * if (state.olderHere || (state.incomplete && timeline.loadOlder())) timeline.showOlder(50u)
 * ```
 */
public class OpenTimeline internal constructor(
    private val timeline: Timeline,
    limit: UShort,
) : AutoCloseable {
    private val lock = Any()
    private val followed = mutableSetOf<TimelineUpdates>()

    /** How many messages whoever collects next is to see. */
    private val window = AtomicInteger(limit.toInt())

    /**
     * What to show, now and after each change; it grows with the chat, up to 10,000 messages. Cold:
     * each collection subscribes anew, and a slow collector is given several changes as one. It
     * completes when Dienstchat is shut down.
     *
     * It fails with a [ChatException] when the chat is deleted or sealed, or its data cannot be
     * read.
     */
    public val states: Flow<TimelineState> =
        subscription(::follow, { next() }, ::unfollow).folded().onEach { state ->
            window.accumulateAndGet(state.items.size.coerceAtMost(MOST), ::maxOf)
        }

    /**
     * Shows up to [count] more messages that are on this device; [states] brings them. At most the
     * newest 10,000 messages are shown.
     */
    public suspend fun showOlder(count: UShort): Unit = withContext(Dispatchers.IO) {
        synchronized(lock) {
            window.updateAndGet { (it + count.toInt()).coerceAtMost(MOST) }
            followed.forEach { it.showOlder(count) }
        }
    }

    /**
     * Fetches older messages from the server onto this device, and says whether there were any;
     * then [showOlder] shows them.
     *
     * It fails with a [ChatException] when the server cannot be reached, or the chat is deleted or
     * sealed.
     */
    public suspend fun loadOlder(): Boolean = timeline.loadOlder()

    /** Lets go of the timeline; whoever collects [states] goes on until cancelled. */
    override fun close(): Unit = timeline.close()

    private fun follow(): TimelineUpdates = synchronized(lock) {
        timeline.subscribe(window.get().toUShort()).also(followed::add)
    }

    private fun unfollow(updates: TimelineUpdates) {
        synchronized(lock) { followed.remove(updates) }
        updates.stop()
    }

    private companion object {
        const val MOST = 10_000
    }
}

/** Opens the timeline for a screen, with the newest [limit] messages to begin with. */
public fun Timeline.open(limit: UShort = DEFAULT_LIMIT): OpenTimeline = OpenTimeline(this, limit)
