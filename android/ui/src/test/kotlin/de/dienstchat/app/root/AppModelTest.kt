package de.dienstchat.app.root

import de.dienstchat.ClientException
import de.dienstchat.OpenException
import de.dienstchat.Unavailable
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.FakeOnline
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.duties.DutiesEvent
import de.dienstchat.app.duties.chat
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Chosen
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration
import kotlin.time.Duration.Companion.days
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class AppModelTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val platform = FakePlatform()
    private val chatOfOne = Route.Chat("one", "d1")
    private val chatOfTwo = Route.Chat("two", "d1")

    private fun TestScope.model(open: suspend () -> Core = { core }) =
        AppModel(open, preferences, platform, FakeOnline(), backgroundScope)

    private suspend fun TestScope.started(saved: List<String> = emptyList()) = model().also {
        it.start(saved)
        runCurrent()
    }

    private fun AppModel.running() = assertIs<AppState.Running>(states.value)

    private fun AppModel.routes() = running().entries.map { it.route }

    private fun AppModel.duties() = assertIs<Driver.Duties>(running().screens.single().driver)

    private fun signIn() {
        core.accounts.value = listOf(sampleAccount("one"))
    }

    @Test
    fun withoutAnAccountOneChoosesAnOrganisation() = runTest {
        val model = model()
        assertEquals(AppState.Starting, model.states.value)
        model.start()
        assertEquals(listOf<Route>(Route.Organisations), model.routes())
    }

    @Test
    fun withAnAccountTheDutiesAreThereAtOnce() = runTest {
        signIn()
        val model = model()
        model.start()
        assertEquals(listOf<Route>(Route.Duties), model.routes())
    }

    @Test
    fun aSecondStartChangesNothing() = runTest {
        signIn()
        var opened = 0
        val model = model { core.also { opened += 1 } }
        model.start()
        model.follow("link")
        runCurrent()
        model.start()
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.Link("link")), model.routes())
        assertEquals(1, opened)
    }

    @Test
    fun theWayOutlivesTheProcess() = runTest {
        signIn()
        val model = started(listOf("2", "duties", "chat/one/d1", "chat one d1", "17 m1"))
        assertEquals(listOf(Route.Duties, chatOfOne), model.routes())
        assertEquals(model.save(), started(model.save()).save())
        assertEquals(listOf("2", "duties", "chat/one/d1", "chat one d1", "17 m1"), model.save())
    }

    @Test
    fun placesOfAccountsThatAreGoneAreLeftOut() = runTest {
        signIn()
        val model = started(listOf("3", "duties", "chat/two/d1", "chat/one/d1"))
        assertEquals(listOf(Route.Duties, chatOfOne), model.routes())
        assertFalse(chatOfTwo in model.routes())
    }

    @Test
    fun garbageStartsAtTheBeginning() = runTest {
        signIn()
        val garbage = listOf(
            listOf(""), listOf("-1"), listOf("2"), listOf("2", "duties", "nowhere"), listOf("1", "organisations"),
            listOf("1", "chat/one/d1"), listOf("99999999999", "duties"), listOf("x", "y", "z"),
        )
        for (saved in garbage) assertEquals(listOf<Route>(Route.Duties), started(saved).routes(), "$saved")
    }

    @Test
    fun whatCannotBeOpenedIsSaidAndTriedAgain() = runTest {
        val failures = mutableListOf(OpenException.DataFolder(), OpenException.InvalidIssuers())
        signIn()
        val model = model { failures.removeFirstOrNull()?.let { throw it } ?: core }
        model.follow("link")
        model.start(listOf("2", "duties", "chat/one/d1"))
        assertEquals(AppState.Failed(StartFailure.DATA_FOLDER), model.states.value)
        model.retryStart()
        assertEquals(AppState.Starting, model.states.value)
        runCurrent()
        assertEquals(AppState.Failed(StartFailure.INTERNAL), model.states.value)
        model.retryStart()
        runCurrent()
        assertEquals(listOf(Route.Duties, chatOfOne, Route.Link("link")), model.routes())
    }

    @Test
    fun aLinkIsFollowedColdAndWarm() = runTest {
        signIn()
        val model = model()
        model.follow("cold")
        model.start()
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.Link("cold")), model.routes())
        model.follow("warm")
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.Link("warm")), model.routes())
    }

    @Test
    fun theSameLinkIsFollowedAnew() = runTest {
        val model = started()
        model.follow("link")
        runCurrent()
        val first = model.running().entries.last()
        model.follow("link")
        runCurrent()
        assertEquals(first.route, model.running().entries.last().route)
        assertTrue(first.id != model.running().entries.last().id)
    }

    @Test
    fun ofAHundredLinksTheNewestCounts() = runTest {
        val model = started()
        repeat(100) { model.follow("link $it") }
        runCurrent()
        assertEquals(listOf(Route.Organisations, Route.Link("link 99")), model.routes())
        assertEquals(2, model.running().entries.last().id + 1, "those between were never opened")
    }

    @Test
    fun whatCannotBeALinkIsNotKept() = runTest {
        val model = started()
        for (garbage in listOf("x".repeat(5_000), "half a \uD83D pair", "")) {
            model.follow(garbage)
            runCurrent()
            assertEquals(Route.Link(""), model.routes().last())
        }
    }

    @Test
    fun whoTurnsAwayFromALinkIsNotLedThereLater() = runTest {
        val model = started()
        core.remembered = "link"
        model.follow("link")
        runCurrent()
        assertTrue(model.back())
        runCurrent()
        assertEquals(null, core.remembered)
        assertFalse(model.back(), "the system may leave the app")
    }

    @Test
    fun aSignInLeadsToTheRememberedLink() = runTest {
        val model = started()
        core.remembered = "link"
        signIn()
        model.signedIn()
        runCurrent()
        assertEquals(listOf(Route.Duties, Route.Link("link")), model.routes())
    }

    @Test
    fun aSignInLeadsToTheDuties() = runTest {
        val model = started()
        signIn()
        model.signedIn()
        runCurrent()
        assertEquals(listOf<Route>(Route.Duties), model.routes())
    }

    @Test
    fun whoseDutiesAreShownOutlivesTheProcess() = runTest {
        core.accounts.value = listOf(sampleAccount("one"), sampleAccount("two", "abc"))
        val model = started()
        model.duties().presenter.on(DutiesEvent.Choose("two"))
        runCurrent()
        val again = started(model.save())
        assertEquals("two", again.duties().presenter.states.value.chosen)
    }

    @Test
    fun aSignInShowsTheDutiesOfAll() = runTest {
        core.accounts.value = listOf(sampleAccount("one"), sampleAccount("two", "abc"))
        val model = started(listOf("1", "duties", "duties", "one"))
        assertEquals("one", model.duties().presenter.states.value.chosen)
        core.accounts.value += sampleAccount("three", "def")
        model.signedIn()
        runCurrent()
        assertNull(model.duties().presenter.states.value.chosen)
    }

    @Test
    fun whenAllAccountsAreGoneOneChoosesAnew() = runTest {
        signIn()
        val model = started(listOf("2", "duties", "chat/one/d1"))
        core.accounts.value = emptyList()
        runCurrent()
        assertEquals(listOf<Route>(Route.Organisations), model.routes())
    }

    @Test
    fun theScreenThatSignsOutSaysFirstHowItWent() = runTest {
        signIn()
        val model = started(listOf("3", "duties", "settings", "sign-out/one"))
        core.accounts.value = emptyList()
        runCurrent()
        assertEquals(Route.SignOut("one"), model.routes().last())
        model.back()
        runCurrent()
        assertEquals(listOf<Route>(Route.Organisations), model.routes())
    }

    @Test
    fun theClockIsCorrectedByWhatTheAccountsKnow() = runTest {
        core.accounts.value = listOf(sampleAccount("one", clockOffsetMs = 86_400_000))
        val model = model()
        assertEquals(Duration.ZERO, model.clockCorrection.value)
        model.start()
        assertEquals(1.days, model.clockCorrection.value, "in the first frame")
        runCurrent()
        core.accounts.value = listOf(sampleAccount("one", clockOffsetMs = 0))
        runCurrent()
        assertEquals(Duration.ZERO, model.clockCorrection.value)
    }

    @Test
    fun theStoredListIsThereInTheFirstState() = runTest {
        signIn()
        core.chats.value = listOf(chat(account = "one"))
        val model = model()
        model.start()
        assertEquals(listOf("Weihnachtsmarkt"), model.duties().presenter.states.value.active.map { it.title })
    }

    @Test
    fun chatsThatCannotBeReadAreLeftToTheList() = runTest {
        signIn()
        val failing = object : Core by core {
            override suspend fun storedChats() = throw ClientException.Store(Unavailable.LOCKED)
        }
        val model = model { failing }
        model.start()
        assertEquals(listOf<Route>(Route.Duties), model.routes())
    }

    @Test
    fun whatCannotBeReadAtAllIsAFailure() = runTest {
        val failing = object : Core by core {
            override suspend fun storedAccounts() = throw ClientException.Internal()
        }
        val model = model { failing }
        model.start()
        assertEquals(AppState.Failed(StartFailure.INTERNAL), model.states.value)
    }

    @Test
    fun itSynchronisesInTheForegroundAlone() = runTest {
        signIn()
        val model = model()
        model.enteredForeground()
        model.start()
        runCurrent()
        assertEquals(listOf("maintain", "synchronise(one)"), core.calls)
        model.leftForeground()
        runCurrent()
        model.enteredForeground()
        runCurrent()
        assertEquals(listOf("maintain", "synchronise(one)"), core.calls.drop(2))
    }

    @Test
    fun itIsLockedAtTheStartAndAfterEachLeave() = runTest {
        preferences.change { Chosen(appLock = true) }
        signIn()
        platform.unlocking = { platform.asked > 1 }
        val model = started(listOf("2", "duties", "settings"))
        assertTrue(model.running().locked)
        assertFalse(model.back(), "what is behind the lock does not move")
        model.unlock()
        runCurrent()
        assertTrue(model.running().locked, "the person could not open it")
        model.unlock()
        runCurrent()
        assertFalse(model.running().locked)
        model.leftForeground()
        runCurrent()
        assertTrue(model.running().locked)
    }

    @Test
    fun withoutAnythingLeftToUnlockItWithTheLockOpens() = runTest {
        preferences.change { Chosen(appLock = true) }
        signIn()
        platform.unlocking = { false }
        val model = started()
        model.unlock()
        runCurrent()
        assertTrue(model.running().locked)
        platform.canLock = false
        model.unlock()
        runCurrent()
        assertFalse(model.running().locked)
        assertEquals(1, platform.asked)
    }

    @Test
    fun thePersonIsAskedOnceAtATime() = runTest {
        preferences.change { Chosen(appLock = true) }
        val model = started()
        repeat(3) { model.unlock() }
        runCurrent()
        assertEquals(1, platform.asked)
    }

    @Test
    fun withoutTheChoiceOrAnythingToUnlockItWithThereIsNoLock() = runTest {
        val model = started()
        model.leftForeground()
        runCurrent()
        assertFalse(model.running().locked)
        preferences.change { Chosen(appLock = true) }
        platform.canLock = false
        assertFalse(started().running().locked)
    }
}
