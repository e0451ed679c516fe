package de.dienstchat.app.duties

import de.dienstchat.app.format.Remaining
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull

class DutyWordsTest {
    @Test
    fun whatRemainsIsSaidInDaysThenInHours() {
        fun said(remaining: Remaining, readOnly: Boolean) = remainingText(remaining, readOnly, German)
        assertEquals("Noch 2 Tage schreiben", said(Remaining.Days(2), readOnly = false))
        assertEquals("Noch 1 Tag lesbar", said(Remaining.Days(1), readOnly = true))
        assertEquals("Noch 23 Stunden schreiben", said(Remaining.Hours(23), readOnly = false))
        assertEquals("Noch 1 Stunde lesbar", said(Remaining.Hours(1), readOnly = true))
        assertEquals(German.dutiesWriteLastHour, said(Remaining.Minutes, readOnly = false))
        assertEquals(German.dutiesReadLastHour, said(Remaining.Minutes, readOnly = true))
    }

    @Test
    fun aClockThatIsAheadSaysNothingRatherThanSomethingWrong() {
        assertNull(remainingText(Remaining.Over, readOnly = false, English))
    }

    @Test
    fun theLastMessageSaysWhoseItIs() {
        assertEquals("You: \u2068Hi\u2069", lastText(text("Anna", "Hi", own = true), English))
        assertEquals("\u2068Ben\u2069: \u2068Hi\u2069", lastText(text("Ben", "Hi"), English))
        assertEquals("\u2068No name\u2069: \u2068Hi\u2069", lastText(text(null, "Hi"), English))
        assertEquals(English.dutiesNoMessage, lastText(null, English))
        assertEquals(English.dutiesLastWaiting, lastText(other(LastContent.Waiting), English))
        assertEquals(English.dutiesLastDeleted, lastText(other(LastContent.Deleted), English))
        assertEquals(English.dutiesLastUnsupported, lastText(other(LastContent.Unsupported), English))
    }
}
