package de.dienstchat.app.link

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.LinkException
import de.dienstchat.LinkTarget
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.link.LinkState.Stage
import de.dienstchat.app.link.LinkState.Why
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** Follows one link: to the chat, to a sign-in, or to words that say why not. */
class LinkPresenter(
    private val core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val link: String,
    private val scope: CoroutineScope,
) : Presenter<LinkState, LinkEvent> {
    private val state = MutableStateFlow(LinkState())
    private var following: Job = follow()
    private var target: Route.SignIn? = null

    override val states: StateFlow<LinkState> = state.asStateFlow()

    override fun on(event: LinkEvent) {
        when (event) {
            LinkEvent.Back -> leave(navigator::back)
            LinkEvent.ToDuties -> leave { navigator.startAt(Route.Duties) }
            LinkEvent.Retry -> if (!following.isActive) following = follow()
            LinkEvent.SignIn -> target?.let(navigator::open)
            LinkEvent.WhatToDo -> scope.launch { navigator.open(sealed() ?: Route.Duties) }
        }
    }

    private fun follow(): Job = scope.launch {
        state.value = LinkState(signedIn = accounts().isNotEmpty())
        try {
            when (val found = core.openLink(link)) {
                is LinkTarget.Chat -> navigator.replace(Route.Chat(found.account, found.dutyId))
                is LinkTarget.SignIn -> signInFirst(found.ov)
            }
        } catch (failure: LinkException) {
            ended(why(failure))
        }
    }

    private suspend fun signInFirst(ov: String) {
        show(ov, preferences.chosen.value.organisationNames[ov])
        if (target?.name != null) return
        try {
            core.search(ov).find { it.ov == ov }?.let { found ->
                preferences.change { it.copy(organisationNames = it.organisationNames + (ov to found.name)) }
                show(ov, found.name)
            }
        } catch (_: ClientException) {
            // It is called by its code then.
        }
    }

    private fun show(ov: String, name: String?) {
        target = Route.SignIn(ov, name)
        state.update { it.copy(stage = Stage.SignInFirst(preferences.organisationName(ov))) }
    }

    private fun ended(why: Why) = state.update { it.copy(stage = Stage.Ended(why)) }

    private fun leave(where: () -> Unit) {
        following.cancel()
        scope.launch {
            // Else a later sign-in would lead there.
            try {
                core.forgetLink()
            } catch (_: LinkException) {
                // It leads to this screen once more, no further.
            }
            where()
        }
    }

    // Which account the link picks is the core's to know: where several cannot be used, the list of
    // duties names them.
    private suspend fun sealed(): Route? =
        accounts().filter { it.state != AccountState.Active }.singleOrNull()?.let { Route.SealedAccount(it.id) }

    private suspend fun accounts(): List<AccountInfo> = try {
        core.storedAccounts()
    } catch (_: ClientException) {
        emptyList()
    }

    private suspend fun why(failure: LinkException): Why = when (failure) {
        is LinkException.Invalid -> Why.INVALID
        is LinkException.NotOnDuty -> Why.NOT_ON_DUTY
        is LinkException.Deleted -> Why.DELETED
        is LinkException.Removed -> Why.REMOVED
        is LinkException.Sealed -> Why.SEALED
        is LinkException.Offline -> Why.OFFLINE
        is LinkException.Server -> Why.SERVER
        // The account's own screen says more.
        is LinkException.Store -> if (sealed() == null) Why.STORAGE else Why.SEALED
        is LinkException.Closed, is LinkException.Cancelled, is LinkException.Internal -> Why.INTERNAL
    }
}
