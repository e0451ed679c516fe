package de.dienstchat.app.signin

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.BrowserException
import de.dienstchat.ClientException
import de.dienstchat.Organisation
import de.dienstchat.SealReason
import de.dienstchat.SignInException
import de.dienstchat.SignInTarget
import de.dienstchat.SyncException
import de.dienstchat.Unavailable
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SignInPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val way = BackStack(Route.Organisations)
    private var signedIn = 0
    private val copied = mutableListOf<String>()
    private var copy: (String) -> Boolean = copied::add

    private fun TestScope.presenter(route: Route.SignIn = Route.SignIn("xyz", "Rettung XYZ")): SignInPresenter {
        way.open(route)
        return SignInPresenter(core, preferences, way, copy, { signedIn += 1 }, backgroundScope, route)
            .also { runCurrent() }
    }

    private fun TestScope.again(account: String = "xyz_anna") =
        SignInPresenter(core, preferences, way, copy, { signedIn += 1 }, backgroundScope, Route.SignInAgain(account))
            .also { runCurrent() }

    private fun TestScope.does(presenter: SignInPresenter, event: SignInEvent): Step {
        presenter.on(event)
        runCurrent()
        return presenter.states.value.step
    }

    @Test
    fun itExplainsBeforeItOpensTheBrowser() = runTest {
        assertEquals(SignInState("Rettung XYZ", Step.Explain), presenter().states.value)
        assertTrue("signIn" !in core.calls)
    }

    @Test
    fun itWaitsForTheBrowserThenForTheFirstChats() = runTest {
        val browser = CompletableDeferred<String>()
        val chats = CompletableDeferred<Unit>()
        core.signingIn = { browser.await() }
        core.refreshing = { chats.await() }
        val presenter = presenter()
        assertEquals(Step.InBrowser, does(presenter, SignInEvent.Continue))
        browser.complete("xyz_anna")
        runCurrent()
        assertEquals(Step.Finishing, presenter.states.value.step)
        assertEquals(0, signedIn)
        chats.complete(Unit)
        runCurrent()
        assertEquals(1, signedIn)
    }

    @Test
    fun onceSignedInThereIsNoWayBack() = runTest {
        val chats = CompletableDeferred<Unit>()
        core.signingIn = { "xyz_anna" }
        core.refreshing = { chats.await() }
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        assertEquals(Step.Finishing, does(presenter, SignInEvent.Back))
        assertEquals(Route.SignIn("xyz", "Rettung XYZ"), way.top)
        chats.complete(Unit)
        runCurrent()
        assertEquals(1, signedIn)
    }

    @Test
    fun chatsThatDoNotComeKeepNobody() = runTest {
        core.signingIn = { "xyz_anna" }
        does(presenter(), SignInEvent.Continue)
        assertEquals(0, signedIn)
        advanceTimeBy(16.seconds)
        assertEquals(1, signedIn)
    }

    @Test
    fun chatsThatCannotBeFetchedKeepNobody() = runTest {
        core.signingIn = { "xyz_anna" }
        core.refreshing = { throw SyncException.Offline() }
        does(presenter(), SignInEvent.Continue)
        assertEquals(1, signedIn)
    }

    @Test
    fun theOrganisationIsRememberedOnceSignedIn() = runTest {
        core.refreshing = {}
        val presenter = presenter()
        core.signingIn = { throw SignInException.SsoDenied() }
        does(presenter, SignInEvent.Continue)
        assertNull(preferences.chosen.value.lastOrganisation)
        core.signingIn = { "xyz_anna" }
        does(presenter, SignInEvent.Help(Remedy.RETRY))
        assertEquals("xyz", preferences.chosen.value.lastOrganisation)
        assertEquals("Rettung XYZ", preferences.organisationName("xyz"))
    }

    @Test
    fun theNameOfALinksOrganisationIsLookedUp() = runTest {
        core.searching = { listOf(Organisation("xyza", "Andere"), Organisation("xyz", "Rettung XYZ")) }
        assertEquals("Rettung XYZ", presenter(Route.SignIn("xyz", null)).states.value.organisation)
    }

    @Test
    fun anOrganisationThatCannotBeLookedUpIsCalledByItsCode() = runTest {
        core.searching = { throw ClientException.Offline() }
        assertEquals("XYZ", presenter(Route.SignIn("xyz", null)).states.value.organisation)
    }

    @Test
    fun aNameThatIsKnownIsNotLookedUp() = runTest {
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        assertEquals("Rettung XYZ", presenter(Route.SignIn("xyz", null)).states.value.organisation)
        assertEquals(emptyList(), core.calls)
    }

    @Test
    fun cancellingGivesItUpAndItCanBeBegunAgain() = runTest {
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        assertEquals(Step.Failed(Problem.CANCELLED), does(presenter, SignInEvent.Cancel))
        core.signingIn = { "xyz_anna" }
        core.refreshing = {}
        does(presenter, SignInEvent.Help(Remedy.RETRY))
        assertEquals(1, signedIn)
    }

    @Test
    fun cancellingEndsTheCall() = runTest {
        var ended = false
        core.signingIn = {
            try {
                CompletableDeferred<String>().await()
            } finally {
                ended = true
            }
        }
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        does(presenter, SignInEvent.Back)
        assertTrue(ended)
        assertEquals(Route.Organisations, way.top)
    }

    @Test
    fun aBrowserOutOfSightIsOpenedAgainForTheSameSignIn() = runTest {
        val presenter = presenter()
        does(presenter, SignInEvent.OpenAgain)
        assertEquals(emptyList(), core.calls)
        does(presenter, SignInEvent.Continue)
        assertEquals(Step.InBrowser, does(presenter, SignInEvent.OpenAgain))
        assertEquals(listOf("signIn", "openBrowserAgain"), core.calls)
    }

    @Test
    fun withoutABrowserTheAddressCanBeCopiedAndTheSignInGoesOn() = runTest {
        val answer = CompletableDeferred<String>()
        core.signingIn = { answer.await() }
        core.refreshing = {}
        core.toOpen = "https://id.example.org/authorize?state=1"
        val presenter = presenter()
        does(presenter, SignInEvent.CopyAddress)
        does(presenter, SignInEvent.Continue)
        core.noBrowser()
        runCurrent()
        assertEquals(Step.ByHand(), presenter.states.value.step)
        assertEquals(emptyList(), copied)
        assertEquals(Step.ByHand(Copied.DONE), does(presenter, SignInEvent.CopyAddress))
        assertEquals(listOf("https://id.example.org/authorize?state=1"), copied)
        answer.complete("xyz_anna")
        runCurrent()
        assertEquals(1, signedIn)
    }

    @Test
    fun thatNothingWasCopiedIsSaid() = runTest {
        copy = { false }
        core.toOpen = "https://id.example.org/authorize?state=1"
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        core.noBrowser()
        runCurrent()
        assertEquals(Step.ByHand(Copied.FAILED), does(presenter, SignInEvent.CopyAddress))
    }

    @Test
    fun aBrowserThatDoesNotOpenAgainIsNoEndOfTheSignIn() = runTest {
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        core.reopeningBrowser = { throw BrowserException.NoBrowser() }
        assertEquals(Step.ByHand(), does(presenter, SignInEvent.OpenAgain))
        core.reopeningBrowser = {}
        assertEquals(Step.InBrowser, does(presenter, SignInEvent.OpenAgain))
        assertEquals(Step.Failed(Problem.CANCELLED), does(presenter, SignInEvent.Cancel))
        // A late word of a sign-in that is over.
        core.noBrowser()
        runCurrent()
        assertEquals(Step.Failed(Problem.CANCELLED), presenter.states.value.step)
    }

    @Test
    fun aSecondPressBeginsNothingElse() = runTest {
        val presenter = presenter()
        does(presenter, SignInEvent.Continue)
        does(presenter, SignInEvent.Continue)
        assertEquals(1, core.calls.count { it == "signIn" })
    }

    @Test
    fun everyFailureHasItsWords() = runTest {
        val problems = mapOf(
            SignInException.InvalidId() to Problem.UNKNOWN_ORGANISATION,
            SignInException.Offline() to Problem.OFFLINE,
            SignInException.UnknownOrganisation() to Problem.UNKNOWN_ORGANISATION,
            SignInException.UntrustedIssuer() to Problem.UNTRUSTED,
            SignInException.InvalidRedirectUri() to Problem.INTERNAL,
            SignInException.UnknownCallback() to Problem.STALE,
            SignInException.NoBrowser() to Problem.NO_BROWSER,
            SignInException.SsoDenied() to Problem.DENIED,
            SignInException.SsoFailed() to Problem.FAILED,
            SignInException.WrongOrganisation() to Problem.WRONG_ORGANISATION,
            SignInException.WrongPerson() to Problem.WRONG_PERSON,
            SignInException.AlreadySignedIn() to Problem.ALREADY,
            SignInException.NoSuchAccount() to Problem.NO_ACCOUNT,
            SignInException.Server() to Problem.SERVER,
            SignInException.Store(Unavailable.DAMAGED) to Problem.DATA_DAMAGED,
            SignInException.Store(Unavailable.KEY_MISSING) to Problem.KEY_LOST,
            SignInException.Store(Unavailable.NEWER_VERSION) to Problem.UPDATE,
            SignInException.Store(Unavailable.LOCKED) to Problem.LOCKED,
            SignInException.Store(Unavailable.STORAGE) to Problem.STORAGE,
            SignInException.Closed() to Problem.INTERNAL,
            SignInException.Cancelled() to Problem.CANCELLED,
            SignInException.Internal() to Problem.INTERNAL,
            IllegalStateException() to Problem.INTERNAL,
        )
        for ((failure, problem) in problems) {
            core.signingIn = { throw failure }
            assertEquals(Step.Failed(problem), does(presenter(), SignInEvent.Continue))
        }
        assertEquals(Problem.entries.toSet(), problems.values.toSet())
    }

    @Test
    fun whatHelpsLeadsThere() = runTest {
        val presenter = presenter()
        does(presenter, SignInEvent.Help(Remedy.SETTINGS))
        assertEquals(Route.Settings, way.top)
        does(presenter, SignInEvent.Help(Remedy.OTHER_ORGANISATION))
        assertEquals(Route.Organisations, way.top)
        does(presenter, SignInEvent.Help(Remedy.TO_DUTIES))
        assertEquals(listOf<Route>(Route.Duties), way.entries.value.map { it.route })
    }

    @Test
    fun anAccountSignsInAgainAsItself() = runTest {
        val asked = mutableListOf<SignInTarget>()
        core.accounts.value = listOf(
            AccountInfo("xyz_anna", "xyz", null, AccountState.Sealed(SealReason.SIGN_IN_AGAIN)),
        )
        core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        core.signingIn = { target -> "xyz_anna".also { asked += target } }
        core.refreshing = {}
        val presenter = again()
        assertEquals("Rettung XYZ", presenter.states.value.organisation)
        does(presenter, SignInEvent.Continue)
        assertEquals(listOf<SignInTarget>(SignInTarget.Account("xyz_anna")), asked)
        assertEquals("xyz", preferences.chosen.value.lastOrganisation)
        assertEquals(1, signedIn)
    }

    @Test
    fun anAccountThatIsGoneSaysSo() = runTest {
        core.signingIn = { throw SignInException.NoSuchAccount() }
        val presenter = again("abc_anna")
        assertNull(presenter.states.value.organisation)
        assertEquals(Step.Failed(Problem.NO_ACCOUNT), does(presenter, SignInEvent.Continue))
    }
}
