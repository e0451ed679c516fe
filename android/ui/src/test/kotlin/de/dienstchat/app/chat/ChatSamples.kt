package de.dienstchat.app.chat

import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.DutyState
import de.dienstchat.ItemId
import de.dienstchat.ItemState
import de.dienstchat.Limits
import de.dienstchat.Phase
import de.dienstchat.Role
import de.dienstchat.TimelineItem
import de.dienstchat.TimelineState
import java.time.Duration
import java.time.Instant

/** When the sample duty begins: a Saturday, 8 o'clock in Berlin. */
val START: Instant = Instant.parse("2026-11-28T07:00:00Z")
val END: Instant = START + Duration.ofHours(8)

fun summary(
    title: String = "Weihnachtsmarkt",
    state: DutyState = DutyState.PLANNED,
    phase: Phase = Phase.ACTIVE,
    unread: ULong = 0u,
) = ChatSummary(
    account = "xyz_anna",
    ov = "xyz",
    dutyId = "4711",
    title = title,
    startsAt = START,
    endsAt = END,
    meetingPoint = "Rathausplatz",
    state = state,
    phase = phase,
    limits = Limits(END + Duration.ofDays(2), END + Duration.ofDays(32)),
    sealed = null,
    lastMessage = null,
    unread = unread,
)

/** What somebody said, so many minutes after the duty began. */
fun said(
    id: String,
    text: String = id,
    by: String = "ben",
    minutes: Long = 0,
    name: String? = by.replaceFirstChar(Char::uppercase),
    content: Content = Content.Text(text),
) = TimelineItem(
    id = ItemId.Event("$$id"),
    sender = "@xyz_$by:example",
    senderName = name,
    own = by == "anna",
    at = START + Duration.ofMinutes(minutes),
    content = content,
    state = ItemState.Received,
)

/** What the account itself said and has not come back from the server. */
fun queued(id: String, text: String = id, state: ItemState = ItemState.Queued, minutes: Long = 0) =
    said(id, text, by = "anna", minutes = minutes).copy(id = ItemId.Transaction(id), state = state)

fun member(
    name: String,
    role: Role = Role.ASSIGNED,
    function: String? = null,
    joined: Boolean = true,
    id: String = name.lowercase(),
) = ChatMember(
    account = "xyz_$id",
    userId = "@xyz_$id:example",
    name = name,
    role = role,
    function = function,
    joined = joined,
    own = id == "anna",
)

fun timeline(vararg items: TimelineItem, olderHere: Boolean = false, incomplete: Boolean = false) =
    TimelineState(items.toList(), olderHere, incomplete)
