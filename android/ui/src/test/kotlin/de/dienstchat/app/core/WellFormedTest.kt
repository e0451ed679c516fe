package de.dienstchat.app.core

import kotlin.test.Test
import kotlin.test.assertEquals

class WellFormedTest {
    @Test
    fun wholeCharactersStay() {
        val text = "Ja \uD83D\uDC4D\uD83C\uDFFD, Grüße"
        assertEquals(text, text.wellFormed())
    }

    @Test
    fun halvesAreReplaced() {
        assertEquals("a\uFFFDb", "a\uD83Db".wellFormed())
        assertEquals("\uFFFD\uFFFD", "\uDC4D\uD83D".wellFormed())
        assertEquals("\uFFFD\uD83D\uDC4D", "\uD83D\uD83D\uDC4D".wellFormed())
    }

    @Test
    fun whatIsReplacedCanBeEncoded() {
        val encoder = Charsets.UTF_8.newEncoder()
        assertEquals(true, encoder.canEncode("\uD83Dx\uDC4D".wellFormed()))
    }
}
