package de.dienstchat.app.android.notifications

import de.dienstchat.ChatSummary
import de.dienstchat.app.android.activity.ActivityShell
import de.dienstchat.app.android.process.AppProcess
import de.dienstchat.app.core.Core
import de.dienstchat.app.preferences.Chosen
import de.dienstchat.app.root.persistently
import de.dienstchat.app.theme.texts
import kotlinx.coroutines.flow.StateFlow

/**
 * Tells of messages that arrive while no activity is to be seen, and takes that back when a chat is read
 * or gone. What is unread when this begins is not new. Ends with the process.
 */
internal suspend fun tellUnread(
    core: Core,
    ready: AppProcess.Ready,
    shown: StateFlow<ActivityShell?>,
    notifications: Notifications,
) {
    var before: Map<Pair<String, String>, ULong>? = null
    persistently {
        core.chats.collect { chats ->
            val unread = chats.filter { it.unread > 0u }
            val known = before
            before = unread.associate { it.key to it.unread }
            notifications.keepOnly(unread)
            if (known == null || shown.value != null) return@collect
            val chosen = ready.preferences.chosen.value
            val texts = chosen.language.texts(ready.platform.language)
            unread.filter { it.unread > (known[it.key] ?: 0u) }
                .forEach { notifications.show(it, texts, hidden = chosen.hidesContent()) }
        }
    }
}

private val ChatSummary.key get() = account to dutyId

// Who locks the app does not want it read over the lock.
private fun Chosen.hidesContent() = hidePreviews || appLock
