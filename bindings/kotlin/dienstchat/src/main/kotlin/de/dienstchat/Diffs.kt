package de.dienstchat

/** This list after these changes, which are applied in order. */
@JvmName("applyChatListDiffs")
public fun List<ChatSummary>.applying(diffs: List<ChatListDiff>): List<ChatSummary> =
    changed(diffs.map { change(it) })

/** This list after these changes, which are applied in order. */
@JvmName("applyAccountDiffs")
public fun List<AccountInfo>.applying(diffs: List<AccountDiff>): List<AccountInfo> =
    changed(diffs.map { change(it) })

/** This list after these changes, which are applied in order. */
@JvmName("applyMemberDiffs")
public fun List<ChatMember>.applying(diffs: List<MemberDiff>): List<ChatMember> =
    changed(diffs.map { change(it) })

/** This list after these changes, which are applied in order. */
@JvmName("applyQueueDiffs")
public fun List<QueuedMessage>.applying(diffs: List<QueueDiff>): List<QueuedMessage> =
    changed(diffs.map { change(it) })

/** This list after these changes, which are applied in order. */
@JvmName("applyTimelineDiffs")
public fun List<TimelineItem>.applying(diffs: List<TimelineDiff>): List<TimelineItem> =
    changed(diffs.map { change(it) })

private fun <T> List<T>.changed(changes: List<ListChange<T>>): List<T> {
    val list = toMutableList()
    for (change in changes) change.applyTo(list)
    return list
}
