package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.ChatMember
import de.dienstchat.ChatSummary
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.app.core.CoreChat
import java.time.ZoneId
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.filterNotNull
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** One chat while it can be shown: what it says goes to the screen, what the person does goes to it. */
internal class OpenChat(
    private val chat: CoreChat,
    private val screen: MutableStateFlow<ChatState>,
    private val looking: Flow<Boolean>,
    private val organisationName: (String) -> String,
    private val mapping: CoroutineDispatcher,
    zone: ZoneId,
) {
    private val mapper = RowMapper(zone)
    private val members = MutableStateFlow<List<ChatMember>?>(null)
    private val unread = MutableStateFlow(0UL)
    private var following: Following? = null

    /** What there is only while it is being followed. */
    private class Following(val scope: CoroutineScope, val timeline: ShownTimeline, val draft: DraftKeeper)

    /** Follows the chat until that fails, which it does in the end. */
    suspend fun follow(): Nothing {
        val draft = DraftKeeper(draft(), chat::setDraft, ::draftTold)
        chat.timeline(FIRST).use { timeline ->
            try {
                coroutineScope {
                    val shown = ShownTimeline(timeline, screen, mapper, mapping)
                    following = Following(this, shown, draft)
                    followed(chat.summaries, ::showSummary)
                    followed(chat.members) { members.value = it }
                    launch { shown.follow(members) }
                    launch { markRead() }
                    launch { draft.run() }
                    awaitCancellation()
                }
            } finally {
                following = null
                draft.keepNow()
            }
        }
    }

    /** This stands in the composer. */
    fun typed(text: String) {
        val draft = following?.draft ?: return
        draft.text = text
        screen.update {
            it.copy(draft = it.draft.copy(text = text), notice = it.notice.takeUnless { it == Notice.TOO_LONG })
        }
    }

    /** Sends this, and takes it out of the composer once it is in the queue. */
    fun send(text: String) {
        if (screen.value.composer != Composer.Writing(sending = false)) return
        screen.update { it.copy(composer = Composer.Writing(sending = true), notice = null) }
        act {
            try {
                // Whoever leaves in the middle does not find a draft of what was sent.
                withContext(NonCancellable) {
                    chat.send(text)
                    taken(text)
                }
            } finally {
                screen.update { if (it.composer is Composer.Writing) it.copy(composer = Composer.Writing()) else it }
            }
        }
    }

    /** Puts a failed message back into the queue. */
    fun sendAgain(transactionId: String) = act {
        try {
            chat.retry(transactionId)
        } catch (_: ChatException.NotQueued) {
            // It is on its way already, which is what was wanted.
        }
    }

    /** Deletes a message that was not sent. */
    fun discard(transactionId: String) = act { chat.discard(transactionId) }

    /** Brings older messages. */
    fun showOlder() = act { following?.timeline?.showOlder() }

    /** Shows a long message whole. */
    fun readWhole(id: String) = act {
        val whole = following?.timeline?.whole(id)
        screen.update { it.copy(whole = whole) }
    }

    /** Keeps what is typed without waiting for the next pause. */
    fun keepDraft() = act { following?.draft?.keepNow() }

    private fun act(work: suspend () -> Unit) {
        following?.scope?.launch {
            try {
                work()
            } catch (error: CancellationException) {
                throw error
            } catch (error: Exception) {
                if (endsChat(error)) throw error
                noticeOf(error)?.let { notice -> screen.update { it.copy(notice = notice) } }
            }
        }
    }

    private fun <T> CoroutineScope.followed(values: Flow<T>, each: (T) -> Unit) = launch {
        values.collect { each(it) }
        // A flow that completes says that Dienstchat is shut down.
        throw ChatException.Closed()
    }

    private suspend fun draft(): String {
        val kept = try {
            chat.draft().orEmpty()
        } catch (error: ChatException.Store) {
            if (endsChat(error)) throw error
            screen.update { it.copy(notice = Notice.DRAFT_NOT_READ) }
            ""
        }
        screen.update { it.copy(draft = Draft(kept, it.draft.revision + 1)) }
        return kept
    }

    private fun draftTold(error: Exception?) = screen.update {
        when {
            error is ChatException.TextTooLong -> it.copy(notice = Notice.TOO_LONG)
            // The flows tell this too.
            error is ChatException.NotAMember || error != null && endsChat(error) -> it
            error != null -> it.copy(notice = Notice.DRAFT_NOT_KEPT)
            it.notice == Notice.DRAFT_NOT_KEPT -> it.copy(notice = null)
            else -> it
        }
    }

    private suspend fun taken(sent: String) {
        val draft = following?.draft ?: return
        // What was typed meanwhile stays.
        draft.text = draft.text.removePrefix(sent)
        screen.update { it.copy(draft = Draft(draft.text, it.draft.revision + 1, taken = sent)) }
        draft.keepNow()
    }

    private fun showSummary(summary: ChatSummary) {
        if (summary.phase == Phase.DELETED) throw ChatException.ChatDeleted()
        unread.value = summary.unread
        screen.update {
            it.copy(
                duty = Duty(summary.title, organisationName(summary.ov), summary.startsAt, summary.endsAt),
                composer = composer(summary, it.composer),
            )
        }
    }

    private suspend fun markRead() {
        combine(looking, unread, screen) { looking, unread, screen ->
            val seen = looking && screen.stage == Stage.Open && screen.anchor == null
            if (seen && unread > 0UL) unread to screen.messages.lastOrNull()?.id else null
        }.distinctUntilChanged().filterNotNull().collect {
            try {
                chat.markRead()
            } catch (error: ChatException) {
                if (endsChat(error)) throw error
                // They go on counting as unread, until the next one comes or the chat is opened again.
            }
        }
    }

    private companion object {
        /** How many messages are shown first. */
        const val FIRST = 50
    }
}

private fun composer(summary: ChatSummary, now: Composer): Composer = when {
    summary.sealed != null -> Composer.None
    summary.phase == Phase.ACTIVE -> now as? Composer.Writing ?: Composer.Writing()
    else -> Composer.ReadOnly(
        why = when (summary.state) {
            DutyState.PLANNED -> Composer.ReadOnly.Why.OVER
            DutyState.CANCELLED -> Composer.ReadOnly.Why.CANCELLED
            DutyState.CHAT_OFF -> Composer.ReadOnly.Why.CHAT_OFF
        },
        deletedAt = summary.limits.deleteAt,
    )
}
