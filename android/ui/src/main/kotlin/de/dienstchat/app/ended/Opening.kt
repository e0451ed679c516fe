package de.dienstchat.app.ended

import de.dienstchat.ChatSeal
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.CoreChat
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.dropWhile
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.onEach

/** Opens one chat for a screen, and again whenever it can be shown again. */
internal class Opening(private val core: Core, private val account: String, private val dutyId: String) {
    private val retries = Channel<Unit>(Channel.CONFLATED)

    /** Tries again, if that is what it waits for. */
    fun retry() {
        retries.trySend(Unit)
    }

    /**
     * Returns when the account cannot be used, which has a screen of its own.
     *
     * @param show Shows the chat until that fails.
     * @param ended Shows why there is nothing to show.
     */
    suspend fun live(show: suspend (CoreChat) -> Nothing, ended: (WhyEnded) -> Unit) {
        var end = shown(show)
        while (true) {
            val why = (end as? End.Here)?.why ?: return
            ended(why)
            end = untilUsable(why, ended) ?: shown(show)
        }
    }

    private suspend fun shown(show: suspend (CoreChat) -> Nothing): End = try {
        core.chat(account, dutyId).use { show(it) }
    } catch (error: CancellationException) {
        throw error
    } catch (error: Exception) {
        endOf(error)
    }

    /** Returns when it may help to open the chat again, or another reason why it cannot be shown. */
    private suspend fun untilUsable(why: WhyEnded, ended: (WhyEnded) -> Unit): End? = when {
        why == WhyEnded.REMOVED -> untilUnsealed(ended)
        why.retryable -> {
            // What was pressed before is about something else.
            retries.tryReceive()
            retries.receive()
            null
        }
        else -> awaitCancellation()
    }

    /** Who was removed may come back. Meanwhile this says why the chat is closed. */
    private suspend fun untilUnsealed(ended: (WhyEnded) -> Unit): End? {
        try {
            core.chat(account, dutyId).use { chat ->
                val back = chat.summaries
                    .onEach { summary -> summary.sealed?.let { ended(why(it)) } }
                    .dropWhile { it.sealed == null }
                    .firstOrNull { it.sealed == null }
                return if (back == null) End.Here(WhyEnded.CLOSED) else null
            }
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            val end = endOf(error)
            return if (end == End.Here(WhyEnded.REMOVED)) awaitCancellation() else end
        }
    }
}

private fun why(seal: ChatSeal): WhyEnded = when (seal) {
    ChatSeal.REMOVED -> WhyEnded.REMOVED
    ChatSeal.NOT_LISTED -> WhyEnded.NOT_LISTED
}
