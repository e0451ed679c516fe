package de.dienstchat.scenarios

import de.dienstchat.chat
import de.dienstchat.get
import java.io.File
import kotlin.test.fail
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope

internal val ORDER_STEPS: Map<String, StepKind> = mapOf(
    "hold" to StepKind(setOf("do", "app", "account", "duty", "as", "error")) {
        val account = accounts { it.get(accountId(it)) }
        val chat = try {
            account.chat(dutyId())
        } catch (error: Exception) {
            account.close()
            throw error
        }
        check(phone.held.put(step.text("as"), Held(account, chat)) == null) { "it is held" }
    },
    "release" to StepKind(setOf("do", "app", "held", "subscription")) {
        val subscription = step.textOrNull("subscription")
        if (subscription == null) {
            phone.held(step.text("held")).release()
            phone.held.remove(step.text("held"))
        } else {
            run.subscription(subscription).release()
            run.subscriptions.remove(subscription)
        }
        null
    },
    "cancel" to StepKind(setOf("do", "cancellation")) {
        run.cancellation(step.text("cancellation")).cancel()
    },
    "start" to StepKind(setOf("do", "as"), hasSteps = true) {
        val running = run.background.async { run.all(step.steps, names) }
        check(run.started.put(step.text("as"), running) == null) { "it is started" }
    },
    "join" to StepKind(setOf("do", "of")) {
        checkNotNull(run.started.remove(step.text("of"))) { "it is not started" }.await()
    },
    "repeat" to StepKind(setOf("do", "times", "at_once"), hasSteps = true) {
        val times = step.number("times").toInt()
        if (step.flag("at_once")) {
            allAtOnce(times)
        } else {
            for (number in 1..times) run.all(step.steps, Names(names, number, keeps = false))
        }
    },
    "memory" to StepKind(setOf("do", "within", "since", "keep")) {
        val resident = residentMebibytes()
        step.numberOrNull("within")?.let { within ->
            val since = names.find(step.text("since")).asLong
            if (resident - since > within) fail("from $since to $resident MiB: $step")
        }
        resident
    },
)

/** All wait for the last one to be there, then go. */
private suspend fun Turn.allAtOnce(times: Int) = coroutineScope {
    val go = CompletableDeferred<Unit>()
    val turns = (1..times).map { number ->
        async {
            go.await()
            run.all(step.steps, Names(names, number, keeps = true))
        }
    }
    go.complete(Unit)
    turns.awaitAll()
}

private fun residentMebibytes(): Long {
    System.gc()
    val status = File("/proc/self/status").readLines()
    val line = status.single { it.startsWith("VmRSS:") }
    return line.filter(Char::isDigit).toLong() / 1_024
}
