package de.dienstchat

/** This list after these changes, which are applied in order. */
@JvmName("applyChatListDiffs")
public fun List<ChatSummary>.applying(diffs: List<ChatListDiff>): List<ChatSummary> =
    changed(diffs) { diff ->
        when (diff) {
            is ChatListDiff.Reset -> reset(diff.values)
            is ChatListDiff.Insert -> add(diff.index.toInt(), diff.value)
            is ChatListDiff.Set -> set(diff.index.toInt(), diff.value)
            is ChatListDiff.Remove -> removeAt(diff.index.toInt())
        }
    }

/** This list after these changes, which are applied in order. */
@JvmName("applyAccountDiffs")
public fun List<AccountInfo>.applying(diffs: List<AccountDiff>): List<AccountInfo> =
    changed(diffs) { diff ->
        when (diff) {
            is AccountDiff.Reset -> reset(diff.values)
            is AccountDiff.Insert -> add(diff.index.toInt(), diff.value)
            is AccountDiff.Set -> set(diff.index.toInt(), diff.value)
            is AccountDiff.Remove -> removeAt(diff.index.toInt())
        }
    }

/** This list after these changes, which are applied in order. */
@JvmName("applyMemberDiffs")
public fun List<ChatMember>.applying(diffs: List<MemberDiff>): List<ChatMember> =
    changed(diffs) { diff ->
        when (diff) {
            is MemberDiff.Reset -> reset(diff.values)
            is MemberDiff.Insert -> add(diff.index.toInt(), diff.value)
            is MemberDiff.Set -> set(diff.index.toInt(), diff.value)
            is MemberDiff.Remove -> removeAt(diff.index.toInt())
        }
    }

/** This list after these changes, which are applied in order. */
@JvmName("applyQueueDiffs")
public fun List<QueuedMessage>.applying(diffs: List<QueueDiff>): List<QueuedMessage> =
    changed(diffs) { diff ->
        when (diff) {
            is QueueDiff.Reset -> reset(diff.values)
            is QueueDiff.Insert -> add(diff.index.toInt(), diff.value)
            is QueueDiff.Set -> set(diff.index.toInt(), diff.value)
            is QueueDiff.Remove -> removeAt(diff.index.toInt())
        }
    }

/** This list after these changes, which are applied in order. */
@JvmName("applyTimelineDiffs")
public fun List<TimelineItem>.applying(diffs: List<TimelineDiff>): List<TimelineItem> =
    changed(diffs) { diff ->
        when (diff) {
            is TimelineDiff.Reset -> reset(diff.values)
            is TimelineDiff.Insert -> add(diff.index.toInt(), diff.value)
            is TimelineDiff.Set -> set(diff.index.toInt(), diff.value)
            is TimelineDiff.Remove -> removeAt(diff.index.toInt())
        }
    }

private inline fun <T, D> List<T>.changed(
    diffs: List<D>,
    apply: MutableList<T>.(D) -> Unit,
): List<T> {
    val list = toMutableList()
    for (diff in diffs) list.apply(diff)
    return list
}

private fun <T> MutableList<T>.reset(values: List<T>) {
    clear()
    addAll(values)
}
