package de.dienstchat.app.android.notifications

import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.Context
import de.dienstchat.ChatSummary
import de.dienstchat.app.android.R
import de.dienstchat.app.android.intents.Intents
import de.dienstchat.app.texts.Texts

/**
 * What the system shows while the app is not to be seen: one notification for each chat with unread
 * messages. A locked screen shows no content, and nobody does where the person hides previews.
 */
class Notifications(private val context: Context) {
    private val manager = context.getSystemService(NotificationManager::class.java)
    private val intents = Intents(context)

    /** Shows that the chat has unread messages, in place of what was shown for it. */
    fun show(chat: ChatSummary, texts: Texts, hidden: Boolean) {
        val channel = NotificationChannel(CHANNEL, texts.notificationChannel, NotificationManager.IMPORTANCE_HIGH)
        channel.description = texts.notificationChannelHint
        channel.lockscreenVisibility = Notification.VISIBILITY_PRIVATE
        // One that exists is given these names: the language may have changed.
        manager.createNotificationChannel(channel)
        val contentless = notification(chat).setContentTitle(texts.notificationHidden(chat.unread.toCount())).build()
        val shown = if (hidden) {
            contentless
        } else {
            val said = said(chat, texts)
            notification(chat)
                .setContentTitle(title(chat, texts))
                .setContentText(said)
                .setStyle(Notification.BigTextStyle().bigText(said))
                .setNumber(chat.unread.toCount())
                .setWhen(chat.lastMessage?.at?.toEpochMilli() ?: 0)
                .setShowWhen(true)
                .setPublicVersion(contentless)
                .build()
        }
        manager.notify(tag(chat), ID, shown)
    }

    /** Takes away what is shown for all chats but these. */
    fun keepOnly(chats: Collection<ChatSummary>) {
        val tags = chats.map(::tag).toSet()
        manager.activeNotifications.filter { it.id == ID && it.tag !in tags }.forEach { manager.cancel(it.tag, ID) }
    }

    private fun notification(chat: ChatSummary) = Notification.Builder(context, CHANNEL)
        .setSmallIcon(R.drawable.notification)
        .setCategory(Notification.CATEGORY_MESSAGE)
        .setVisibility(Notification.VISIBILITY_PRIVATE)
        .setAutoCancel(true)
        .setContentIntent(
            PendingIntent.getActivity(context, 0, intents.chat(chat.ov, chat.dutyId), PendingIntent.FLAG_IMMUTABLE),
        )

    // Nobody but the system reads it.
    private fun tag(chat: ChatSummary) = "${chat.account}/${chat.dutyId}"

    private companion object {
        const val CHANNEL = "messages"
        const val ID = 1
    }
}
