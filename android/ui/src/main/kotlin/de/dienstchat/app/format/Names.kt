package de.dienstchat.app.format

import de.dienstchat.app.texts.Texts

private const val FIRST_STRONG_ISOLATE = '\u2068'
private const val POP_DIRECTIONAL_ISOLATE = '\u2069'

/**
 * This text for the middle of a sentence: whichever way it is written, what stands around it keeps its
 * place.
 */
fun String.isolated(): String = "$FIRST_STRONG_ISOLATE$this$POP_DIRECTIONAL_ISOLATE"

/** A person's or an organisation's name as it is shown: in one line, nothing invisible in it, never empty. */
fun displayName(name: String?, texts: Texts): String = oneLine(name).ifEmpty { texts.noName }

/** A duty's title likewise. */
fun displayTitle(title: String?, texts: Texts): String = oneLine(title).ifEmpty { texts.untitled }

/**
 * Text of others in one line: without controls and marks that turn the direction of what follows. What
 * joins letters or emoji stays. Empty, if nothing of it can be seen.
 */
fun oneLine(text: String?): String = buildString {
    var gap = false
    for (char in text.orEmpty()) {
        when {
            char.isWhitespace() || char.isISOControl() -> gap = isNotEmpty()
            turnsDirection(char) -> Unit
            else -> {
                if (gap) append(' ')
                gap = false
                append(char)
            }
        }
    }
}.takeIf { shown -> shown.any { !invisible(it) } }.orEmpty()

// U+061C, U+200E, U+200F: marks; U+202A to U+202E: embeddings and overrides; U+2066 to U+2069: isolates.
private fun turnsDirection(char: Char): Boolean =
    char == '\u061C' || char in '\u200E'..'\u200F' || char in '\u202A'..'\u202E' || char in '\u2066'..'\u2069'

// Joiners, variation selectors and the like: something only beside something else.
private fun invisible(char: Char): Boolean =
    char.category == CharCategory.FORMAT || char.category == CharCategory.NON_SPACING_MARK || char == '\u3164' ||
        char == '\u2800'
