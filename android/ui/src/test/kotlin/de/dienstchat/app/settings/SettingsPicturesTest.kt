package de.dienstchat.app.settings

import de.dienstchat.app.pictures.pictures
import java.time.Instant
import kotlin.test.Test

class SettingsPicturesTest {
    private val market = SignOutDuty("d1", "Weihnachtsmarkt", Instant.parse("2026-11-28T21:00:00Z"))
    private val run = SignOutDuty("d2", "Silvesterlauf", Instant.parse("2026-12-31T17:00:00Z"))
    private val accounts = listOf(
        AccountRow("one", "Rettung XYZ", "Anna Beispiel", signOutAfter = market),
        AccountRow("two", "Wasserwacht ABC", usable = false),
    )

    @Test
    fun pictures() = pictures("settings") {
        picture("accounts") { SettingsView(SettingsState("1.2.3", accounts, canLock = true), on = {}) }
        picture("choices") { SettingsView(SettingsState("1.2.3", canLock = true, appLock = true), on = {}) }
        for (failure in listOf(null) + ChoiceFailure.entries) {
            val choosing = Choosing("one", listOf(market, run), chosen = "d1", failure)
            picture(if (failure == null) "sign-out-after" else "sign-out-after-${failure.name.lowercase()}") {
                SettingsView(SettingsState("1.2.3", accounts, choosing), on = {})
            }
        }
        picture("desktop") { SettingsView(SettingsState("1.2.3", hasAppLock = false, hasPreviews = false), on = {}) }
        picture("no-lock") { SettingsView(SettingsState("1.2.3", hidePreviews = false), on = {}) }
    }
}
