package de.dienstchat.scenarios

import de.dienstchat.SendQueue
import de.dienstchat.discard
import de.dienstchat.markRead
import de.dienstchat.page
import de.dienstchat.retry
import de.dienstchat.sendText
import de.dienstchat.setDraft
import de.dienstchat.use

internal val CHAT_STEPS: Map<String, StepKind> = mapOf(
    "send" to StepKind(CHAT + "text") { queue { it.sendText(step.text("text")) } },
    "retry" to StepKind(CHAT + "transaction_id") {
        queue { it.retry(step.text("transaction_id")) }
    },
    "discard" to StepKind(CHAT + "transaction_id") {
        queue { it.discard(step.text("transaction_id")) }
    },
    "set_draft" to StepKind(CHAT + "text") {
        chat { it.setDraft(step.textOrNull("text").orEmpty()) }
    },
    "mark_read" to StepKind(CHAT) { chat { it.markRead() } },
    "page" to StepKind(CHAT + setOf("limit", "before", "as")) {
        chat { chat ->
            val before = step.textOrNull("before")?.let { run.tokens.getValue(it) }
            val page = chat.timeline().use { it.page(before, step.number("limit").toUShort()) }
            page.older?.let { token ->
                val name = step.textOrNull("as")
                if (name == null) token.close() else run.tokens.put(name, token)?.close()
            }
            page
        }
    },
    "load_older" to StepKind(CHAT + "cancellation") {
        chat { chat -> chat.timeline().use { it.loadOlder(cancellation) } }
    },
)

private suspend fun <T> Turn.queue(call: suspend (SendQueue) -> T): T =
    chat { chat -> chat.sendQueue().use { call(it) } }
