package de.dienstchat.app.chat

import de.dienstchat.ChatException
import de.dienstchat.ChatMember
import de.dienstchat.Content
import de.dienstchat.ItemId
import de.dienstchat.TimelineState
import de.dienstchat.app.core.CoreTimeline
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.onCompletion
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.withContext

/** The messages on the screen of an open chat, and how more of them get there. */
internal class ShownTimeline(
    private val timeline: CoreTimeline,
    private val screen: MutableStateFlow<ChatState>,
    private val mapper: RowMapper,
    private val mapping: CoroutineDispatcher,
) {
    private var shown: TimelineState? = null

    /** Where the list is to stand first, until that message is there. */
    private var wanted = screen.value.anchor
    private var widened = 0

    private var asking = false
    private var exhausted = false

    /** Shows what there is, until that fails. */
    suspend fun follow(members: Flow<List<ChatMember>?>) {
        val states = timeline.states.onCompletion { if (it == null) throw ChatException.Closed() }
        combine(states, members, ::Pair).conflate().collect { (state, people) ->
            val before = screen.value.messages.takeIf { screen.value.stage == Stage.Open }
            val (rows, arrivals) = withContext(mapping) {
                val rows = mapper.rows(state.items, people)
                rows to arrivals(before, rows)
            }
            shown = state
            if (!state.incomplete) exhausted = false
            if (mustWiden(state, rows)) timeline.showOlder(WIDER) else show(rows, arrivals)
        }
    }

    /** Brings older messages, unless they are on their way. */
    suspend fun showOlder() {
        val before = shown ?: return
        if (asking) return
        asking = true
        screen.update { it.copy(older = Older.LOADING) }
        val found = try {
            ask(before)
        } catch (error: CancellationException) {
            throw error
        } catch (_: Exception) {
            // What ends the chat is also told by its flows.
            screen.update { it.copy(older = Older.FAILED) }
            return
        } finally {
            asking = false
        }
        if (!found) exhausted = true
        screen.update {
            // Else the next state says what there is.
            val known = !found || shown !== before
            it.copy(answers = it.answers + 1, older = if (known) older() else it.older)
        }
    }

    /** The whole text of the message with this id. */
    suspend fun whole(id: String): WholeMessage? {
        val at = screen.value.messages.indexOfFirst { it.id == id }
        val row = screen.value.messages.getOrNull(at) ?: return null
        val item = shown?.items?.getOrNull(at) ?: return null
        val text = (item.content as? Content.Text)?.text ?: return null
        return WholeMessage(row.author, row.at, withContext(mapping) { parts(text) })
    }

    private suspend fun ask(state: TimelineState): Boolean {
        val found = state.olderHere || (state.incomplete && timeline.loadOlder())
        if (found) timeline.showOlder(PAGE)
        return found
    }

    private fun mustWiden(state: TimelineState, rows: List<MessageRow>): Boolean {
        val anchor = wanted ?: return false
        val found = rows.any { it.id == anchor.id }
        if (!found && state.olderHere && widened < MOST) {
            widened += WIDER
            return true
        }
        wanted = null
        if (!found) screen.update { it.copy(anchor = null) }
        return false
    }

    private fun show(rows: List<MessageRow>, arrivals: List<MessageRow>) = screen.update {
        it.copy(
            stage = Stage.Open,
            messages = rows,
            older = if (asking) it.older else older(),
            unseen = if (it.anchor == null) 0 else it.unseen + arrivals.size,
            arrived = arrivals.lastOrNull() ?: it.arrived,
        )
    }

    private fun older(): Older {
        val state = shown ?: return Older.HERE
        val more = state.olderHere || (state.incomplete && !exhausted)
        return when {
            !more -> Older.BEGINNING
            state.items.count { it.id is ItemId.Event } >= MOST -> Older.LIMIT
            else -> Older.HERE
        }
    }

    private companion object {
        /** How many more messages are shown at a time. */
        const val PAGE = 50

        /** How many while the place to begin at is looked for. */
        const val WIDER = 500

        /** A timeline shows no more than these. */
        const val MOST = 10_000
    }
}

/** What others have said since [before], at the end of [rows]; nothing at the beginning. */
internal fun arrivals(before: List<MessageRow>?, rows: List<MessageRow>): List<MessageRow> {
    if (before == null) return emptyList()
    val known = before.mapTo(HashSet(before.size * 2)) { it.id }
    return rows.asReversed()
        // What is on its way stands behind everything else.
        .takeWhile { it.transactionId != null || it.id !in known }
        .filter { !it.author.own }
        .asReversed()
}
