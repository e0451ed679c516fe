package de.dienstchat.app.duties

import de.dienstchat.AccountInfo
import de.dienstchat.ChatSummary
import de.dienstchat.ClientException
import de.dienstchat.Phase
import de.dienstchat.SyncException
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.Online
import de.dienstchat.app.core.failureOf
import de.dienstchat.app.core.person
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.ShownAccount
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.persistently
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/**
 * Shows the list as the core has it, and refreshes it.
 *
 * @param first What was stored when the app started, so that the list is there in the first frame.
 */
class DutiesPresenter(
    private val core: Core,
    private val online: Online,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val shownAccount: ShownAccount,
    private val scope: CoroutineScope,
    first: Stored = Stored(),
) : Presenter<DutiesState, DutiesEvent> {
    /** What the list is made of; nulls are not read yet. */
    data class Stored(val accounts: List<AccountInfo>? = null, val chats: List<ChatSummary>? = null) {
        /** Shows nothing of it. */
        override fun toString(): String = "Stored"
    }

    private var now = first
    private val unreadable = mutableSetOf<Flow<*>>()
    private val persons = mutableMapOf<String, String>()
    private var asking: Job? = null
    private val shown = MutableStateFlow(DutiesState().listing())

    override val states: StateFlow<DutiesState> = shown.asStateFlow()

    init {
        scope.observe(core.accounts) {
            now = now.copy(accounts = it)
            if (chosenOf(it) == null) shownAccount.choose(null)
            askWhoseTheyAre()
        }
        scope.observe(core.chats) {
            now = now.copy(chats = it)
            askWhoseTheyAre()
        }
        scope.launch { shownAccount.account.collect { show() } }
        scope.launch { preferences.chosen.collect { show() } }
        scope.launch { online.online.collect { show() } }
    }

    override fun on(event: DutiesEvent) {
        when (event) {
            DutiesEvent.Refresh -> refresh()
            is DutiesEvent.Choose -> shownAccount.choose(event.account)
            is DutiesEvent.OpenChat -> navigator.open(Route.Chat(event.account, event.dutyId))
            is DutiesEvent.OpenAccount -> navigator.open(Route.SealedAccount(event.account))
            DutiesEvent.OpenSettings -> navigator.open(Route.Settings)
            DutiesEvent.SignIn -> navigator.open(Route.Organisations)
        }
    }

    private fun refresh() {
        if (shown.value.refreshing) return
        shown.update { it.copy(refreshing = true, problem = null).listing() }
        scope.launch {
            val failure = failureOf { core.refresh() }
            shown.update {
                it.copy(
                    refreshing = false,
                    problem = if (isWorthTelling(failure)) DutiesProblem.REFRESH else null,
                ).listing()
            }
        }
    }

    // Both lists fail in the course of things. Nothing is shown of chats then, as an account may have been
    // sealed, and they are read again.
    private fun <T> CoroutineScope.observe(list: Flow<List<T>>, take: (List<T>) -> Unit) = launch {
        persistently {
            val failure = failureOf {
                list.collect {
                    unreadable -= list
                    take(it)
                    show()
                }
            }
            if (failure != null) {
                if (isWorthTelling(failure)) unreadable += list
                if (list === core.chats) now = now.copy(chats = null)
                show()
                throw failure
            }
        }
    }

    // An account that is gone shows nothing, and where there is only one there is nothing to choose.
    private fun chosenOf(accounts: List<AccountInfo>): String? =
        shownAccount.account.value?.takeIf { chosen -> accounts.size > 1 && accounts.any { it.id == chosen } }

    private fun askWhoseTheyAre() {
        if (asking?.isActive == true) return
        val unknown = accountsOfOneOrganisation(now.accounts.orEmpty()).map { it.id } - persons.keys
        if (unknown.isEmpty()) return
        asking = scope.launch {
            for (account in unknown) {
                persons[account] = core.person(account) ?: continue
                show()
            }
        }
    }

    private fun show() = shown.update { it.listing() }

    private fun DutiesState.listing(): DutiesState {
        val accounts = now.accounts.orEmpty()
        val rows = DutyRows(accounts, persons, preferences::organisationName)
        val chosen = chosenOf(accounts)
        val active = rows.of(now.chats.orEmpty(), Phase.ACTIVE)
        val readOnly = rows.of(now.chats.orEmpty(), Phase.READ_ONLY)
        fun isShown(account: String) = chosen == null || account == chosen
        val hidden = (active + readOnly).filterNot { isShown(it.account) }
        return copy(
            loaded = now.accounts != null && now.chats != null,
            signedIn = accounts.isNotEmpty(),
            problem = if (unreadable.isEmpty()) problem.takeIf { it != DutiesProblem.READ } else DutiesProblem.READ,
            organisations = organisationChoices(accounts, hidden, persons, preferences::organisationName),
            chosen = chosen,
            // A network may lead nowhere, which the core finds out.
            offline = !online.online.value || accounts.any { it.offline },
            closed = rows.closed.filter { isShown(it.account) },
            active = active.filter { isShown(it.account) },
            readOnly = readOnly.filter { isShown(it.account) },
        )
    }
}

// The strip tells that there is no connection, and the account's row that it is sealed.
private fun isWorthTelling(failure: Exception?): Boolean = when (failure) {
    null, is SyncException.SignedOut, is SyncException.Sealed, is ClientException.Sealed -> false
    is SyncException.Closed, is ClientException.Closed -> false
    is SyncException.Offline, is ClientException.Offline -> false
    else -> true
}
