package de.dienstchat.app.ended

import de.dienstchat.ChatException
import de.dienstchat.ClientException
import de.dienstchat.Unavailable

/** Why a screen cannot go on showing a chat. */
internal sealed interface End {
    /** The screen says why. */
    data class Here(val why: WhyEnded) : End

    /** The account cannot be used, which has a screen of its own. */
    data object Account : End
}

/** What it means for the whole screen that it cannot observe or open its chat. */
internal fun endOf(error: Exception): End = when (error) {
    is ChatException -> when (error) {
        is ChatException.ChatDeleted -> End.Here(WhyEnded.DELETED)
        is ChatException.NotAMember -> End.Here(WhyEnded.REMOVED)
        is ChatException.NotFound, is ChatException.InvalidId -> End.Here(WhyEnded.MISSING)
        is ChatException.Sealed -> End.Account
        is ChatException.Store -> endOf(error.reason)
        is ChatException.Closed -> End.Here(WhyEnded.CLOSED)
        is ChatException.ReadOnly, is ChatException.TextEmpty, is ChatException.TextTooLong,
        is ChatException.NotQueued, is ChatException.Offline, is ChatException.Server,
        is ChatException.Cancelled, is ChatException.Internal,
        -> End.Here(WhyEnded.INTERNAL)
    }
    is ClientException.Sealed -> End.Account
    is ClientException.NoSuchAccount -> End.Here(WhyEnded.MISSING)
    is ClientException.Store -> endOf(error.reason)
    is ClientException.Closed -> End.Here(WhyEnded.CLOSED)
    else -> End.Here(WhyEnded.INTERNAL)
}

private fun endOf(reason: Unavailable): End = when (reason) {
    Unavailable.LOCKED -> End.Here(WhyEnded.LOCKED)
    Unavailable.STORAGE -> End.Here(WhyEnded.STORAGE)
    Unavailable.DAMAGED, Unavailable.KEY_MISSING, Unavailable.NEWER_VERSION -> End.Account
}
