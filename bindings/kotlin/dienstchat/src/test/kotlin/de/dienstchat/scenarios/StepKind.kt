package de.dienstchat.scenarios

import de.dienstchat.Cancellation

/** A step that is carried out now. */
internal class Turn(val run: Run, val step: Step, val names: Names) {
    val phone: Phone get() = run.phone(step.textOrNull("app") ?: "app")

    val cancellation: Cancellation? get() = step.textOrNull("cancellation")?.let(run::cancellation)
}

/** What a step may say and does. */
internal class StepKind(
    val fields: Set<String>,
    val hasSteps: Boolean = false,
    val action: suspend Turn.() -> Any?,
)

/** The fields that go with calls, and those that say on what. */
internal val ANSWER = setOf("do", "error", "gives", "keep")
internal val APP = ANSWER + "app"
internal val ACCOUNT = APP + setOf("account", "held")
internal val CHAT = ACCOUNT + "duty"
