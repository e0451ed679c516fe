package de.dienstchat.app.link

import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.InvalidLink
import de.dienstchat.LinkException
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.SealReason
import de.dienstchat.Unavailable
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.link.LinkState.Stage
import de.dienstchat.app.link.LinkState.Why
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class LinkPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val way = Way(Route.Duties, Route.Settings, Route.Link("link"))

    private fun TestScope.presenter() =
        LinkPresenter(core, preferences, way.navigator, "link", backgroundScope).also { runCurrent() }

    private fun signIn(state: AccountState = AccountState.Active) {
        core.accounts.value = listOf(sampleAccount("one", state = state))
    }

    @Test
    fun itLeadsToTheChatInItsPlace() = runTest {
        signIn()
        core.openingLink = { LinkTarget.Chat("one", "d1") }
        presenter()
        assertEquals(listOf(Route.Duties, Route.Settings, Route.Chat("one", "d1")), way.routes)
        assertEquals(listOf("openLink(link)"), core.calls)
    }

    @Test
    fun meanwhileItSaysSo() = runTest {
        signIn()
        assertEquals(LinkState(Stage.Opening, signedIn = true), presenter().states.value)
    }

    @Test
    fun eachFailureIsSaid() = runTest {
        signIn()
        val failures = mapOf(
            LinkException.Invalid(InvalidLink.FORM) to Why.INVALID,
            LinkException.NotOnDuty() to Why.NOT_ON_DUTY,
            LinkException.Deleted() to Why.DELETED,
            LinkException.Removed() to Why.REMOVED,
            LinkException.Sealed() to Why.SEALED,
            LinkException.Offline() to Why.OFFLINE,
            LinkException.Server() to Why.SERVER,
            LinkException.Store(Unavailable.STORAGE) to Why.STORAGE,
            LinkException.Internal() to Why.INTERNAL,
            LinkException.Closed() to Why.INTERNAL,
        )
        for ((failure, why) in failures) {
            core.openingLink = { throw failure }
            assertEquals(LinkState(Stage.Ended(why), signedIn = true), presenter().states.value)
        }
    }

    @Test
    fun itIsFollowedAgain() = runTest {
        core.openingLink = { throw LinkException.Offline() }
        val presenter = presenter()
        core.openingLink = { LinkTarget.Chat("one", "d1") }
        presenter.on(LinkEvent.Retry)
        runCurrent()
        assertEquals(Route.Chat("one", "d1"), way.top)
    }

    @Test
    fun oneAttemptAtATime() = runTest {
        val presenter = presenter()
        repeat(3) { presenter.on(LinkEvent.Retry) }
        runCurrent()
        assertEquals(listOf("openLink(link)"), core.calls)
    }

    @Test
    fun whoIsNotSignedInDoesThatFirst() = runTest {
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        core.openingLink = { LinkTarget.SignIn("xyz") }
        val presenter = presenter()
        assertEquals(LinkState(Stage.SignInFirst("Rettung XYZ")), presenter.states.value)
        presenter.on(LinkEvent.SignIn)
        assertEquals(Route.SignIn("xyz", "Rettung XYZ"), way.top)
        assertEquals(listOf("openLink(link)"), core.calls, "its name is known")
    }

    @Test
    fun anOrganisationThatIsNotKnownIsLookedUp() = runTest {
        signIn()
        core.openingLink = { LinkTarget.SignIn("abc") }
        val presenter = presenter()
        assertEquals(LinkState(Stage.SignInFirst("ABC"), signedIn = true), presenter.states.value)
        core.searching = { listOf(Organisation("abcd", "Andere"), Organisation("abc", "Rettung ABC")) }
        presenter.on(LinkEvent.Retry)
        assertEquals(Stage.SignInFirst("ABC"), presenter.states.value.stage, "it is still being looked up")
    }

    @Test
    fun itsNameIsShownAndKept() = runTest {
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { listOf(Organisation("abcd", "Andere"), Organisation("abc", "Rettung ABC")) }
        val presenter = presenter()
        assertEquals(Stage.SignInFirst("Rettung ABC"), presenter.states.value.stage)
        assertEquals("Rettung ABC", preferences.organisationName("abc"))
        presenter.on(LinkEvent.SignIn)
        assertEquals(Route.SignIn("abc", "Rettung ABC"), way.top)
    }

    @Test
    fun withoutItsNameItIsCalledByItsCode() = runTest {
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { throw ClientException.Offline() }
        val presenter = presenter()
        assertEquals(Stage.SignInFirst("ABC"), presenter.states.value.stage)
        presenter.on(LinkEvent.SignIn)
        assertEquals(Route.SignIn("abc", null), way.top)
    }

    @Test
    fun whoLeavesIsNotLedBackByASignIn() = runTest {
        signIn()
        core.remembered = "link"
        core.openingLink = { LinkTarget.SignIn("abc") }
        val presenter = presenter()
        presenter.on(LinkEvent.ToDuties)
        runCurrent()
        assertNull(core.remembered)
        assertEquals(listOf<Route>(Route.Duties), way.routes)
    }

    @Test
    fun whoLeavesWhileItIsOpenedStaysAway() = runTest {
        val presenter = presenter()
        presenter.on(LinkEvent.Back)
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.Settings), way.routes)
        assertEquals(listOf("openLink(link)", "forgetLink"), core.calls)
    }

    @Test
    fun theAccountThatCannotBeUsedSaysWhy() = runTest {
        signIn(AccountState.Sealed(SealReason.BLOCKED))
        core.openingLink = { throw LinkException.Sealed() }
        val presenter = presenter()
        presenter.on(LinkEvent.WhatToDo)
        runCurrent()
        assertEquals(Route.SealedAccount("one"), way.top)
    }

    @Test
    fun soDoesOneWhoseDataCannotBeRead() = runTest {
        signIn(AccountState.Unavailable(Unavailable.KEY_MISSING))
        core.openingLink = { throw LinkException.Store(Unavailable.KEY_MISSING) }
        assertEquals(Stage.Ended(Why.SEALED), presenter().states.value.stage)
    }

    @Test
    fun ofSeveralTheListOfDutiesTells() = runTest {
        core.accounts.value = listOf("one", "two").map {
            sampleAccount(it, state = AccountState.Sealed(SealReason.BLOCKED))
        }
        core.openingLink = { throw LinkException.Sealed() }
        val presenter = presenter()
        presenter.on(LinkEvent.WhatToDo)
        runCurrent()
        assertEquals(Route.Duties, way.top)
    }
}
