package de.dienstchat.app.core

import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.TimelineState
import kotlinx.coroutines.flow.Flow

/** What a screen asks of one chat; closed when the screen is left. */
interface CoreChat : AutoCloseable {
    /** The duty and how the chat stands. */
    val summaries: Flow<ChatSummary>

    /** Everybody on the duty. */
    val members: Flow<List<ChatMember>>

    /** What was typed and not sent. */
    suspend fun draft(): String?

    /** Keeps what was typed; an empty text removes it. */
    suspend fun setDraft(text: String)

    /** Counts everything that is there as read. */
    suspend fun markRead()

    /** What was said, the newest [limit] messages of it at first. */
    fun timeline(limit: Int): CoreTimeline

    /** Keeps a message, to be sent in its turn; returns its transaction id. */
    suspend fun send(text: String): String

    /** Tries a failed message again. */
    suspend fun retry(transactionId: String)

    /** Deletes a message that is not sent. */
    suspend fun discard(transactionId: String)
}

/** The messages of a chat as a screen shows them. */
interface CoreTimeline : AutoCloseable {
    /** The messages, oldest first, what is on its way at the end. */
    val states: Flow<TimelineState>

    /** Shows so many more of those that are on this device. */
    suspend fun showOlder(count: Int)

    /** Fetches older ones from the server; false when there are none. */
    suspend fun loadOlder(): Boolean
}
