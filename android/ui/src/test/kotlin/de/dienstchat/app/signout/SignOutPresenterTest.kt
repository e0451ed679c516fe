package de.dienstchat.app.signout

import de.dienstchat.ChatException
import de.dienstchat.ClientException
import de.dienstchat.SignedOut
import de.dienstchat.Unavailable
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.signout.SignOutState.Stage
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SignOutPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val way = Way(Route.Duties, Route.Settings, Route.SignOut("one"))

    private fun TestScope.presenter(scope: CoroutineScope = backgroundScope) =
        SignOutPresenter(core, preferences, way.navigator, "one", scope).also { runCurrent() }

    private fun accounts(vararg ids: String) {
        core.accounts.value = ids.map { sampleAccount(it) }
    }

    private fun gone(told: Boolean): SignedOut {
        core.accounts.value = core.accounts.value.filter { it.id != "one" }
        return SignedOut(serverTold = told)
    }

    @Test
    fun itSaysWhatIsLost() = runTest {
        accounts("one")
        core.counting = { 3 }
        assertEquals(SignOutState("XYZ", Stage.ASKING, unsent = 3), presenter().states.value)
    }

    @Test
    fun whatCannotBeCountedIsNotSaid() = runTest {
        accounts("one")
        core.counting = { throw ClientException.Store(Unavailable.DAMAGED) }
        assertEquals(SignOutState("XYZ"), presenter().states.value)
        core.counting = { throw ChatException.Sealed() }
        assertEquals(SignOutState("XYZ"), presenter().states.value)
    }

    @Test
    fun whoStaysGoesBack() = runTest {
        accounts("one")
        presenter().on(SignOutEvent.Back)
        assertEquals(listOf(Route.Duties, Route.Settings), way.routes)
        assertTrue(core.calls.isEmpty())
    }

    @Test
    fun theLastOneLeadsToTheOrganisations() = runTest {
        accounts("one")
        core.signingOut = { gone(told = true) }
        val presenter = presenter()
        presenter.on(SignOutEvent.SignOut)
        assertEquals(Stage.SIGNING_OUT, presenter.states.value.stage)
        runCurrent()
        assertEquals(listOf<Route>(Route.Organisations), way.routes)
    }

    @Test
    fun oneOfSeveralLeadsToTheDuties() = runTest {
        accounts("one", "two")
        core.signingOut = { gone(told = true) }
        presenter().on(SignOutEvent.SignOut)
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun aServerThatCouldNotBeToldIsMentioned() = runTest {
        accounts("one")
        core.signingOut = { gone(told = false) }
        val presenter = presenter()
        presenter.on(SignOutEvent.SignOut)
        runCurrent()
        assertEquals(Stage.SERVER_NOT_TOLD, presenter.states.value.stage)
        assertEquals(Route.SignOut("one"), way.top)
        presenter.on(SignOutEvent.Back)
        runCurrent()
        assertEquals(listOf<Route>(Route.Organisations), way.routes)
    }

    @Test
    fun whatFailedIsTriedAgain() = runTest {
        accounts("one")
        core.signingOut = { throw ClientException.Store(Unavailable.STORAGE) }
        val presenter = presenter()
        presenter.on(SignOutEvent.SignOut)
        runCurrent()
        assertEquals(Stage.FAILED, presenter.states.value.stage)
        core.signingOut = { gone(told = true) }
        presenter.on(SignOutEvent.SignOut)
        runCurrent()
        assertEquals(listOf<Route>(Route.Organisations), way.routes)
    }

    @Test
    fun whoIsGoneAlreadyIsSignedOut() = runTest {
        accounts("one", "two")
        core.signingOut = { throw ClientException.NoSuchAccount() }
        presenter().on(SignOutEvent.SignOut)
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun itIsDoneOnce() = runTest {
        accounts("one")
        val presenter = presenter()
        repeat(3) { presenter.on(SignOutEvent.SignOut) }
        runCurrent()
        presenter.on(SignOutEvent.Back)
        assertEquals(listOf("signOut(one)"), core.calls)
        assertEquals(Route.SignOut("one"), way.top, "it is under way")
    }

    @Test
    fun whatWasAskedForIsDoneAlsoWhenTheScreenIsLeft() = runTest {
        accounts("one")
        val answer = CompletableDeferred<Boolean>()
        var done = false
        core.signingOut = { gone(answer.await()).also { done = true } }
        val screen = Job(backgroundScope.coroutineContext[Job])
        presenter(CoroutineScope(backgroundScope.coroutineContext + screen)).on(SignOutEvent.SignOut)
        runCurrent()
        screen.cancel()
        answer.complete(true)
        runCurrent()
        assertTrue(done)
    }

    @Test
    fun anAccountThatIsNotHereIsLeft() = runTest {
        accounts("two")
        presenter()
        assertEquals(listOf(Route.Duties, Route.Settings), way.routes)
    }
}
