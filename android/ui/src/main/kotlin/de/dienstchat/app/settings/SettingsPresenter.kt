package de.dienstchat.app.settings

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.person
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.ShownAccount
import de.dienstchat.app.preferences.Chosen
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.Platform
import de.dienstchat.app.root.persistently
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** The accounts of this device and the choices for it. */
class SettingsPresenter(
    private val core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val shownAccount: ShownAccount,
    private val platform: Platform,
    private val scope: CoroutineScope,
) : Presenter<SettingsState, SettingsEvent> {
    private val state = MutableStateFlow(
        SettingsState(platform.version, hasAppLock = platform.hasAppLock, hasPreviews = platform.hasPreviews)
            .with(preferences.chosen.value),
    )

    private val signOut = SignOutAfter(core, state)

    override val states: StateFlow<SettingsState> = state.asStateFlow()

    init {
        scope.launch { persistently { core.accounts.collectLatest(::show) } }
        scope.launch { preferences.chosen.collect { chosen -> state.update { it.with(chosen) } } }
    }

    override fun on(event: SettingsEvent) {
        when (event) {
            SettingsEvent.Back -> navigator.back()
            SettingsEvent.AddAccount -> navigator.open(Route.Organisations)
            SettingsEvent.OpenPrivacy -> navigator.open(Route.Privacy)
            SettingsEvent.OpenLicences -> navigator.open(Route.Licences)
            is SettingsEvent.OpenAccount -> open(event.account)
            is SettingsEvent.SignOut -> navigator.open(Route.SignOut(event.account))
            is SettingsEvent.ChooseSignOutAfter -> scope.launch { signOut.choose(event.account) }
            is SettingsEvent.SignOutAfter -> scope.launch { signOut.chosen(event.duty) }
            SettingsEvent.CloseChoice -> state.update { it.copy(choosing = null) }
            is SettingsEvent.AppLock -> lock(event.wanted)
            is SettingsEvent.HidePreviews -> preferences.change { it.copy(hidePreviews = event.wanted) }
            is SettingsEvent.Look -> preferences.change { it.copy(appearance = event.appearance) }
            is SettingsEvent.Speak -> preferences.change { it.copy(language = event.language) }
        }
    }

    private suspend fun show(accounts: List<AccountInfo>) {
        val known = state.value.accounts.associateBy { it.id }
        val rows = accounts.map { info ->
            row(info).copy(person = known[info.id]?.person, signOutAfter = signOut.duty(info))
        }
        state.update { it.copy(accounts = rows) }
        for (row in rows.filter { it.usable && it.person == null }) {
            val person = core.person(row.id) ?: continue
            state.update { now ->
                now.copy(accounts = now.accounts.map { if (it.id == row.id) it.copy(person = person) else it })
            }
        }
    }

    private fun row(info: AccountInfo) =
        AccountRow(info.id, preferences.organisationName(info.ov), usable = info.state == AccountState.Active)

    private fun open(account: String) {
        val usable = state.value.accounts.find { it.id == account }?.usable ?: return
        if (!usable) return navigator.open(Route.SealedAccount(account))
        shownAccount.choose(account)
        navigator.startAt(Route.Duties)
    }

    private fun lock(wanted: Boolean) {
        if (!wanted) return preferences.change { it.copy(appLock = false) }
        // Who cannot open the lock shall not close it.
        scope.launch {
            if (platform.unlock()) preferences.change { it.copy(appLock = true) }
        }
    }

    private fun SettingsState.with(chosen: Chosen) = copy(
        canLock = platform.canLock,
        appLock = chosen.appLock && platform.canLock,
        hidePreviews = chosen.hidePreviews,
        appearance = chosen.appearance,
        language = chosen.language,
    )
}
