package de.dienstchat.scenarios

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import de.dienstchat.Cancellation
import de.dienstchat.Config
import de.dienstchat.LogLevel
import de.dienstchat.TimelineToken
import de.dienstchat.setLog
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.test.assertTrue
import kotlin.test.fail
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.withTimeoutOrNull

/** A scenario under way: its phones, and what its steps have named. */
internal class Run(
    private val stack: StackProgram?,
    private val world: JsonObject,
    private val folder: Path,
) {
    val names = Names()

    /** What goes on between steps. */
    val background = CoroutineScope(SupervisorJob() + Dispatchers.IO)
    val subscriptions = ConcurrentHashMap<String, Subscription>()
    val tokens = ConcurrentHashMap<String, TimelineToken>()
    val started = ConcurrentHashMap<String, Deferred<Unit>>()
    val loopbacks = ConcurrentHashMap<String, Listening>()
    private val phones = ConcurrentHashMap<String, Phone>()
    private val cancellations = ConcurrentHashMap<String, Cancellation>()

    init {
        names["world"] = world
        setLog(PhoneLog, LogLevel.TRACE)
    }

    fun phone(name: String): Phone = phones.computeIfAbsent(name) { Phone(folder.resolve(name)) }

    fun cancellation(name: String): Cancellation =
        cancellations.computeIfAbsent(name) { Cancellation() }

    fun subscription(name: String): Subscription =
        checkNotNull(subscriptions[name]) { "there is no subscription $name" }

    fun loopback(name: String): Listening =
        checkNotNull(loopbacks[name]) { "nothing listens as $name" }

    fun config(phone: Phone) = Config(
        dataDir = phone.folder.resolve("data").toString(),
        connector = world["connector"].asString,
        appHosts = world["app_hosts"].asJsonArray.map { it.asString },
        issuers = world["issuers"].asString,
    )

    /** Sends a command to the world of this scenario. */
    fun toTheWorld(command: JsonObject): JsonElement {
        command.add("world", world["id"])
        return checkNotNull(stack) { "there is no world" }.send(command)
    }

    suspend fun all(steps: List<Step>, names: Names) {
        for (step in steps) one(step.filled(names), names)
    }

    private suspend fun one(step: Step, names: Names) {
        val answer = if (step.isOfTheWorld) {
            toTheWorld(step.command())
        } else {
            call(step, names) ?: return
        }
        step["gives"]?.let { expected -> mismatch(expected, answer)?.let { fail("$it\nin $step") } }
        step.textOrNull("keep")?.let { names[it] = answer }
    }

    /** The answer; null when the step failed, as it should. */
    private suspend fun call(step: Step, names: Names): JsonElement? {
        val kind = STEPS.getValue(step.action)
        val expected = step.textOrNull("error")
        val answer = try {
            kind.within(step) { kind.action(Turn(this, step, names)) }
        } catch (error: CancellationException) {
            throw error
        } catch (error: Exception) {
            val name = errorName(error) ?: throw IllegalStateException("in $step", error)
            if (name != expected) throw AssertionError("$name in $step", error)
            return null
        }
        if (expected != null) fail("no $expected came in $step")
        return view(answer)
    }

    fun nothingIsUnderWay() = assertTrue(started.isEmpty(), "not joined: ${started.keys}")

    /** Closes what is open, however far the scenario came. */
    suspend fun end() {
        PhoneLog.fault.kind = "none"
        subscriptions.values.forEach { it.release() }
        for (phone in phones.values) phone.closeApp()
        background.cancel()
        tokens.values.forEach { it.close() }
        loopbacks.values.forEach { it.loopback.close() }
        cancellations.values.forEach { it.close() }
    }

    private suspend fun StepKind.within(step: Step, action: suspend () -> Any?): Any? {
        if (hasSteps) return action()
        var answer: Any? = null
        withTimeoutOrNull(60.seconds) { answer = action() } ?: fail("took over a minute: $step")
        return answer
    }
}

/** Every step of the app, by its name. */
internal val STEPS: Map<String, StepKind> =
    PHONE_STEPS + APP_STEPS + CHAT_STEPS + SUBSCRIPTION_STEPS + ORDER_STEPS
