package de.dienstchat.app.android.notifications

import de.dienstchat.ChatSummary
import de.dienstchat.app.duties.beginning
import de.dienstchat.app.duties.lastMessage
import de.dienstchat.app.duties.lastText
import de.dienstchat.app.format.displayTitle
import de.dienstchat.app.texts.Texts

internal fun title(chat: ChatSummary, texts: Texts): String = displayTitle(beginning(chat.title), texts)

/** The newest message, as the list of duties says it. */
internal fun said(chat: ChatSummary, texts: Texts): String {
    val last = chat.lastMessage?.let(::lastMessage) ?: return texts.notificationHidden(chat.unread.toCount())
    return lastText(last.copy(sender = last.sender?.let(::beginning)), texts)
}

/** As people count; nobody counts beyond. */
internal fun ULong.toCount(): Int = coerceAtMost(999u).toInt()
