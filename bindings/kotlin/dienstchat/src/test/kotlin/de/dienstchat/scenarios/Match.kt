package de.dienstchat.scenarios

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive

/** Why the actual value is not as expected; null when it is. */
internal fun mismatch(expected: JsonElement, actual: JsonElement): String? = when {
    expected is JsonArray -> listMismatch(expected, actual)
    expected is JsonObject && actual is JsonArray -> formMismatch(expected, actual)
    expected is JsonObject -> fieldMismatch(expected, actual)
    same(expected, actual) -> null
    else -> "$actual is not $expected"
}

private fun matches(expected: JsonElement, actual: JsonElement) = mismatch(expected, actual) == null

private fun same(expected: JsonElement, actual: JsonElement): Boolean =
    if (isNumber(expected) && isNumber(actual)) {
        expected.asDouble == actual.asDouble
    } else {
        expected == actual
    }

private fun isNumber(value: JsonElement) = value is JsonPrimitive && value.isNumber

private fun listMismatch(expected: JsonArray, actual: JsonElement): String? {
    if (actual !is JsonArray) return "$actual is no list"
    if (expected.size() != actual.size()) return "$actual has not ${expected.size()} items"
    return expected.zip(actual).firstNotNullOfOrNull { (one, other) -> mismatch(one, other) }
}

private fun fieldMismatch(expected: JsonObject, actual: JsonElement): String? {
    if (actual !is JsonObject) return "$actual has no fields"
    return expected.entrySet().firstNotNullOfOrNull { (field, value) ->
        if (!actual.has(field)) "$actual has no $field"
        else mismatch(value, actual[field])?.let { "$field: $it" }
    }
}

private fun formMismatch(expected: JsonObject, actual: JsonArray): String? =
    expected.entrySet().firstNotNullOfOrNull { (form, wanted) ->
        val holds = when (form) {
            "count" -> actual.size() == wanted.asInt
            "has" -> wanted.asJsonArray.all { one -> actual.any { matches(one, it) } }
            "lacks" -> wanted.asJsonArray.none { one -> actual.any { matches(one, it) } }
            "first" -> matches(wanted, actual.firstOrNull() ?: JsonNull.INSTANCE)
            "last" -> matches(wanted, actual.lastOrNull() ?: JsonNull.INSTANCE)
            else -> error("a list is not matched by $form")
        }
        if (holds) null else "$form $wanted does not hold of $actual"
    }
