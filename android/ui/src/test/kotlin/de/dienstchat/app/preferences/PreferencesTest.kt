package de.dienstchat.app.preferences

import kotlin.test.Test
import kotlin.test.assertEquals

class PreferencesTest {
    @Test
    fun whatWasChosenIsThereAgain() {
        val store = MemoryPreferences()
        Preferences(store).change {
            it.copy(appearance = Appearance.DARK, appLock = true, organisationNames = mapOf("xyz" to "Rettung XYZ"))
        }
        val again = Preferences(store)
        assertEquals(Appearance.DARK, again.chosen.value.appearance)
        assertEquals(true, again.chosen.value.appLock)
        assertEquals("Rettung XYZ", again.organisationName("xyz"))
    }

    @Test
    fun anOrganisationWithoutANameIsCalledByItsCode() {
        assertEquals("XYZ", Preferences(MemoryPreferences()).organisationName("xyz"))
    }

    @Test
    fun whatCannotBeReadCountsAsNotChosen() {
        val store = MemoryPreferences(mapOf("appearance" to "SEPIA", "app_lock" to "perhaps"))
        assertEquals(Chosen(), Preferences(store).chosen.value)
    }
}
