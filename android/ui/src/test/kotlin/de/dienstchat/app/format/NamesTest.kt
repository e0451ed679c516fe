package de.dienstchat.app.format

import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

class NamesTest {
    @Test
    fun aNameStaysAsItIs() {
        assertEquals("Anna Müller-Ōta", displayName("Anna Müller-Ōta", German))
        assertEquals("دانا", displayName("دانا", German))
    }

    @Test
    fun whatCannotBeSeenIsNoName() {
        for (name in listOf(null, "", "  ", "\u0000\n", "\u202E", "\u200B\u200D\uFEFF", "\u2800", "\u3164")) {
            assertEquals(German.noName, displayName(name, German))
            assertEquals(German.untitled, displayTitle(name, German))
        }
    }

    @Test
    fun controlsAndTurnsOfDirectionAreLeftOut() {
        assertEquals("Anna nebA", displayName("\u202EAnna\u0007\tnebA\u202C", German))
        assertEquals("Ben", displayName("\u2067B\u200Fe\u061Cn\u2069", German))
    }

    @Test
    fun linesBecomeOne() {
        assertEquals("Sanitätsdienst Stadtfest", displayTitle("  Sanitätsdienst\r\n\n Stadtfest\n", German))
    }

    @Test
    fun emojiThatAreJoinedStayTogether() {
        val family = "👩‍👩‍👧"
        assertEquals("Anna $family", displayName("Anna $family", German))
    }

    @Test
    fun isolatedTextTurnsNothingAroundIt() {
        assertEquals("\u2068Anna\u2069", "Anna".isolated())
    }
}
