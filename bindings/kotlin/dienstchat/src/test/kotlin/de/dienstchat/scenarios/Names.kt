package de.dienstchat.scenarios

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import java.util.concurrent.ConcurrentHashMap

/** What was kept, by name. */
internal class Names private constructor(private val outer: Names?, private val keeps: Boolean) {
    private val values = ConcurrentHashMap<String, JsonElement>()

    constructor() : this(outer = null, keeps = true)

    /** Those of a turn with this number, which [keeps] what is kept in it for itself. */
    constructor(outer: Names, number: Int, keeps: Boolean) : this(outer, keeps) {
        values["i"] = JsonPrimitive(number)
    }

    operator fun set(name: String, value: JsonElement) {
        if (keeps || outer == null) values[name] = value else outer[name] = value
    }

    /** The value with every `${…}` in its strings filled in. */
    fun fill(value: JsonElement): JsonElement = when {
        value is JsonObject -> JsonObject().also { filled ->
            for ((field, inner) in value.entrySet()) filled.add(field, fill(inner))
        }
        value is JsonArray -> JsonArray().also { filled -> value.forEach { filled.add(fill(it)) } }
        value is JsonPrimitive && value.isString -> fill(value.asString)
        else -> value
    }

    /** What stands behind a path: a name, then fields and places. */
    fun find(path: String): JsonElement {
        val parts = path.split('.')
        val value = requireNotNull(named(parts.first())) { "nothing is kept as $path" }
        return parts.drop(1).fold(value) { at, part ->
            val inner = if (at is JsonArray) at[part.toInt()] else at.asJsonObject[part]
            requireNotNull(inner) { "there is no $part of $path" }
        }
    }

    private fun named(name: String): JsonElement? = values[name] ?: outer?.named(name)

    private fun fill(text: String): JsonElement {
        NAME.matchEntire(text)?.let { return find(it.groupValues[1]) }
        return JsonPrimitive(
            NAME.replace(text) { find(it.groupValues[1]).asString },
        )
    }

    private companion object {
        val NAME = Regex("""\$\{([^{}]+)}""")
    }
}
