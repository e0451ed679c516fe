package de.dienstchat.app.duties

import java.time.Instant

/** "Meine Dienste": the chats of all organisations, or of the one that is chosen. */
data class DutiesState(
    /** False until what is stored has been read. */
    val loaded: Boolean = false,
    val signedIn: Boolean = false,
    /** There is no connection, by the network or by the last round of synchronising. */
    val offline: Boolean = false,
    val refreshing: Boolean = false,
    val problem: DutiesProblem? = null,
    /** What can be chosen, besides all of them; empty where there is only one account. */
    val organisations: List<OrganisationChoice> = emptyList(),
    /** The account of which alone something is shown; none, and all of them are. */
    val chosen: String? = null,
    /** Organisations whose chats are hidden now. */
    val closed: List<ClosedAccount> = emptyList(),
    val active: List<DutyRow> = emptyList(),
    val readOnly: List<DutyRow> = emptyList(),
) {
    /** How many messages are unread with those that are not chosen. */
    val unreadElsewhere: Int
        get() = organisations.sumOf { it.unread.toLong() }.coerceAtMost(Int.MAX_VALUE.toLong()).toInt()

    /** There is no chat, and nothing that explains why. */
    val empty: Boolean get() = closed.isEmpty() && active.isEmpty() && readOnly.isEmpty()
}

/** An account whose duties can be shown alone. */
data class OrganisationChoice(
    val account: String,
    val organisation: String,
    /** Whose it is, where another account is of the same organisation. */
    val person: String? = null,
    /** How many messages are unread that are not shown, since another account is chosen. */
    val unread: Int = 0,
) {
    /** Shows nobody's name. */
    override fun toString(): String = "OrganisationChoice(unread=$unread)"
}

/** What went wrong with the list itself. */
enum class DutiesProblem {
    /** The person refreshed, and it failed; it is tried again by itself. */
    REFRESH,

    /** What is stored could not be read. */
    READ,
}

/** A duty as its row shows it. */
data class DutyRow(
    val account: String,
    val dutyId: String,
    val title: String,
    val startsAt: Instant,
    val endsAt: Instant,
    val meetingPoint: String?,
    val cancelled: Boolean,
    /** Its organisation, where there is more than one account. */
    val organisation: String?,
    val last: LastMessage?,
    val unread: Int,
    /** Until when it stays as it is: can be written, or can be read. */
    val until: Instant,
    /** Whose account it is, where another one is of the same organisation. */
    val person: String? = null,
) {
    /** Shows nothing of it: it might be logged. */
    override fun toString(): String = "DutyRow"
}

/** The newest message of a chat. */
data class LastMessage(
    /** Who said it; none when the roster does not name them. */
    val sender: String?,
    val own: Boolean,
    val content: LastContent,
) {
    /** Shows nothing of it. */
    override fun toString(): String = "LastMessage"
}

/** What it says. */
sealed interface LastContent {
    /** The beginning of its text, in one line. */
    data class Text(val text: String) : LastContent {
        /** Shows nothing of it. */
        override fun toString(): String = "Text"
    }

    data object Waiting : LastContent

    data object Deleted : LastContent

    data object Unsupported : LastContent
}

/** An account that cannot be used now. */
data class ClosedAccount(val account: String, val organisation: String, val reason: ClosedReason)

/** Why, as far as the list tells. */
enum class ClosedReason { SIGN_IN_AGAIN, BLOCKED, NO_CONTACT, UNAVAILABLE }
