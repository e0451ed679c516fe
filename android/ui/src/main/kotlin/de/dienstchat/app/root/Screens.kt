package de.dienstchat.app.root

import de.dienstchat.app.chat.ChatPresenter
import de.dienstchat.app.chat.ScrollAnchor
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.Online
import de.dienstchat.app.details.DetailsPresenter
import de.dienstchat.app.duties.DutiesPresenter
import de.dienstchat.app.licences.LicencesPresenter
import de.dienstchat.app.link.LinkPresenter
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Entry
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Places
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.ShownAccount
import de.dienstchat.app.organisation.OrganisationPresenter
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.privacy.PrivacyPresenter
import de.dienstchat.app.sealed.SealedPresenter
import de.dienstchat.app.settings.SettingsPresenter
import de.dienstchat.app.signin.SignInPresenter
import de.dienstchat.app.signout.SignOutPresenter
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch

/**
 * The screens of the way: each place that was seen has its presenter, in a scope of its own, until it
 * is off the way.
 *
 * @param mapping Where messages become what is shown of them: not the main thread.
 */
internal class Screens(
    private val core: Core,
    private val online: Online,
    private val preferences: Preferences,
    private val platform: Platform,
    private val stack: BackStack,
    private val places: Places,
    private val signedIn: () -> Unit,
    private val scope: CoroutineScope,
    private val mapping: CoroutineDispatcher = Dispatchers.Default,
) {
    private val open = mutableMapOf<Entry, Pair<OpenScreen, CoroutineScope>>()

    /** Whose duties the list shows. */
    val shownAccount = ShownAccount(places)

    /** What is stored, for a list of duties that is opened now. */
    var stored = DutiesPresenter.Stored()

    /** The screens of these places that can be seen: the last one, and before it the one that lies under it. */
    fun of(entries: List<Entry>): List<OpenScreen> {
        (open.keys - entries.toSet()).forEach { open.remove(it)?.second?.cancel() }
        return entries.takeLast(2).map { entry -> open.getOrPut(entry) { opened(entry) }.first }
    }

    private fun opened(entry: Entry): Pair<OpenScreen, CoroutineScope> {
        val own = CoroutineScope(scope.coroutineContext + SupervisorJob(scope.coroutineContext[Job]))
        return OpenScreen(entry, driver(entry.route, stack.from(entry), own)) to own
    }

    private fun driver(route: Route, navigator: Navigator, scope: CoroutineScope): Driver = when (route) {
        Route.Duties -> Driver.Duties(DutiesPresenter(core, online, preferences, navigator, shownAccount, scope, stored))
        Route.Organisations -> Driver.Organisation(OrganisationPresenter(core, online, preferences, navigator, scope))
        is Route.SignIn ->
            Driver.SignIn(SignInPresenter(core, preferences, navigator, platform::copy, signedIn, scope, route))
        is Route.SignInAgain ->
            Driver.SignIn(SignInPresenter(core, preferences, navigator, platform::copy, signedIn, scope, route))
        is Route.Chat -> Driver.Chat(chat(route, navigator, scope))
        is Route.Details -> Driver.Details(DetailsPresenter(core, preferences, navigator, route, scope))
        is Route.Link -> Driver.Link(LinkPresenter(core, preferences, navigator, route.link, scope))
        is Route.SealedAccount -> Driver.Sealed(SealedPresenter(core, preferences, navigator, route.account, scope))
        Route.Settings ->
            Driver.Settings(SettingsPresenter(core, preferences, navigator, shownAccount, platform, scope))
        is Route.SignOut -> Driver.SignOut(SignOutPresenter(core, preferences, navigator, route.account, scope))
        Route.Privacy -> Driver.Privacy(PrivacyPresenter(navigator))
        Route.Licences -> Driver.Licences(LicencesPresenter(navigator, scope))
    }

    private fun chat(route: Route.Chat, navigator: Navigator, scope: CoroutineScope): ChatPresenter {
        val place = "chat ${route.account} ${route.dutyId}"
        val anchor = places[place]?.let(ScrollAnchor::restored)
        val presenter = ChatPresenter(core, preferences, navigator, route, scope, mapping = mapping, anchor = anchor)
        scope.launch {
            presenter.states.map { it.anchor }.distinctUntilChanged().collect { places[place] = it?.saved() }
        }
        return presenter
    }
}
