package de.dienstchat.app.theme

import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import kotlin.test.Test
import kotlin.test.assertEquals

class ChoicesTest {
    @Test
    fun theSystemDecidesWhereThePersonDoesNot() {
        assertEquals(true, Appearance.SYSTEM.isDark(systemIsDark = true))
        assertEquals(false, Appearance.SYSTEM.isDark(systemIsDark = false))
        assertEquals(German, Language.SYSTEM.texts("de-AT"))
        assertEquals(German, Language.SYSTEM.texts("de_DE"))
        assertEquals(English, Language.SYSTEM.texts("en-GB"))
        assertEquals(English, Language.SYSTEM.texts("den"))
        assertEquals(English, Language.SYSTEM.texts(""))
    }

    @Test
    fun whatThePersonChoseCounts() {
        assertEquals(true, Appearance.DARK.isDark(systemIsDark = false))
        assertEquals(false, Appearance.LIGHT.isDark(systemIsDark = true))
        assertEquals(German, Language.GERMAN.texts("en"))
        assertEquals(English, Language.ENGLISH.texts("de"))
    }
}
