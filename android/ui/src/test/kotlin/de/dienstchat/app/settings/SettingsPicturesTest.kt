package de.dienstchat.app.settings

import de.dienstchat.app.pictures.pictures
import kotlin.test.Test

class SettingsPicturesTest {
    private val accounts = listOf(
        AccountRow("one", "Rettung XYZ", "Anna Beispiel"),
        AccountRow("two", "Wasserwacht ABC", usable = false),
    )

    @Test
    fun pictures() = pictures("settings") {
        picture("accounts") { SettingsView(SettingsState("1.2.3", accounts, canLock = true), on = {}) }
        picture("choices") { SettingsView(SettingsState("1.2.3", canLock = true, appLock = true), on = {}) }
        picture("no-lock") { SettingsView(SettingsState("1.2.3", hidePreviews = false), on = {}) }
    }
}
