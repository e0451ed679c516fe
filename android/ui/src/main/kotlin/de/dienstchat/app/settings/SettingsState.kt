package de.dienstchat.app.settings

import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language

/**
 * What the person has here and has chosen.
 *
 * @property canLock The device has something to unlock the app with.
 */
data class SettingsState(
    val version: String,
    val accounts: List<AccountRow> = emptyList(),
    val canLock: Boolean = false,
    val appLock: Boolean = false,
    val hidePreviews: Boolean = true,
    val appearance: Appearance = Appearance.SYSTEM,
    val language: Language = Language.SYSTEM,
)

/**
 * An account.
 *
 * @property person Whose it is, where that is known.
 */
data class AccountRow(
    val id: String,
    val organisation: String,
    val person: String? = null,
    val usable: Boolean = true,
) {
    /** Shows nobody's name. */
    override fun toString(): String = "AccountRow(usable=$usable)"
}
