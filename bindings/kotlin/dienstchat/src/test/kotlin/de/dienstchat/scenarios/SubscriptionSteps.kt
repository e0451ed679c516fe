package de.dienstchat.scenarios

import de.dienstchat.AccountDiff
import de.dienstchat.ChatListDiff
import de.dienstchat.ChatSummary
import de.dienstchat.Chats
import de.dienstchat.MemberDiff
import de.dienstchat.QueueDiff
import de.dienstchat.TimelineDiff
import de.dienstchat.change
import de.dienstchat.list
import de.dienstchat.members
import de.dienstchat.page
import de.dienstchat.summary
import de.dienstchat.use
import kotlin.test.fail
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.withTimeoutOrNull

internal val SUBSCRIPTION_STEPS: Map<String, StepKind> = mapOf(
    "subscribe" to StepKind(CHAT + setOf("to", "as", "limit") - setOf("gives", "keep")) {
        val subscription = subscribed(step.text("to"))
        check(run.subscriptions.put(step.text("as"), subscription) == null) { "it is subscribed" }
    },
    "await" to StepKind(
        setOf("do", "subscription", "until", "agrees", "error", "ends", "pulls", "keep"),
    ) {
        val subscription = run.subscription(step.text("subscription"))
        awaited(subscription)
        subscription.state()
    },
    "under_way" to StepKind(setOf("do", "subscription", "loopback")) {
        val loopback = step.textOrNull("loopback")
        if (loopback != null) {
            run.loopback(loopback).wait.begun()
        } else {
            run.subscription(step.text("subscription")).underWay()
        }
    },
    "show_older" to StepKind(setOf("do", "subscription", "count", "error")) {
        run.subscription(step.text("subscription")).showOlder(step.number("count").toUShort())
    },
    "stop" to StepKind(setOf("do", "subscription")) {
        run.subscription(step.text("subscription")).stop()
    },
)

/** Less than a step may take, so that it can still say what is missing. */
private val LONGEST = 55.seconds

private suspend fun Turn.awaited(subscription: Subscription) {
    val conditions = setOf("until", "agrees", "error", "ends").filter { step[it] != null }
    require(conditions.size == 1) { "one condition, please: $step" }
    var pulls = 0
    while (true) {
        val missing = missing(subscription) ?: return
        if (pulls == step.numberOrNull("pulls")?.toInt()) fail("after $pulls answers: $missing")
        pulls += 1
        val goesOn = withTimeoutOrNull(LONGEST) { subscription.pull() } ?: fail("still $missing")
        if (!goesOn) {
            if (step.flag("ends")) return
            fail("it is over: $missing")
        }
    }
}

/** What keeps the condition from being met; null when it is. */
private suspend fun Turn.missing(subscription: Subscription): String? {
    val until = step["until"]
    return when {
        until != null -> {
            val state = subscription.state() ?: return "no answer"
            mismatch(until, state)
        }
        step.flag("agrees") -> subscription.disagreement()
        else -> "neither an error nor an end"
    }
}

private suspend fun Turn.subscribed(to: String): Subscription = when (to) {
    "accounts" -> accounts { accounts ->
        val pulled = Pulled(accounts.subscribe(), { next() }, { stop() })
        ListSubscription(phone, pulled, { it.map<AccountDiff, _>(::change) }) {
            accounts { it.list() }
        }
    }
    "chats" -> phone.openApp().chats().use { chats ->
        chatsSubscription(chats) { phone.openApp().chats().use { it.list() } }
    }
    "account_chats" -> account { account ->
        account.chats().use { chats ->
            chatsSubscription(chats) { account { account -> account.chats().use { it.list() } } }
        }
    }
    "chat" -> chat { chat ->
        ValueSubscription(phone, Pulled(chat.subscribe(), { next() }, { stop() })) {
            chat { it.summary() }
        }
    }
    "members" -> chat { chat ->
        val pulled = Pulled(chat.subscribeMembers(), { next() }, { stop() })
        ListSubscription(phone, pulled, { it.map<MemberDiff, _>(::change) }) {
            chat { it.members() }
        }
    }
    "queue" -> chat { chat ->
        chat.sendQueue().use { queue ->
            val pulled = Pulled(queue.subscribe(), { next() }, { stop() })
            ListSubscription(phone, pulled, { it.map<QueueDiff, _>(::change) }) {
                chat { chat -> chat.sendQueue().use { it.list() } }
            }
        }
    }
    "timeline" -> chat { chat ->
        chat.timeline().use { timeline ->
            val limit = (step.numberOrNull("limit") ?: 50).toUShort()
            val updates = timeline.subscribe(limit)
            val pulled = Pulled(updates, { next() }, { stop() }, { showOlder(it) })
            ListSubscription(phone, pulled, { it.diffs.map<TimelineDiff, _>(::change) }) { size ->
                val limit = size.coerceAtLeast(1).toUShort()
                chat { chat -> chat.timeline().use { it.page(null, limit) }.items }
            }
        }
    }
    else -> error("there is nothing like $to to subscribe to")
}

private fun Turn.chatsSubscription(chats: Chats, listed: suspend () -> List<ChatSummary>) =
    ListSubscription(
        phone,
        Pulled(chats.subscribe(), { next() }, { stop() }),
        { it.map<ChatListDiff, _>(::change) },
    ) { listed() }
