package de.dienstchat.app.chat

import de.dienstchat.ChatMember
import de.dienstchat.Content
import de.dienstchat.ItemId
import de.dienstchat.ItemState
import de.dienstchat.Role
import de.dienstchat.SendFailure
import de.dienstchat.TimelineItem
import de.dienstchat.WaitReason
import java.time.Duration
import java.time.ZoneId
import java.util.IdentityHashMap

/**
 * Turns what was said into rows, again and again while it changes. What has not changed keeps its row,
 * so that a chat with thousands of messages costs little more than a look at each. Not thread safe.
 */
internal class RowMapper(private val zone: ZoneId) {
    private var members: List<ChatMember>? = null
    private var people: Map<String, ChatMember> = emptyMap()
    private var known: Map<TimelineItem, MessageRow> = emptyMap()

    /** The rows, the oldest first. While [members] is null, nobody's role is known. */
    fun rows(items: List<TimelineItem>, members: List<ChatMember>?): List<MessageRow> {
        if (members != this.members) {
            this.members = members
            people = members.orEmpty().mapNotNull { member -> member.userId?.let { it to member } }.toMap()
            known = emptyMap()
        }
        val mapped = IdentityHashMap<TimelineItem, MessageRow>(items.size)
        val ids = HashSet<String>(items.size * 2)
        var before: Pair<TimelineItem, MessageRow>? = null
        val rows = items.map { item ->
            val row = (known[item] ?: row(item)).after(before, item).named(ids)
            mapped[item] = row
            before = item to row
            row
        }
        known = mapped
        return rows
    }

    private fun row(item: TimelineItem) = MessageRow(
        id = item.key,
        transactionId = (item.id as? ItemId.Transaction)?.transactionId,
        author = author(item),
        at = item.at,
        date = item.at.atZone(zone).toLocalDate(),
        startsDay = true,
        startsGroup = true,
        body = body(item.content),
        delivery = delivery(item.state),
    )

    private fun author(item: TimelineItem): Author {
        val member = people[item.sender]
        return Author(
            own = item.own,
            name = item.senderName,
            responsible = member?.role == Role.RESPONSIBLE,
            function = member?.function,
            former = members != null && member == null,
        )
    }
}

/** A row that does not know yet what stands before it. */
private fun MessageRow.after(before: Pair<TimelineItem, MessageRow>?, item: TimelineItem): MessageRow {
    val startsDay = before == null || before.second.date != date
    val startsGroup = startsDay || before.first.sender != item.sender ||
        Duration.between(before.second.at, at).abs() > TOGETHER
    val same = startsDay == this.startsDay && startsGroup == this.startsGroup
    return if (same) this else copy(startsDay = startsDay, startsGroup = startsGroup)
}

/** A list refuses an id that is there twice; then only the first keeps it. */
private fun MessageRow.named(ids: MutableSet<String>): MessageRow {
    if (ids.add(id)) return this
    val free = generateSequence(2) { it + 1 }.map { "$id#$it" }.first(ids::add)
    return copy(id = free)
}

/** What is said within this time by one person stands together. */
private val TOGETHER = Duration.ofMinutes(5)

/** Event ids begin with "$", transaction ids never do. */
internal val TimelineItem.key: String
    get() = when (val id = id) {
        is ItemId.Event -> id.eventId
        is ItemId.Transaction -> id.transactionId
    }

private fun body(content: Content): Body = when (content) {
    is Content.Text -> beginning(content.text)?.let { Body.Text(it, cut = true) } ?: Body.Text(content.text)
    is Content.Waiting -> Body.Waiting(
        when (content.reason) {
            WaitReason.BEFORE_DEVICE -> Body.Waiting.Reason.BEFORE_DEVICE
            WaitReason.KEY_MISSING -> Body.Waiting.Reason.KEY_MISSING
            WaitReason.WITHHELD -> Body.Waiting.Reason.WITHHELD
            WaitReason.REFUSED -> Body.Waiting.Reason.REFUSED
        },
    )
    Content.Deleted -> Body.Deleted
    Content.Unsupported -> Body.Unsupported
}

private fun delivery(state: ItemState): Delivery = when (state) {
    ItemState.Received -> Delivery.Received
    ItemState.Sent -> Delivery.Sent
    ItemState.Queued -> Delivery.Queued
    ItemState.Sending -> Delivery.Sending
    is ItemState.Failed -> Delivery.Failed(
        when (state.reason) {
            SendFailure.READ_ONLY -> Delivery.Failed.Reason.READ_ONLY
            SendFailure.NOT_A_MEMBER -> Delivery.Failed.Reason.NOT_A_MEMBER
            SendFailure.TOO_LARGE -> Delivery.Failed.Reason.TOO_LARGE
            SendFailure.REFUSED -> Delivery.Failed.Reason.REFUSED
        },
    )
}
