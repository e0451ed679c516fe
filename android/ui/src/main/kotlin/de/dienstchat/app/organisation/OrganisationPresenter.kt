package de.dienstchat.app.organisation

import de.dienstchat.ClientException
import de.dienstchat.app.Presenter
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.Online
import de.dienstchat.app.core.failureOf
import de.dienstchat.app.navigation.Navigator
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.persistently
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.filter
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

// About as long as a pause between two letters.
private val TYPING_PAUSE = 300.milliseconds

// Longer than any name; a whole page may be pasted.
private const val LONGEST_QUERY = 100

/** Searches the directory while the person types, and remembers which organisation they chose. */
class OrganisationPresenter(
    private val core: Core,
    private val online: Online,
    private val preferences: Preferences,
    private val navigator: Navigator,
    private val scope: CoroutineScope,
) : Presenter<OrganisationState, OrganisationEvent> {
    private val shown = MutableStateFlow(OrganisationState(last = last()))
    private var search: Job? = null

    override val states: StateFlow<OrganisationState> = shown.asStateFlow()

    init {
        scope.launch {
            persistently { core.accounts.collect { all -> shown.update { it.copy(canGoBack = all.isNotEmpty()) } } }
        }
        scope.launch {
            online.online.filter { it && shown.value.outcome == Outcome.Offline }.collect { search() }
        }
    }

    override fun on(event: OrganisationEvent) {
        when (event) {
            is OrganisationEvent.Type -> type(event.text)
            OrganisationEvent.Search -> search()
            OrganisationEvent.Enter -> enter()
            is OrganisationEvent.Choose -> choose(event.organisation)
            OrganisationEvent.Back -> navigator.back()
        }
    }

    private fun type(text: String) {
        val before = query()
        shown.update { it.copy(query = text.take(LONGEST_QUERY)) }
        if (query() != before) search(afterwards = true)
    }

    private fun search(afterwards: Boolean = false) {
        search?.cancel()
        val query = query()
        if (query.isEmpty()) {
            shown.update { it.copy(outcome = Outcome.Nothing, searching = false) }
            return
        }
        shown.update { it.copy(searching = true) }
        search = scope.launch {
            if (afterwards) delay(TYPING_PAUSE)
            val outcome = outcome(query)
            shown.update { it.copy(outcome = outcome, searching = false) }
        }
    }

    private suspend fun outcome(query: String): Outcome {
        var found = emptyList<OrganisationRow>()
        val failure = failureOf { found = core.search(query).map { OrganisationRow(it.ov, it.name) } }
        return when (failure) {
            null -> if (found.isEmpty()) Outcome.None(query) else Outcome.Found(found.distinctBy { it.ov })
            is ClientException.Offline -> Outcome.Offline
            is ClientException.UnknownOrganisation -> Outcome.None(query)
            else -> Outcome.Failed
        }
    }

    private fun enter() {
        // What is found while it still searches may be for what was typed before.
        val found = shown.value.takeUnless { it.searching }?.outcome as? Outcome.Found
        val only = found?.organisations?.singleOrNull()
        if (only != null) choose(only) else search()
    }

    private fun choose(organisation: OrganisationRow) {
        preferences.change {
            // Also for who gives the sign-in up: they need not search again.
            it.copy(
                lastOrganisation = organisation.ov,
                organisationNames = it.organisationNames + (organisation.ov to organisation.name),
            )
        }
        navigator.open(Route.SignIn(organisation.ov, organisation.name))
    }

    private fun query() = shown.value.query.trim()

    private fun last(): OrganisationRow? =
        preferences.chosen.value.lastOrganisation?.let { OrganisationRow(it, preferences.organisationName(it)) }
}
