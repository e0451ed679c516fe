package de.dienstchat.app.chat

/** How much of a text one piece of a screen lays out. */
internal const val MOST_CHARACTERS: Int = 4_000

/** How many of its lines, since each may be as short as it likes. */
internal const val MOST_LINES: Int = 100

/** The beginning of a text, if all of it is too much to lay out at once; else null. */
internal fun beginning(text: String): String? {
    val end = endOfPart(text, 0)
    return if (end < text.length) text.substring(0, end).trimEnd() else null
}

/** A text in parts for lines of their own, none of them too much to lay out at once. */
internal fun parts(text: String): List<String> = buildList {
    var start = 0
    while (start < text.length) {
        val end = endOfPart(text, start)
        add(text.substring(start, end).removeSuffix("\n"))
        start = end
    }
}

/** Where a part from [start] on ends: after a line or a word if there is one, never inside a character. */
private fun endOfPart(text: String, start: Int): Int {
    var lines = 0
    val most = minOf(text.length, start + MOST_CHARACTERS)
    for (at in start until most) {
        if (text[at] in LINE_ENDS && ++lines == MOST_LINES) return at + 1
    }
    if (most == text.length) return most
    val early = start + MOST_CHARACTERS / 2
    val space = (most - 1 downTo early).find { text[it] == '\n' } ?: (most - 1 downTo early).find { text[it] == ' ' }
    return if (space != null) space + 1 else characterEnd(text, start, most)
}

/**
 * The last place up to [most] that is not inside of what people see as one character: a family of
 * emoji, a flag, a letter with its accents. One that is itself too much is cut after all.
 */
private fun characterEnd(text: String, start: Int, most: Int): Int {
    // A little more, for the character at the end.
    val piece = text.substring(start, minOf(text.length, most + MOST_CHARACTERS))
    var end = 0
    for (character in CHARACTER.findAll(piece)) {
        if (start + character.range.last + 1 > most) break
        end = character.range.last + 1
    }
    if (end > 0) return start + end
    return if (text[most - 1].isHighSurrogate()) most - 1 else most
}

private const val LINE_ENDS = "\n\u000B\u000C\r\u0085\u2028\u2029"

/** An extended grapheme cluster. */
private val CHARACTER = Regex("\\X")
