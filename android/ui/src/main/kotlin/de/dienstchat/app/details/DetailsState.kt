package de.dienstchat.app.details

import de.dienstchat.app.ended.WhyEnded
import java.time.Instant

/** The screen of a duty's details and its members. */
data class DetailsState(val stage: Stage = Stage.Loading, val members: List<MemberRow> = emptyList()) {
    /** How many people are not in the chat yet. */
    val missing: Int = members.count { !it.joined }
}

/** How far the screen is. */
sealed interface Stage {
    /** The duty is being read. */
    data object Loading : Stage

    /** It is there. */
    data class Open(val duty: DutyDetails) : Stage

    /** It cannot be shown. */
    data class Ended(val why: WhyEnded) : Stage
}

/** What is known of a duty. */
data class DutyDetails(
    val title: String,
    val organisation: String,
    val startsAt: Instant,
    val endsAt: Instant,
    val meetingPoint: String?,
    val state: State,
    val writableUntil: Instant,
    val deletedAt: Instant,
) {
    /** What HiOrg-Server says of it. */
    enum class State { PLANNED, CANCELLED, CHAT_OFF }

    /** Shows nothing of the duty but its state. */
    override fun toString(): String = "DutyDetails(state=$state)"
}

/** Somebody on the duty. */
data class MemberRow(
    val name: String,
    val responsible: Boolean,
    val function: String?,
    val own: Boolean,
    val joined: Boolean,
) {
    /** Shows nothing of the person. */
    override fun toString(): String = "MemberRow(responsible=$responsible, own=$own, joined=$joined)"
}
