package de.dienstchat.app.signin

import de.dienstchat.SignInTarget
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.failureOf
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

// The list fills by itself; nobody is kept longer from it.
private val FIRST_CHATS = 15.seconds

/**
 * Signs in to an organisation, or again with an account that is here.
 *
 * @param copy Puts a text on the clipboard; false when it does not get there.
 * @param signedIn Leads on from there: to the link that waits, else to the duties.
 */
class SignInPresenter private constructor(
    private val core: Core,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val copy: (String) -> Boolean,
    private val signedIn: () -> Unit,
    private val scope: CoroutineScope,
    private val target: SignInTarget,
    private var ov: String?,
    private var name: String?,
) : Presenter<SignInState, SignInEvent> {
    /** To this organisation. */
    constructor(
        core: Core,
        preferences: Preferences,
        navigator: Navigator,
        copy: (String) -> Boolean,
        signedIn: () -> Unit,
        scope: CoroutineScope,
        route: Route.SignIn,
    ) : this(
        core, preferences, navigator, copy, signedIn, scope,
        SignInTarget.Organisation(route.ov), route.ov, route.name,
    )

    /** Again, with this account. */
    constructor(
        core: Core,
        preferences: Preferences,
        navigator: Navigator,
        copy: (String) -> Boolean,
        signedIn: () -> Unit,
        scope: CoroutineScope,
        route: Route.SignInAgain,
    ) : this(core, preferences, navigator, copy, signedIn, scope, SignInTarget.Account(route.account), null, null)

    private val shown = MutableStateFlow(SignInState(organisation = called()))
    private var signIn: Job? = null

    override val states: StateFlow<SignInState> = shown.asStateFlow()

    init {
        scope.launch { lookUpName() }
    }

    override fun on(event: SignInEvent) {
        when (event) {
            SignInEvent.Continue -> begin()
            SignInEvent.OpenAgain -> openAgain()
            SignInEvent.CopyAddress -> copyAddress()
            SignInEvent.Cancel -> cancel()
            is SignInEvent.Help -> help(event.remedy)
            SignInEvent.Back -> back()
        }
    }

    private fun begin() {
        if (signIn?.isActive == true) return
        show(Step.InBrowser)
        signIn = scope.launch {
            val failure = failureOf {
                core.signIn(target) { launch { if (shown.value.step == Step.InBrowser) show(Step.ByHand()) } }
            }
            if (failure == null) finish() else show(Step.Failed(problem(failure)))
        }
    }

    // Once signed in there is nothing left to give up, and it leads on by itself in a moment.
    private fun back() {
        if (shown.value.step == Step.Finishing) return
        signIn?.cancel()
        navigator.back()
    }

    private fun openAgain() {
        if (!isWaiting()) return
        scope.launch {
            val failure = failureOf { core.openBrowserAgain() }
            if (isWaiting()) show(if (failure == null) Step.InBrowser else Step.ByHand())
        }
    }

    private fun copyAddress() {
        if (shown.value.step !is Step.ByHand) return
        val copied = core.addressToOpen()?.let(copy) ?: false
        show(Step.ByHand(if (copied) Copied.DONE else Copied.FAILED))
    }

    private fun cancel() {
        if (!isWaiting()) return
        signIn?.cancel()
        show(Step.Failed(Problem.CANCELLED))
    }

    /** For an answer from a browser. */
    private fun isWaiting() = shown.value.step.let { it == Step.InBrowser || it is Step.ByHand }

    private suspend fun finish() {
        show(Step.Finishing)
        remember()
        // Should it fail, the account goes on to synchronise, and the list says what is wrong.
        withTimeoutOrNull(FIRST_CHATS) { failureOf { core.refresh() } }
        signedIn()
    }

    private fun remember() {
        val code = ov ?: return
        val found = name
        preferences.change {
            val names = if (found == null) it.organisationNames else it.organisationNames + (code to found)
            it.copy(lastOrganisation = code, organisationNames = names)
        }
    }

    private fun help(remedy: Remedy) {
        when (remedy) {
            Remedy.RETRY -> begin()
            Remedy.OTHER_ORGANISATION -> navigator.replace(Route.Organisations)
            Remedy.TO_DUTIES -> navigator.startAt(Route.Duties)
            Remedy.SETTINGS -> navigator.open(Route.Settings)
        }
    }

    // Somebody who follows a link brings only the organisation's code.
    private suspend fun lookUpName() {
        // Should it fail, the code will do.
        failureOf {
            if (target is SignInTarget.Account) ov = core.storedAccounts().find { it.id == target.id }?.ov
            shown.update { it.copy(organisation = called()) }
            val code = ov
            if (code != null && name == null && code !in preferences.chosen.value.organisationNames) {
                name = core.search(code).find { it.ov == code }?.name
                shown.update { it.copy(organisation = called()) }
            }
        }
    }

    private fun called(): String? = name ?: ov?.let(preferences::organisationName)

    private fun show(step: Step) = shown.update { it.copy(step = step) }
}
