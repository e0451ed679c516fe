package de.dienstchat.scenarios

import com.sun.jna.Function
import de.dienstchat.chat
import de.dienstchat.get
import java.io.File
import java.lang.management.ManagementFactory
import kotlin.test.fail
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.withTimeoutOrNull

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
        val within = step.numberOrNull("within")
        if (within == null) {
            leastMebibytes()
        } else {
            settled(names.find(step.text("since")).asLong, within)
        }
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

/** Resident memory, once it falls no further: the JVM gives back what it has spare bit by bit. */
private suspend fun leastMebibytes(): Long {
    var least = residentMebibytes()
    while (true) {
        val resident = residentMebibytes()
        if (resident >= least) return least
        least = resident
    }
}

/** Resident memory, once it is no more than that much more than it was. */
private suspend fun Turn.settled(since: Long, within: Long): Long {
    var resident = residentMebibytes()
    withTimeoutOrNull(50.seconds) {
        while (resident - since > within) resident = residentMebibytes()
    }
    if (resident - since > within) fail("from $since to $resident MiB: $step")
    return resident
}

/**
 * Of what is in use: the garbage is collected, what the allocator keeps free is given back, and the
 * JVM's compiler, which takes tens of MiB while it works, has come to rest.
 */
private suspend fun residentMebibytes(): Long {
    val compiler = ManagementFactory.getCompilationMXBean()
    do {
        val spent = compiler.totalCompilationTime
        delay(1.seconds)
    } while (compiler.totalCompilationTime != spent)
    System.gc()
    Function.getFunction("c", "malloc_trim").invokeInt(arrayOf(0))
    val line = File("/proc/self/status").readLines().single { it.startsWith("VmRSS:") }
    return line.filter(Char::isDigit).toLong() / 1_024
}
