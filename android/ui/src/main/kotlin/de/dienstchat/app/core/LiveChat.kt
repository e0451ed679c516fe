package de.dienstchat.app.core

import de.dienstchat.Chat
import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.OpenTimeline
import de.dienstchat.TimelineState
import de.dienstchat.discard
import de.dienstchat.draft
import de.dienstchat.markRead
import de.dienstchat.observe
import de.dienstchat.observeMembers
import de.dienstchat.open
import de.dienstchat.retry
import de.dienstchat.sendText
import de.dienstchat.setDraft
import kotlinx.coroutines.flow.Flow

internal class LiveChat(private val chat: Chat) : CoreChat {
    override val summaries: Flow<ChatSummary> = chat.observe()

    override val members: Flow<List<ChatMember>> = chat.observeMembers()

    override suspend fun draft(): String? = chat.draft()

    override suspend fun setDraft(text: String): Unit = chat.setDraft(text.wellFormed())

    override suspend fun markRead(): Unit = chat.markRead()

    override fun timeline(limit: Int): CoreTimeline = LiveTimeline(chat.timeline().open(limit.toUShort()))

    override suspend fun send(text: String): String = chat.sendQueue().sendText(text.wellFormed())

    override suspend fun retry(transactionId: String): Unit = chat.sendQueue().retry(transactionId)

    override suspend fun discard(transactionId: String): Unit = chat.sendQueue().discard(transactionId)

    override fun close(): Unit = chat.close()
}

private class LiveTimeline(private val timeline: OpenTimeline) : CoreTimeline {
    override val states: Flow<TimelineState> = timeline.states

    override suspend fun showOlder(count: Int): Unit = timeline.showOlder(count.toUShort())

    override suspend fun loadOlder(): Boolean = timeline.loadOlder()

    override fun close(): Unit = timeline.close()
}
