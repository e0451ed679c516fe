package de.dienstchat

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext

/**
 * A timeline that a screen shows and scrolls back in; from [Timeline.open].
 *
 * It holds no subscription while nobody collects [states], and it remembers how far it was widened:
 * who collects again, after the screen was turned, say, sees as much as before. So it fits into a
 * view model: `timeline.states.stateIn(scope, SharingStarted.WhileSubscribed(), TimelineState.Empty)`.
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
    private var window: UInt = limit.toUInt()

    /**
     * What to show, now and after each change. Cold: each collection subscribes anew, and a slow
     * collector is given several changes as one. It completes when Dienstchat is shut down.
     *
     * It fails with a [ChatException] when the chat is deleted or sealed, or its data cannot be
     * read.
     */
    public val states: Flow<TimelineState> =
        subscription(::follow, { next() }, ::unfollow).folded()

    /**
     * Shows up to [count] more messages that are on this device; [states] brings them. At most the
     * newest 10,000 messages are shown.
     */
    public suspend fun showOlder(count: UShort): Unit = withContext(Dispatchers.IO) {
        synchronized(lock) {
            window = (window + count).coerceAtMost(MOST)
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
        timeline.subscribe(window.toUShort()).also(followed::add)
    }

    private fun unfollow(updates: TimelineUpdates) {
        synchronized(lock) { followed.remove(updates) }
        updates.stop()
    }

    private companion object {
        const val MOST = 10_000u
    }
}

/** Opens the timeline for a screen, with the newest [limit] messages to begin with. */
public fun Timeline.open(limit: UShort = DEFAULT_LIMIT): OpenTimeline = OpenTimeline(this, limit)
