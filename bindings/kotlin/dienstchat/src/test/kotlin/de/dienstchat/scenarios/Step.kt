package de.dienstchat.scenarios

import com.google.gson.JsonElement
import com.google.gson.JsonObject

/** A step as it stands in the file, or, while it runs, with all names filled in. */
internal class Step private constructor(
    private val fields: JsonObject,
    val steps: List<Step>,
) {
    val isOfTheWorld: Boolean get() = fields.has("world")

    /** Its `do`, or its `world`. */
    val action: String get() = text(if (isOfTheWorld) "world" else "do")

    operator fun get(field: String): JsonElement? = fields[field]

    fun text(field: String): String = required(field).asString

    fun textOrNull(field: String): String? = fields[field]?.takeUnless { it.isJsonNull }?.asString

    fun number(field: String): Long = required(field).asLong

    fun numberOrNull(field: String): Long? = fields[field]?.asLong

    /** Whether the field is true; false when it is left out. */
    fun flag(field: String): Boolean = fields[field]?.asBoolean ?: false

    fun filled(names: Names): Step = Step(names.fill(fields).asJsonObject, steps)

    /** It and those inside of it. */
    fun all(): List<Step> = listOf(this) + steps.flatMap(Step::all)

    /** The fields of a command, without what is the runner's. */
    fun command(): JsonObject {
        val command = fields.deepCopy()
        command.remove("keep")
        command.add("do", command.remove("world"))
        return command
    }

    override fun toString(): String = fields.toString()

    private fun required(field: String): JsonElement =
        requireNotNull(fields[field]) { "this step lacks $field: $fields" }

    companion object {
        /** The steps of a list, each of which has to be known, with fields that are known. */
        fun list(list: JsonElement): List<Step> = list.asJsonArray.map { of(it.asJsonObject) }

        private fun of(fields: JsonObject): Step {
            val inner = fields.remove("steps")?.let(::list)
            val step = Step(fields, inner.orEmpty())
            if (!step.isOfTheWorld) {
                val kind = requireNotNull(STEPS[step.action]) { "there is no such step: $fields" }
                val unknown = fields.keySet() - kind.fields
                require(unknown.isEmpty()) { "unknown fields $unknown: $fields" }
                require((inner != null) == kind.hasSteps) { "with or without steps? $fields" }
            }
            return step
        }
    }
}
