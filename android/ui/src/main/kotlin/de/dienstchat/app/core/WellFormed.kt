package de.dienstchat.app.core

private const val REPLACEMENT = '\uFFFD'

/**
 * The text with a replacement character for each half of a character that stands alone. A keyboard or
 * another app can leave such a half behind, and the core takes UTF-8, which has none.
 */
internal fun String.wellFormed(): String {
    if (none(Char::isSurrogate)) return this
    return buildString(length) {
        var at = 0
        while (at < this@wellFormed.length) {
            val char = this@wellFormed[at++]
            val low = this@wellFormed.getOrNull(at)
            when {
                char.isHighSurrogate() && low?.isLowSurrogate() == true -> append(char).append(low).also { at++ }
                char.isSurrogate() -> append(REPLACEMENT)
                else -> append(char)
            }
        }
    }
}
