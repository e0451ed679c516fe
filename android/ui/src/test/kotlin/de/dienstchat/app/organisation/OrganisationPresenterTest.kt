package de.dienstchat.app.organisation

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.Organisation
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.FakeOnline
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class OrganisationPresenterTest {
    private val core = FakeCore()
    private val online = FakeOnline()
    private val preferences = Preferences(MemoryPreferences())
    private val way = BackStack(Route.Organisations)
    private val xyz = OrganisationRow("xyz", "Rettung XYZ")

    private fun TestScope.presenter() =
        OrganisationPresenter(core, online, preferences, way, backgroundScope).also { runCurrent() }

    private fun TestScope.afterPause() = advanceTimeBy(301.milliseconds)

    @Test
    fun itSearchesWhenThePersonPauses() = runTest {
        core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        val presenter = presenter()
        for (text in listOf("r", "re", "ret")) {
            presenter.on(OrganisationEvent.Type(text))
            advanceTimeBy(200.milliseconds)
        }
        assertEquals(emptyList(), core.calls)
        assertTrue(presenter.states.value.searching)
        afterPause()
        assertEquals(listOf("search(ret)"), core.calls)
        assertEquals(Outcome.Found(listOf(xyz)), presenter.states.value.outcome)
        assertFalse(presenter.states.value.searching)
    }

    @Test
    fun anAnswerThatComesTooLateIsNotShown() = runTest {
        val slow = CompletableDeferred<List<Organisation>>()
        core.searching = { if (it == "r") slow.await() else emptyList() }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("r"))
        afterPause()
        presenter.on(OrganisationEvent.Type("rx"))
        afterPause()
        slow.complete(listOf(Organisation("xyz", "Rettung XYZ")))
        runCurrent()
        assertEquals(Outcome.None("rx"), presenter.states.value.outcome)
    }

    @Test
    fun theKeyboardsSearchDoesNotWait() = runTest {
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type(" XYZ "))
        presenter.on(OrganisationEvent.Search)
        runCurrent()
        assertEquals(listOf("search(XYZ)"), core.calls)
    }

    @Test
    fun enterTakesTheOnlyOneThatIsFound() = runTest {
        core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("xyz"))
        // Not before it is known.
        presenter.on(OrganisationEvent.Enter)
        assertEquals(Route.Organisations, way.top)
        runCurrent()
        assertEquals(Outcome.Found(listOf(xyz)), presenter.states.value.outcome)
        presenter.on(OrganisationEvent.Enter)
        assertEquals(Route.SignIn("xyz", "Rettung XYZ"), way.top)
    }

    @Test
    fun enterTakesNoneOfSeveralAndNoneOfWhatWasTypedBefore() = runTest {
        core.searching = { text -> List(if (text == "r") 2 else 1) { Organisation("xy$it", "Rettung") } }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("r"))
        afterPause()
        presenter.on(OrganisationEvent.Enter)
        runCurrent()
        presenter.on(OrganisationEvent.Type("re"))
        afterPause()
        presenter.on(OrganisationEvent.Type("ret"))
        presenter.on(OrganisationEvent.Enter)
        runCurrent()
        assertEquals(Route.Organisations, way.top)
        assertEquals(listOf("search(r)", "search(r)", "search(re)", "search(ret)"), core.calls)
    }

    @Test
    fun nothingToSearchForIsNotSearched() = runTest {
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("x"))
        presenter.on(OrganisationEvent.Type("  "))
        presenter.on(OrganisationEvent.Search)
        afterPause()
        assertEquals(emptyList(), core.calls)
        assertEquals(Outcome.Nothing, presenter.states.value.outcome)
        assertFalse(presenter.states.value.searching)
    }

    @Test
    fun aWholePageIsCutOff() = runTest {
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("x".repeat(100_000)))
        assertEquals(100, presenter.states.value.query.length)
    }

    @Test
    fun eachFailureIsToldApart() = runTest {
        assertEquals(Outcome.Offline, outcome(ClientException.Offline()))
        assertEquals(Outcome.None("xyz"), outcome(ClientException.UnknownOrganisation()))
        assertEquals(Outcome.Failed, outcome(ClientException.Server()))
        assertEquals(Outcome.Failed, outcome(ClientException.Internal()))
        assertEquals(Outcome.Failed, outcome(IllegalStateException()))
    }

    @Test
    fun aNetworkThatComesBackSearchesAgain() = runTest {
        online.online.value = false
        core.searching = { throw ClientException.Offline() }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("xyz"))
        afterPause()
        core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        online.online.value = true
        runCurrent()
        assertEquals(Outcome.Found(listOf(xyz)), presenter.states.value.outcome)
    }

    @Test
    fun anOrganisationThatIsListedTwiceIsShownOnce() = runTest {
        core.searching = { List(2) { Organisation("xyz", "Rettung XYZ") } }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("xyz"))
        afterPause()
        assertEquals(Outcome.Found(listOf(xyz)), presenter.states.value.outcome)
    }

    @Test
    fun theChosenOneIsRememberedByItsName() = runTest {
        presenter().on(OrganisationEvent.Choose(xyz))
        assertEquals("Rettung XYZ", preferences.organisationName("xyz"))
        assertEquals(Route.SignIn("xyz", "Rettung XYZ"), way.top)
        // Whatever becomes of the sign-in, it need not be searched again.
        assertEquals(xyz, presenter().states.value.last)
    }

    @Test
    fun theLastOneIsOffered() = runTest {
        preferences.change { it.copy(lastOrganisation = "xyz", organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        assertEquals(xyz, presenter().states.value.last)
    }

    @Test
    fun whoHasAnAccountCanGoBack() = runTest {
        val presenter = presenter()
        assertFalse(presenter.states.value.canGoBack)
        core.accounts.value = listOf(AccountInfo("xyz_anna", "xyz", null, AccountState.Active))
        runCurrent()
        assertTrue(presenter.states.value.canGoBack)
        way.startAt(Route.Duties)
        way.open(Route.Organisations)
        presenter.on(OrganisationEvent.Back)
        assertEquals(Route.Duties, way.top)
    }

    private fun TestScope.outcome(failure: Exception): Outcome {
        core.searching = { throw failure }
        val presenter = presenter()
        presenter.on(OrganisationEvent.Type("xyz"))
        afterPause()
        return presenter.states.value.outcome
    }
}
