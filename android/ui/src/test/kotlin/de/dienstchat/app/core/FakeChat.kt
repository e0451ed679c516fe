package de.dienstchat.app.core

import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.TimelineState
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.map

/** A chat whose state a test sets. */
class FakeChat(first: ChatSummary) : CoreChat {
    private val failure = MutableStateFlow<Exception?>(null)
    private val failureOfMessages = MutableStateFlow<Exception?>(null)
    val summary = MutableStateFlow(first)
    val everybody = MutableStateFlow<List<ChatMember>>(emptyList())
    val messages = MutableStateFlow(TimelineState.Empty)
    val calls = mutableListOf<String>()
    var kept: String? = null
    var closed = 0

    var drafting: suspend () -> String? = { kept }
    var sending: suspend (String) -> String = { "txn" }
    var keeping: suspend (String) -> Unit = { kept = it.ifEmpty { null } }
    var retrying: suspend (String) -> Unit = {}
    var discarding: suspend (String) -> Unit = {}
    var reading: suspend () -> Unit = {}
    var showing: suspend (Int) -> Unit = {}
    var loading: suspend () -> Boolean = { false }

    /** All flows end with this, as when the chat is deleted; null makes them usable again. */
    fun fail(error: Exception?) {
        failure.value = error
    }

    /** The flow of the messages ends with this, as when the chat is sealed; null makes it usable again. */
    fun failMessages(error: Exception?) {
        failureOfMessages.value = error
    }

    override val summaries: Flow<ChatSummary> = summary.or(failure)
    override val members: Flow<List<ChatMember>> = everybody.or(failure)

    override suspend fun draft(): String? = drafting()

    override suspend fun setDraft(text: String) = called("setDraft($text)") { keeping(text) }

    override suspend fun markRead() = called("markRead") { reading() }

    override fun timeline(limit: Int): CoreTimeline = FakeTimeline()

    override suspend fun send(text: String): String = called("send($text)") { sending(text) }

    override suspend fun retry(transactionId: String) = called("retry($transactionId)") { retrying(transactionId) }

    override suspend fun discard(transactionId: String) =
        called("discard($transactionId)") { discarding(transactionId) }

    override fun close() {
        closed += 1
    }

    private suspend fun <T> called(name: String, answer: suspend () -> T): T {
        calls += name
        return answer()
    }

    private fun <T> Flow<T>.or(failure: Flow<Exception?>): Flow<T> =
        combine(this, failure) { value, error -> value to error }
            .map { (value, error) -> if (error == null) value else throw error }

    private inner class FakeTimeline : CoreTimeline {
        override val states: Flow<TimelineState> = messages.or(failure).or(failureOfMessages)

        override suspend fun showOlder(count: Int) = called("showOlder($count)") { showing(count) }

        override suspend fun loadOlder(): Boolean = called("loadOlder") { loading() }

        override fun close() = Unit
    }
}
