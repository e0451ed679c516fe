package de.dienstchat.app.android.notifications

import de.dienstchat.ChatSummary
import de.dienstchat.Content
import de.dienstchat.app.format.displayName
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.format.oneLine
import de.dienstchat.app.texts.Texts

// The system shows less; a message may have 64 KiB.
private const val LONGEST = 300

internal fun title(chat: ChatSummary, texts: Texts): String = displayTitle(chat.title, texts).take(LONGEST)

/** The newest message, who said it first. */
internal fun said(chat: ChatSummary, texts: Texts): String {
    val item = chat.lastMessage ?: return texts.notificationHidden(chat.unread.toCount())
    val text = when (val content = item.content) {
        is Content.Text -> oneLine(content.text.take(LONGEST))
        is Content.Waiting -> texts.dutiesLastWaiting
        Content.Deleted -> texts.dutiesLastDeleted
        Content.Unsupported -> texts.dutiesLastUnsupported
    }
    return texts.dutiesLast(displayName(item.senderName, texts).take(LONGEST), text)
}

/** As people count; nobody counts beyond. */
internal fun ULong.toCount(): Int = coerceAtMost(999u).toInt()
