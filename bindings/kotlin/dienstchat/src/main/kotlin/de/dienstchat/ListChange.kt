package de.dienstchat

/** One step that turns an earlier state of a list into a later one, whatever is listed. */
internal sealed interface ListChange<T> {
    fun applyTo(list: MutableList<T>)

    class Reset<T>(private val values: List<T>) : ListChange<T> {
        override fun applyTo(list: MutableList<T>) {
            list.clear()
            list.addAll(values)
        }
    }

    class Insert<T>(private val index: UInt, private val value: T) : ListChange<T> {
        override fun applyTo(list: MutableList<T>) = list.add(index.toInt(), value)
    }

    class Set<T>(private val index: UInt, private val value: T) : ListChange<T> {
        override fun applyTo(list: MutableList<T>) {
            list[index.toInt()] = value
        }
    }

    class Remove<T>(private val index: UInt) : ListChange<T> {
        override fun applyTo(list: MutableList<T>) {
            list.removeAt(index.toInt())
        }
    }
}

internal fun change(diff: ChatListDiff): ListChange<ChatSummary> = when (diff) {
    is ChatListDiff.Reset -> ListChange.Reset(diff.values)
    is ChatListDiff.Insert -> ListChange.Insert(diff.index, diff.value)
    is ChatListDiff.Set -> ListChange.Set(diff.index, diff.value)
    is ChatListDiff.Remove -> ListChange.Remove(diff.index)
}

internal fun change(diff: AccountDiff): ListChange<AccountInfo> = when (diff) {
    is AccountDiff.Reset -> ListChange.Reset(diff.values)
    is AccountDiff.Insert -> ListChange.Insert(diff.index, diff.value)
    is AccountDiff.Set -> ListChange.Set(diff.index, diff.value)
    is AccountDiff.Remove -> ListChange.Remove(diff.index)
}

internal fun change(diff: MemberDiff): ListChange<ChatMember> = when (diff) {
    is MemberDiff.Reset -> ListChange.Reset(diff.values)
    is MemberDiff.Insert -> ListChange.Insert(diff.index, diff.value)
    is MemberDiff.Set -> ListChange.Set(diff.index, diff.value)
    is MemberDiff.Remove -> ListChange.Remove(diff.index)
}

internal fun change(diff: QueueDiff): ListChange<QueuedMessage> = when (diff) {
    is QueueDiff.Reset -> ListChange.Reset(diff.values)
    is QueueDiff.Insert -> ListChange.Insert(diff.index, diff.value)
    is QueueDiff.Set -> ListChange.Set(diff.index, diff.value)
    is QueueDiff.Remove -> ListChange.Remove(diff.index)
}

internal fun change(diff: TimelineDiff): ListChange<TimelineItem> = when (diff) {
    is TimelineDiff.Reset -> ListChange.Reset(diff.values)
    is TimelineDiff.Insert -> ListChange.Insert(diff.index, diff.value)
    is TimelineDiff.Set -> ListChange.Set(diff.index, diff.value)
    is TimelineDiff.Remove -> ListChange.Remove(diff.index)
}
