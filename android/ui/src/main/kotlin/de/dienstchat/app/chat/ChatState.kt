package de.dienstchat.app.chat

import de.dienstchat.app.ended.WhyEnded
import java.time.Instant

/**
 * The screen of one chat.
 *
 * @property duty None until it is known.
 * @property messages The oldest first.
 * @property answers How often older messages were asked for and an answer came: after each one it can be asked again.
 * @property anchor Where the list stands; none at the newest message.
 * @property unseen How many messages of others came while the list was scrolled up.
 * @property arrived The newest message that came while the chat was open, to be read out.
 * @property discarding The transaction id of the message that is deleted if the person says yes.
 * @property whole A long message that is being read.
 */
data class ChatState(
    val duty: Duty? = null,
    val stage: Stage = Stage.Loading,
    val messages: List<MessageRow> = emptyList(),
    val older: Older = Older.HERE,
    val answers: Int = 0,
    val anchor: ScrollAnchor? = null,
    val unseen: Int = 0,
    val arrived: MessageRow? = null,
    val composer: Composer = Composer.None,
    val draft: Draft = Draft(),
    val notice: Notice? = null,
    val discarding: String? = null,
    val whole: WholeMessage? = null,
) {
    /** Shows nothing of what was said, or where. */
    override fun toString(): String =
        "ChatState(stage=$stage, messages=${messages.size}, older=$older, composer=$composer, notice=$notice)"
}

/** The duty, for the top of the screen. */
data class Duty(val title: String, val organisation: String, val startsAt: Instant, val endsAt: Instant) {
    /** Shows nothing of the duty. */
    override fun toString(): String = "Duty(…)"
}

/** How far the screen is. */
sealed interface Stage {
    /** The chat is being opened. */
    data object Loading : Stage

    /** It is there. */
    data object Open : Stage

    /** It cannot be shown. */
    data class Ended(val why: WhyEnded) : Stage
}

/** What is before the oldest message that is shown. */
enum class Older {
    /** There may be more. */
    HERE,

    /** More is on its way. */
    LOADING,

    /** It could not be fetched. */
    FAILED,

    /** More than this is never shown. */
    LIMIT,

    /** Nothing: the chat begins here. */
    BEGINNING,
}

/**
 * A place in the list: the lowest message that is visible, and how far it is scrolled out there, in
 * pixels.
 */
data class ScrollAnchor(val id: String, val offset: Int) {
    /** As a text, for [restored]. */
    fun saved(): String = "$offset $id"

    companion object {
        /** The place that was [saved]; nothing when it is none. */
        fun restored(saved: String): ScrollAnchor? {
            val offset = saved.substringBefore(' ').toIntOrNull() ?: return null
            return ScrollAnchor(saved.substringAfter(' '), offset).takeIf { ' ' in saved }
        }
    }
}

/** What is below the messages. */
sealed interface Composer {
    /** Nothing yet. */
    data object None : Composer

    /** Where to write; [sending] while a message is being taken. */
    data class Writing(val sending: Boolean = false) : Composer

    /** Why nothing can be written, and how long the chat can be read. */
    data class ReadOnly(val why: Why, val deletedAt: Instant) : Composer {
        /** Why a chat is read only. */
        enum class Why { OVER, CANCELLED, CHAT_OFF }
    }
}

/**
 * What stands in the composer. A new [revision] says that it was not typed there: the field takes it
 * over. What is typed comes here from the field.
 *
 * @property taken What this revision takes from the beginning of the field, as it was sent, and leaves there what was
 *   typed behind it since; none where the field takes all of the [text].
 */
data class Draft(val text: String = "", val revision: Int = 0, val taken: String? = null) {
    /** Shows nothing of the text. */
    override fun toString(): String = "Draft(revision=$revision)"
}

/** Something that went wrong while the chat goes on. */
enum class Notice {
    /** The text is too long to be sent or kept; it is still in the composer. */
    TOO_LONG,

    /** What was typed could not be kept. */
    DRAFT_NOT_KEPT,

    /** What was typed before could not be read. */
    DRAFT_NOT_READ,

    /** The chat became read only. */
    READ_ONLY,

    /** The account is not on the duty now. */
    NOT_A_MEMBER,

    /** The message to be deleted is on its way, or has arrived. */
    ON_ITS_WAY,

    /** The key store is locked. */
    LOCKED,

    /** The storage fails. */
    STORAGE,

    /** Anything else. */
    FAILED,
}

/** A long message, in [parts] that can be shown one by one. */
data class WholeMessage(val author: Author, val at: Instant, val parts: List<String>) {
    /** Shows nothing of the text. */
    override fun toString(): String = "WholeMessage(parts=${parts.size})"
}
