package de.dienstchat.app.settings

import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language

/** What the person does in the settings. */
sealed interface SettingsEvent {
    /** Leaves. */
    data object Back : SettingsEvent

    /** Signs in to one more organisation. */
    data object AddAccount : SettingsEvent

    /** Goes to what this account shows: its duties alone, or why it cannot be used. */
    data class OpenAccount(val account: String) : SettingsEvent

    /** Signs this account out; asks first. */
    data class SignOut(val account: String) : SettingsEvent

    /** Wants to choose the duty after which this account signs out. */
    data class ChooseSignOutAfter(val account: String) : SettingsEvent

    /** Has chosen that duty, or that the account stays. */
    data class SignOutAfter(val duty: String?) : SettingsEvent

    /** Chooses nothing. */
    data object CloseChoice : SettingsEvent

    /** Wants the app locked, or not. */
    data class AppLock(val wanted: Boolean) : SettingsEvent

    /** Wants contents hidden where others may see them, or not. */
    data class HidePreviews(val wanted: Boolean) : SettingsEvent

    /** Chooses light or dark. */
    data class Look(val appearance: Appearance) : SettingsEvent

    /** Chooses a language. */
    data class Speak(val language: Language) : SettingsEvent

    /** Reads what happens with whose data. */
    data object OpenPrivacy : SettingsEvent

    /** Reads the licences. */
    data object OpenLicences : SettingsEvent
}
