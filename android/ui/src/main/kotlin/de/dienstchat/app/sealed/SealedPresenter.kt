package de.dienstchat.app.sealed

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.SealReason
import de.dienstchat.SyncException
import de.dienstchat.Unavailable
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.sealed.SealedState.Failure
import de.dienstchat.app.sealed.SealedState.Shown
import de.dienstchat.app.sealed.SealedState.Why
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** Says why [account] cannot be used and what helps; leaves by itself once it can, or is gone. */
class SealedPresenter(
    private val core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val account: String,
    private val scope: CoroutineScope,
) : Presenter<SealedState, SealedEvent> {
    private val state = MutableStateFlow<SealedState>(SealedState.Loading)

    override val states: StateFlow<SealedState> = state.asStateFlow()

    init {
        scope.launch {
            core.accounts
                // Without the list, nothing can be said of an account.
                .catch { navigator.back() }
                .collect { accounts -> show(accounts.find { it.id == account }) }
        }
    }

    override fun on(event: SealedEvent) {
        when (event) {
            SealedEvent.Back -> navigator.back()
            SealedEvent.SignInAgain -> navigator.open(Route.SignInAgain(account))
            SealedEvent.SignOut -> navigator.open(Route.SignOut(account))
            SealedEvent.Retry -> retry()
        }
    }

    private fun show(info: AccountInfo?) {
        val why = info?.let(::why) ?: return navigator.back()
        state.update { now ->
            val shown = now as? Shown
            if (shown?.why == why) shown else Shown(why, preferences.organisationName(info.ov), shown?.trying ?: false)
        }
    }

    private fun retry() {
        val shown = (state.value as? Shown)?.takeIf { !it.trying } ?: return
        state.value = shown.copy(trying = true, failure = null)
        scope.launch {
            val failure = failureOf { if (shown.why == Why.NO_CONTACT) core.contact(account) else core.reopen(account) }
            state.update { now -> (now as? Shown)?.copy(trying = false, failure = failure) ?: now }
        }
    }

    // Where it helped, the list of accounts says so.
    private suspend fun failureOf(attempt: suspend () -> Unit): Failure? = try {
        attempt()
        null
    } catch (failure: SyncException) {
        when (failure) {
            is SyncException.Offline -> Failure.OFFLINE
            is SyncException.Busy, is SyncException.Server -> Failure.SERVER
            else -> Failure.SAME
        }
    } catch (_: ClientException) {
        Failure.SAME
    }

    private fun why(info: AccountInfo): Why? = when (val state = info.state) {
        AccountState.Active -> null
        is AccountState.Sealed -> when (state.reason) {
            SealReason.SIGN_IN_AGAIN -> Why.SIGN_IN_AGAIN
            SealReason.BLOCKED -> Why.BLOCKED
            SealReason.NO_CONTACT -> Why.NO_CONTACT
        }
        is AccountState.Unavailable -> when (state.reason) {
            Unavailable.DAMAGED -> Why.DAMAGED
            Unavailable.KEY_MISSING -> Why.KEY_LOST
            Unavailable.NEWER_VERSION -> Why.UPDATE
            Unavailable.LOCKED -> Why.LOCKED
            Unavailable.STORAGE -> Why.STORAGE
        }
    }
}
