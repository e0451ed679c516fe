package de.dienstchat.app.duties

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.SealReason
import de.dienstchat.TimelineItem
import de.dienstchat.app.format.oneLine

// Two lines of a row hold less, and a message may have 64 KiB.
private const val SHOWN_TEXT = 300

/**
 * What the core says of chats and accounts, as the rows of the list.
 *
 * @param persons Whose accounts they are, as far as that is known.
 */
internal class DutyRows(
    private val accounts: List<AccountInfo>,
    private val persons: Map<String, String>,
    private val name: (ov: String) -> String,
) {
    private val several = accounts.size > 1
    private val alike = accountsOfOneOrganisation(accounts).map { it.id }.toSet()

    /** The accounts whose chats are hidden. */
    val closed: List<ClosedAccount> = accounts.mapNotNull { account ->
        closedReason(account.state)?.let { ClosedAccount(account.id, name(account.ov), it) }
    }

    private val hidden = closed.map { it.account }.toSet()

    /** The chats in this phase, in the order of the core. */
    fun of(chats: List<ChatSummary>, phase: Phase): List<DutyRow> =
        // The lists of chats and of accounts come one after the other: what is sealed is not shown meanwhile.
        chats.filter { it.phase == phase && it.sealed == null && it.account !in hidden }.map(::row)

    private fun row(chat: ChatSummary) = DutyRow(
        account = chat.account,
        dutyId = chat.dutyId,
        title = chat.title,
        startsAt = chat.startsAt,
        endsAt = chat.endsAt,
        meetingPoint = chat.meetingPoint?.let(::oneLine)?.ifEmpty { null },
        cancelled = chat.state == DutyState.CANCELLED,
        organisation = if (several) name(chat.ov) else null,
        person = if (chat.account in alike) persons[chat.account] else null,
        last = chat.lastMessage?.let(::lastMessage),
        unread = chat.unread.coerceAtMost(Int.MAX_VALUE.toULong()).toInt(),
        until = if (chat.phase == Phase.ACTIVE) chat.limits.readOnlyFrom else chat.limits.deleteAt,
    )

    private fun closedReason(state: AccountState): ClosedReason? = when (state) {
        AccountState.Active -> null
        is AccountState.Unavailable -> ClosedReason.UNAVAILABLE
        is AccountState.Sealed -> when (state.reason) {
            SealReason.SIGN_IN_AGAIN -> ClosedReason.SIGN_IN_AGAIN
            SealReason.BLOCKED -> ClosedReason.BLOCKED
            SealReason.NO_CONTACT -> ClosedReason.NO_CONTACT
        }
    }
}

/** The newest message of a chat, as far as it is shown where there are other chats too. */
fun lastMessage(item: TimelineItem): LastMessage = LastMessage(
    sender = item.senderName,
    own = item.own,
    content = when (val content = item.content) {
        is Content.Text -> LastContent.Text(beginning(content.text))
        is Content.Waiting -> LastContent.Waiting
        Content.Deleted -> LastContent.Deleted
        Content.Unsupported -> LastContent.Unsupported
    },
)

/** As much of a text as is shown there, in one line. */
fun beginning(text: String): String =
    oneLine(if (text.length > SHOWN_TEXT) text.take(SHOWN_TEXT).dropLastWhile(Char::isHighSurrogate) else text)
