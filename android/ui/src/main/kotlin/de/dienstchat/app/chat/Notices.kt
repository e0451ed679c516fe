package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.Unavailable
import de.dienstchat.app.ended.End
import de.dienstchat.app.ended.endOf

/** Whether what failed for one message means that the chat cannot be shown any more. */
internal fun endsChat(error: Exception): Boolean = when (error) {
    is ChatException.ChatDeleted, is ChatException.Sealed, is ChatException.Closed -> true
    is ChatException.Store -> endOf(error) == End.Account
    else -> false
}

/** What to tell of a failure while the chat goes on; null when there is nothing to tell. */
internal fun noticeOf(error: Exception): Notice? = when (error) {
    is ChatException.TextEmpty -> null
    is ChatException.TextTooLong -> Notice.TOO_LONG
    is ChatException.ReadOnly -> Notice.READ_ONLY
    is ChatException.NotAMember -> Notice.NOT_A_MEMBER
    is ChatException.NotQueued -> Notice.ON_ITS_WAY
    is ChatException.Store -> if (error.reason == Unavailable.LOCKED) Notice.LOCKED else Notice.STORAGE
    else -> Notice.FAILED
}
