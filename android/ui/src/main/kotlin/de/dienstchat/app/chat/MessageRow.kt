package de.dienstchat.app.chat

import java.time.Instant
import java.time.LocalDate

/**
 * One message as the list shows it.
 *
 * @property id Names it among all rows.
 * @property transactionId What names it in the send queue, while it is there.
 * @property date The day of it, where this device is.
 * @property startsDay Whether the message before it is of another day.
 * @property startsGroup Whether the message before it is somebody else's, or long ago.
 */
data class MessageRow(
    val id: String,
    val transactionId: String?,
    val author: Author,
    val at: Instant,
    val date: LocalDate,
    val startsDay: Boolean,
    val startsGroup: Boolean,
    val body: Body,
    val delivery: Delivery,
) {
    /** Shows nothing of what was said, or by whom. */
    override fun toString(): String = "MessageRow(startsDay=$startsDay, startsGroup=$startsGroup, delivery=$delivery)"
}

/**
 * Who said something.
 *
 * @property own It was said here, by the account itself.
 * @property name None when the roster names nobody.
 * @property function What HiOrg-Server calls the position, "Sanitäter" for instance.
 * @property former They are not on the duty any more.
 */
data class Author(
    val own: Boolean,
    val name: String?,
    val responsible: Boolean = false,
    val function: String? = null,
    val former: Boolean = false,
) {
    /** Shows nothing of the person. */
    override fun toString(): String = "Author(own=$own)"
}

/** What a message shows. */
sealed interface Body {
    /** Text, or its beginning when it is [cut]. */
    data class Text(val shown: String, val cut: Boolean = false) : Body {
        /** Shows nothing of the text. */
        override fun toString(): String = "Text(cut=$cut)"
    }

    /** It cannot be read yet, or ever. */
    data class Waiting(val reason: Reason) : Body {
        /** Why. */
        enum class Reason { BEFORE_DEVICE, KEY_MISSING, WITHHELD, REFUSED }
    }

    /** It was deleted. */
    data object Deleted : Body

    /** A kind of message that this version does not know. */
    data object Unsupported : Body
}

/** How far a message is. */
sealed interface Delivery {
    /** It is in the chat. */
    data object Received : Delivery

    /** The server has it. */
    data object Sent : Delivery

    /** It waits for its turn. */
    data object Queued : Delivery

    /** It is on its way. */
    data object Sending : Delivery

    /** It was not sent, for good. */
    data class Failed(val reason: Reason) : Delivery {
        /** Why. */
        enum class Reason { READ_ONLY, NOT_A_MEMBER, TOO_LARGE, REFUSED }
    }
}
