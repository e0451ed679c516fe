package de.dienstchat.app.android.platform

import android.content.Context
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Chosen
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment

@RunWith(RobolectricTestRunner::class)
class SharedPreferenceStoreTest {
    private val app = RuntimeEnvironment.getApplication()

    @Test
    fun whatWasChosenIsThereAgain() {
        val preferences = Preferences(SharedPreferenceStore(app))
        assertEquals(Chosen(), preferences.chosen.value)
        preferences.change { it.copy(appearance = Appearance.DARK, lastOrganisation = "xyz") }
        preferences.change { it.copy(lastOrganisation = null) }
        assertEquals(Chosen(appearance = Appearance.DARK), Preferences(SharedPreferenceStore(app)).chosen.value)
    }

    @Test
    fun whatIsOfAnotherTypeIsLeftOut() {
        val file = app.getSharedPreferences("other", Context.MODE_PRIVATE)
        file.edit().putInt("appearance", 3).putString("language", "GERMAN").apply()
        assertEquals(mapOf("language" to "GERMAN"), SharedPreferenceStore(file).read())
    }
}
