package de.dienstchat

/**
 * What a screen shows of a timeline: the newest messages, up to where it was widened to.
 *
 * @property items The messages, the newest last.
 * @property olderHere Whether the device has older ones; [OpenTimeline.showOlder] brings them.
 * @property incomplete Whether the server has something that is missing here;
 *   [OpenTimeline.loadOlder] fetches it.
 */
public data class TimelineState(
    public val items: List<TimelineItem>,
    public val olderHere: Boolean,
    public val incomplete: Boolean,
) {
    /** This state after this update. */
    public fun applying(update: TimelineUpdate): TimelineState =
        TimelineState(items.applying(update.diffs), update.olderHere, update.incomplete)

    /** Shows nothing of what was said. */
    override fun toString(): String =
        "TimelineState(items=${items.size}, olderHere=$olderHere, incomplete=$incomplete)"

    /** Where a state begins. */
    public companion object {
        /** Nothing yet: what a screen shows before the first state. */
        public val Empty: TimelineState =
            TimelineState(emptyList(), olderHere = false, incomplete = false)
    }
}
