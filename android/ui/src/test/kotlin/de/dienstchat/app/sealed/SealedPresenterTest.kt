package de.dienstchat.app.sealed

import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.SealReason
import de.dienstchat.SyncException
import de.dienstchat.Unavailable
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.sealed.SealedState.Failure
import de.dienstchat.app.sealed.SealedState.Shown
import de.dienstchat.app.sealed.SealedState.Why
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SealedPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val way = Way(Route.Duties, Route.SealedAccount("one"))

    private fun TestScope.presenter(state: AccountState): SealedPresenter {
        becomes(state)
        return SealedPresenter(core, preferences, way.navigator, "one", backgroundScope).also { runCurrent() }
    }

    private fun becomes(state: AccountState) {
        core.accounts.value = listOf(sampleAccount("other"), sampleAccount("one", state = state))
    }

    private fun SealedPresenter.shown() = assertIs<Shown>(states.value)

    @Test
    fun eachReasonIsSaid() = runTest {
        val reasons = SealReason.entries.map(AccountState::Sealed) + Unavailable.entries.map(AccountState::Unavailable)
        val said = reasons.map { presenter(it).shown().why }
        val expected = listOf(
            Why.SIGN_IN_AGAIN, Why.BLOCKED, Why.NO_CONTACT,
            Why.DAMAGED, Why.KEY_LOST, Why.UPDATE, Why.LOCKED, Why.STORAGE,
        )
        assertEquals(expected, said)
        assertEquals(Why.entries, said)
    }

    @Test
    fun itSaysWhoseItIs() = runTest {
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        assertEquals("Rettung XYZ", presenter(AccountState.Sealed(SealReason.BLOCKED)).shown().organisation)
    }

    @Test
    fun onceItCanBeUsedItIsLeft() = runTest {
        presenter(AccountState.Sealed(SealReason.SIGN_IN_AGAIN))
        way.open(Route.SignInAgain("one"))
        becomes(AccountState.Active)
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.SignInAgain("one")), way.routes, "what is on top stays")
    }

    @Test
    fun anAccountThatIsGoneIsLeft() = runTest {
        presenter(AccountState.Sealed(SealReason.SIGN_IN_AGAIN))
        core.accounts.value = emptyList()
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun withoutTheListItIsLeft() = runTest {
        val failing = object : Core by core {
            override val accounts = flow<Nothing> { throw ClientException.Internal() }
        }
        SealedPresenter(failing, preferences, way.navigator, "one", backgroundScope)
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun anotherReasonTakesItsPlace() = runTest {
        val presenter = presenter(AccountState.Unavailable(Unavailable.LOCKED))
        becomes(AccountState.Unavailable(Unavailable.DAMAGED))
        runCurrent()
        assertEquals(Why.DAMAGED, presenter.shown().why)
    }

    @Test
    fun itLeadsToWhatHelps() = runTest {
        val presenter = presenter(AccountState.Sealed(SealReason.SIGN_IN_AGAIN))
        presenter.on(SealedEvent.SignInAgain)
        assertEquals(Route.SignInAgain("one"), way.top)
    }

    @Test
    fun itLeadsToSigningOut() = runTest {
        val presenter = presenter(AccountState.Unavailable(Unavailable.DAMAGED))
        presenter.on(SealedEvent.SignOut)
        assertEquals(Route.SignOut("one"), way.top)
    }

    @Test
    fun itCanBeLeft() = runTest {
        presenter(AccountState.Sealed(SealReason.BLOCKED)).on(SealedEvent.Back)
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun contactIsWhatHelpsAgainstNone() = runTest {
        core.contacting = { throw SyncException.Offline() }
        val presenter = presenter(AccountState.Sealed(SealReason.NO_CONTACT))
        presenter.on(SealedEvent.Retry)
        assertEquals(true, presenter.shown().trying)
        runCurrent()
        assertEquals(Failure.OFFLINE, presenter.shown().failure)
        core.contacting = { throw SyncException.Busy() }
        presenter.on(SealedEvent.Retry)
        assertEquals(null, presenter.shown().failure)
        runCurrent()
        assertEquals(Failure.SERVER, presenter.shown().failure)
        core.contacting = { becomes(AccountState.Active) }
        presenter.on(SealedEvent.Retry)
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
        assertEquals(List(3) { "contact(one)" }, core.calls)
    }

    @Test
    fun dataThatCouldNotBeOpenedIsOpenedAgain() = runTest {
        core.reopening = { throw ClientException.Store(Unavailable.LOCKED) }
        val presenter = presenter(AccountState.Unavailable(Unavailable.LOCKED))
        presenter.on(SealedEvent.Retry)
        runCurrent()
        assertEquals(Failure.SAME, presenter.shown().failure)
        assertEquals(false, presenter.shown().trying)
        core.reopening = { becomes(AccountState.Active) }
        presenter.on(SealedEvent.Retry)
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun oneAttemptAtATime() = runTest {
        val presenter = presenter(AccountState.Unavailable(Unavailable.STORAGE))
        repeat(3) { presenter.on(SealedEvent.Retry) }
        runCurrent()
        assertEquals(listOf("reopen(one)"), core.calls)
    }
}
