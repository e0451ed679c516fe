package de.dienstchat.app.settings

import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import java.time.Instant

/**
 * What the person has here and has chosen.
 *
 * @property choosing The choice that is open: after which duty an account signs out.
 * @property hasAppLock There is an app lock here at all.
 * @property hasPreviews Contents can be seen outside of the app here.
 * @property canLock The device has something to unlock the app with.
 */
data class SettingsState(
    val version: String,
    val accounts: List<AccountRow> = emptyList(),
    val choosing: Choosing? = null,
    val hasAppLock: Boolean = true,
    val hasPreviews: Boolean = true,
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
 * @property signOutAfter The duty after which it signs itself out.
 */
data class AccountRow(
    val id: String,
    val organisation: String,
    val person: String? = null,
    val usable: Boolean = true,
    val signOutAfter: SignOutDuty? = null,
) {
    /** Shows nobody's name. */
    override fun toString(): String = "AccountRow(usable=$usable)"
}

/** A duty that can be the last one of an account here. */
data class SignOutDuty(val id: String, val title: String, val endsAt: Instant) {
    /** Shows nothing of the duty. */
    override fun toString(): String = "SignOutDuty(…)"
}

/**
 * After which of the [duties] this account signs out.
 *
 * @property chosen One of them, or none.
 * @property failure Why the last choice was not kept.
 */
data class Choosing(
    val account: String,
    val duties: List<SignOutDuty>,
    val chosen: String?,
    val failure: ChoiceFailure? = null,
) {
    /** Shows nothing of the duties. */
    override fun toString(): String = "Choosing(duties=${duties.size}, failure=$failure)"
}

/** Why a choice was not kept. */
enum class ChoiceFailure {
    /** The duty is over already. */
    OVER,

    /** Something else. */
    FAILED,
}
