package de.dienstchat.app.chat

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

class LongTextTest {
    @Test
    fun whatIsShortIsLeftWhole() {
        assertNull(beginning("Bin da."))
        assertNull(beginning("x".repeat(MOST_CHARACTERS)))
        assertEquals(listOf("Bin da."), parts("Bin da."))
        assertEquals(emptyList(), parts(""))
    }

    @Test
    fun aLongTextIsCutAfterAWord() {
        val text = "Treffpunkt ".repeat(6_000)
        val beginning = beginning(text)!!
        assertTrue(beginning.length in MOST_CHARACTERS / 2..MOST_CHARACTERS, "${beginning.length}")
        assertTrue(beginning.endsWith("Treffpunkt"))
        assertEquals(text, parts(text).joinToString(""))
    }

    @Test
    fun manyLinesAreMuchToo() {
        val text = (1..4_000).joinToString("\n")
        assertEquals((1..MOST_LINES).joinToString("\n"), beginning(text))
        assertEquals(text, parts(text).joinToString("\n"))
        assertTrue(parts(text).all { part -> part.lines().size <= MOST_LINES })
    }

    @Test
    fun whatIsSeenAsOneCharacterStaysOne() {
        val family = "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67\u200D\uD83D\uDC66"
        val flag = "\uD83C\uDDE9\uD83C\uDDEA"
        val thumb = "\uD83D\uDC4D\uD83C\uDFFD"
        val accent = "e\u0301"
        for (one in listOf(family, flag, thumb, accent)) {
            // With and without something before them, so that the limit falls on each of their places.
            for (before in 0..one.length) {
                val text = "x".repeat(before) + one.repeat(10_000)
                for (part in parts(text)) assertTrue(part.removePrefix("x".repeat(before)).isMadeOf(one), one)
                assertEquals(text, parts(text).joinToString(""))
            }
        }
    }

    @Test
    fun oneCharacterWithoutAnEndIsCutAfterAll() {
        val text = "a" + "\u0301".repeat(65_536)
        assertTrue(parts(text).all { it.length <= MOST_CHARACTERS })
        assertEquals(text, parts(text).joinToString(""))
        // Nor is an emoji with a tail of them cut into halves.
        val emoji = "\uD83D\uDC4D".repeat(3)
        assertTrue(parts((emoji + "\u0301".repeat(8_000)).repeat(3)).none { it.first().isLowSurrogate() })
    }

    private fun String.isMadeOf(one: String) = length % one.length == 0 && this == one.repeat(length / one.length)
}
