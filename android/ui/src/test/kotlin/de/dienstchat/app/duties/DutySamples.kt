package de.dienstchat.app.duties

import de.dienstchat.AccountState
import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.DutyState
import de.dienstchat.ItemId
import de.dienstchat.ItemState
import de.dienstchat.Limits
import de.dienstchat.Phase
import de.dienstchat.TimelineItem
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.testing.NOON
import java.time.Duration
import java.time.Instant

internal fun account(
    id: String = "xyz_anna",
    ov: String = "xyz",
    state: AccountState = AccountState.Active,
    offline: Boolean = false,
) = sampleAccount(id, ov, state, offline = offline)

/** What the core says of a duty on Saturday. */
internal fun chat(
    dutyId: String = "4711",
    account: String = "xyz_anna",
    ov: String = "xyz",
    phase: Phase = Phase.ACTIVE,
    state: DutyState = DutyState.PLANNED,
    last: Content? = null,
    unread: ULong = 0u,
    meetingPoint: String? = "Rathausplatz",
) = ChatSummary(
    account = account,
    ov = ov,
    dutyId = dutyId,
    title = "Weihnachtsmarkt",
    startsAt = NOON + Duration.ofDays(2),
    endsAt = NOON + Duration.ofDays(2) + Duration.ofHours(8),
    meetingPoint = meetingPoint,
    state = state,
    phase = phase,
    limits = Limits(NOON + Duration.ofDays(4), NOON + Duration.ofDays(34)),
    sealed = null,
    lastMessage = last?.let {
        TimelineItem(ItemId.Event("\$1"), "@xyz_ben:example", "Ben", own = false, NOON, it, ItemState.Received)
    },
    unread = unread,
)

private val SATURDAY: Instant = Instant.parse("2026-11-28T07:00:00Z")

/** What the list shows of a duty on Saturday. */
internal fun row(
    dutyId: String = "4711",
    title: String = "Sanitätsdienst Weihnachtsmarkt",
    startsAt: Instant = SATURDAY,
    endsAt: Instant = SATURDAY + Duration.ofHours(8),
    meetingPoint: String? = "Rathausplatz",
    cancelled: Boolean = false,
    organisation: String? = null,
    last: LastMessage? = text("Ben", "Wer bringt den Rucksack mit?"),
    unread: Int = 0,
    until: Instant = SATURDAY + Duration.ofDays(2),
) = DutyRow(
    "xyz_anna", dutyId, title, startsAt, endsAt, meetingPoint, cancelled, organisation, last, unread, until,
)

internal fun text(sender: String?, text: String, own: Boolean = false) =
    LastMessage(sender, own, LastContent.Text(text))

internal fun other(content: LastContent) = LastMessage("Ben", own = false, content)
