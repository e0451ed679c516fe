package de.dienstchat.app.chat

import de.dienstchat.app.format.Formats
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.isolated
import de.dienstchat.app.format.oneLine
import de.dienstchat.app.texts.Texts

/** How the person is called: one's own messages are not called by a name. */
internal fun Texts.called(author: Author): String = when {
    author.own -> chatOwn
    author.name == null && author.former -> chatFormer
    else -> displayName(author.name, this)
}

/** What the person is on the duty; nothing where that is nothing special. */
internal fun Texts.role(author: Author): String? {
    if (author.own) return null
    val parts = listOfNotNull(
        chatResponsible.takeIf { author.responsible },
        oneLine(author.function).ifEmpty { null }?.isolated(),
        chatFormer.takeIf { author.former && author.name != null },
    )
    return parts.joinToString(" · ").ifEmpty { null }
}

/** What is read of a message. */
internal fun Texts.said(body: Body): String = when (body) {
    is Body.Text -> body.shown
    is Body.Waiting -> when (body.reason) {
        Body.Waiting.Reason.BEFORE_DEVICE -> chatWaitingBeforeDevice
        Body.Waiting.Reason.KEY_MISSING -> chatWaitingKey
        Body.Waiting.Reason.WITHHELD -> chatWaitingWithheld
        Body.Waiting.Reason.REFUSED -> chatWaitingRefused
    }
    Body.Deleted -> chatDeleted
    Body.Unsupported -> chatUnsupported
}

/** How far a message is; what has arrived from others says nothing. */
internal fun Texts.delivered(row: MessageRow): String? = when (val delivery = row.delivery) {
    Delivery.Received -> chatSent.takeIf { row.author.own }
    Delivery.Sent -> chatSent
    Delivery.Queued -> chatQueued
    Delivery.Sending -> chatSending
    is Delivery.Failed -> when (delivery.reason) {
        Delivery.Failed.Reason.READ_ONLY -> chatFailedReadOnly
        Delivery.Failed.Reason.NOT_A_MEMBER -> chatFailedNotAMember
        Delivery.Failed.Reason.TOO_LARGE -> chatFailedTooLarge
        Delivery.Failed.Reason.REFUSED -> chatFailedRefused
    }
}

/** All of a message in the order in which it is read out. */
internal fun label(row: MessageRow, texts: Texts, formats: Formats): String {
    val name = listOfNotNull(texts.called(row.author).isolated(), texts.role(row.author)).joinToString(", ")
    val said = texts.chatMessageBy(name, formats.time(row.at), texts.said(row.body).isolated())
    return listOfNotNull(said, texts.delivered(row)).joinToString(". ")
}

/** What to tell of something that went wrong. */
internal fun Texts.told(notice: Notice): String = when (notice) {
    Notice.TOO_LONG -> chatTooLong
    Notice.DRAFT_NOT_KEPT -> chatDraftFailed
    Notice.DRAFT_NOT_READ -> chatDraftLost
    Notice.READ_ONLY -> chatFailedReadOnly
    Notice.NOT_A_MEMBER -> chatFailedNotAMember
    Notice.ON_ITS_WAY -> chatOnItsWay
    Notice.LOCKED -> sealedLockedHint
    Notice.STORAGE -> sealedStorageHint
    Notice.FAILED -> chatServer
}

/** Why nothing can be written, and until when the chat is there. */
internal fun Texts.readOnly(composer: Composer.ReadOnly, formats: Formats): String {
    val date = formats.date(composer.deletedAt)
    return when (composer.why) {
        Composer.ReadOnly.Why.OVER -> chatReadOnly(date)
        Composer.ReadOnly.Why.CANCELLED -> chatReadOnlyCancelled(date)
        Composer.ReadOnly.Why.CHAT_OFF -> chatReadOnlyOff(date)
    }
}
