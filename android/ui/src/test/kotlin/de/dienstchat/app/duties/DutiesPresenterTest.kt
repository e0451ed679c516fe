package de.dienstchat.app.duties

import de.dienstchat.AccountState
import de.dienstchat.ChatSeal
import de.dienstchat.ChatSummary
import de.dienstchat.ClientException
import de.dienstchat.Content
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.SealReason
import de.dienstchat.SyncException
import de.dienstchat.Unavailable
import de.dienstchat.WaitReason
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.FakeOnline
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Places
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.ShownAccount
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.emitAll
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class DutiesPresenterTest {
    private val fake = FakeCore().apply { accounts.value = listOf(account()) }
    private val online = FakeOnline()
    private val preferences = Preferences(MemoryPreferences())
    private val way = BackStack(Route.Duties)
    private val shown = ShownAccount(Places())

    private fun TestScope.presenter(core: Core = fake) =
        DutiesPresenter(core, online, preferences, way, shown, backgroundScope).also { runCurrent() }

    @Test
    fun whatIsStoredIsThereInTheFirstFrame() = runTest {
        val stored = DutiesPresenter.Stored(listOf(account()), listOf(chat()))
        val presenter = DutiesPresenter(fake, online, preferences, way, shown, backgroundScope, stored)
        val first = presenter.states.value
        assertTrue(first.loaded)
        assertEquals(listOf("4711"), first.active.map { it.dutyId })
    }

    @Test
    fun withoutItTheListIsNotCalledEmpty() = runTest {
        val first = DutiesPresenter(fake, online, preferences, way, shown, backgroundScope).states.value
        assertFalse(first.loaded)
        assertTrue(presenter().states.value.loaded)
    }

    @Test
    fun whatCouldNotBeReadBeforeTheFirstFrameIsLeftToTheList() = runTest {
        fake.chats.value = listOf(chat())
        val stored = DutiesPresenter.Stored(listOf(account()))
        val presenter = DutiesPresenter(fake, online, preferences, way, shown, backgroundScope, stored)
        assertFalse(presenter.states.value.loaded)
        runCurrent()
        assertEquals(1, presenter.states.value.active.size)
    }

    @Test
    fun activeOnesComeFirstInTheOrderOfTheCore() = runTest {
        fake.chats.value = listOf(
            chat("b"),
            chat("a"),
            chat("gone", phase = Phase.DELETED),
            chat("sealed").copy(sealed = ChatSeal.REMOVED),
            chat("old", phase = Phase.READ_ONLY),
        )
        val state = presenter().states.value
        assertEquals(listOf("b", "a"), state.active.map { it.dutyId })
        assertEquals(listOf("old"), state.readOnly.map { it.dutyId })
    }

    @Test
    fun itRemainsUntilItsNextLimit() = runTest {
        fake.chats.value = listOf(chat("new"), chat("old", phase = Phase.READ_ONLY))
        val state = presenter().states.value
        assertEquals(chat().limits.readOnlyFrom, state.active.single().until)
        assertEquals(chat().limits.deleteAt, state.readOnly.single().until)
    }

    @Test
    fun theOrganisationIsNamedWhereThereAreSeveral() = runTest {
        fake.chats.value = listOf(chat())
        val presenter = presenter()
        assertNull(presenter.states.value.active.single().organisation)
        fake.accounts.value = listOf(account(), account("abc_anna", "abc"))
        runCurrent()
        assertEquals("XYZ", presenter.states.value.active.single().organisation)
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        runCurrent()
        assertEquals("Rettung XYZ", presenter.states.value.active.single().organisation)
    }

    @Test
    fun theChatsOfASealedAccountVanishAndTheOthersStay() = runTest {
        fake.accounts.value = listOf(account(), account("abc_anna", "abc"))
        fake.chats.value = listOf(chat("1"), chat("2", account = "abc_anna", ov = "abc"))
        val presenter = presenter()
        fake.accounts.value = listOf(
            account(),
            account("abc_anna", "abc", AccountState.Sealed(SealReason.SIGN_IN_AGAIN)),
        )
        runCurrent()
        val state = presenter.states.value
        assertEquals(listOf("1"), state.active.map { it.dutyId })
        assertEquals(listOf(ClosedAccount("abc_anna", "ABC", ClosedReason.SIGN_IN_AGAIN)), state.closed)
    }

    @Test
    fun eachReasonIsTold() = runTest {
        val states = listOf(
            AccountState.Sealed(SealReason.BLOCKED),
            AccountState.Sealed(SealReason.NO_CONTACT),
            AccountState.Unavailable(Unavailable.DAMAGED),
        )
        fake.accounts.value = states.mapIndexed { index, state -> account("$index", state = state) }
        val expected = listOf(ClosedReason.BLOCKED, ClosedReason.NO_CONTACT, ClosedReason.UNAVAILABLE)
        assertEquals(expected, presenter().states.value.closed.map { it.reason })
    }

    @Test
    fun aListThatFailsIsReadAgainAndSaysSo() = runTest {
        val failing = FailingOnce(fake, ClientException.Store(Unavailable.STORAGE))
        fake.chats.value = listOf(chat())
        val presenter = presenter(failing.core)
        assertEquals(DutiesProblem.READ, presenter.states.value.problem)
        assertFalse(presenter.states.value.loaded)
        advanceTimeBy(2.seconds)
        assertNull(presenter.states.value.problem)
        assertEquals(1, presenter.states.value.active.size)
    }

    @Test
    fun aListThatFailsInTheCourseOfThingsIsNoProblem() = runTest {
        for (failure in listOf(ClientException.Sealed(), ClientException.Closed())) {
            assertNull(presenter(FailingOnce(fake, failure).core).states.value.problem)
        }
    }

    @Test
    fun aRefreshIsOneAtATime() = runTest {
        val done = CompletableDeferred<Unit>()
        fake.refreshing = { done.await() }
        val presenter = presenter()
        presenter.on(DutiesEvent.Refresh)
        presenter.on(DutiesEvent.Refresh)
        runCurrent()
        assertTrue(presenter.states.value.refreshing)
        assertEquals(listOf("refresh"), fake.calls)
        done.complete(Unit)
        runCurrent()
        assertEquals(false to null, presenter.states.value.refreshing to presenter.states.value.problem)
    }

    @Test
    fun aRefreshWithoutConnectionIsOffline() = runTest {
        for (failure in listOf(SyncException.Offline(), ClientException.Offline())) {
            fake.refreshing = {
                fake.accounts.value = listOf(account(offline = true))
                throw failure
            }
            val presenter = presenter()
            presenter.on(DutiesEvent.Refresh)
            runCurrent()
            val state = presenter.states.value
            assertEquals(true to false, state.offline to state.refreshing)
            assertNull(state.problem)
        }
    }

    @Test
    fun aRefreshThatFailsSaysSo() = runTest {
        for (failure in listOf(SyncException.Server(), SyncException.Busy(), ClientException.Internal())) {
            val state = afterRefresh(failure)
            assertEquals(false to DutiesProblem.REFRESH, state.offline to state.problem)
        }
    }

    @Test
    fun aRefreshThatSealsAnAccountLeavesItToItsRow() = runTest {
        assertNull(afterRefresh(SyncException.SignedOut()).problem)
    }

    @Test
    fun theNetworkComesAndGoes() = runTest {
        val presenter = presenter()
        online.online.value = false
        runCurrent()
        assertTrue(presenter.states.value.offline)
        online.online.value = true
        runCurrent()
        assertFalse(presenter.states.value.offline)
    }

    @Test
    fun aConnectionThatAnyAccountMissesIsToldUntilItIsBack() = runTest {
        val presenter = presenter()
        fake.accounts.value = listOf(account("abc_anna", "abc"), account(offline = true))
        runCurrent()
        assertTrue(presenter.states.value.offline)
        fake.chats.value = listOf(chat(last = Content.Text("Bin da"), unread = 0u))
        runCurrent()
        assertTrue(presenter.states.value.offline, "what is written meanwhile is no connection")
        fake.accounts.value = listOf(account("abc_anna", "abc"), account())
        runCurrent()
        assertFalse(presenter.states.value.offline)
    }

    @Test
    fun aNetworkThatIsBackHasToLeadSomewhere() = runTest {
        val presenter = presenter()
        online.online.value = false
        fake.accounts.value = listOf(account(offline = true))
        runCurrent()
        online.online.value = true
        runCurrent()
        assertTrue(presenter.states.value.offline)
    }

    @Test
    fun whatIsChosenIsOpened() = runTest {
        val presenter = presenter()
        presenter.on(DutiesEvent.OpenChat("xyz_anna", "4711"))
        presenter.on(DutiesEvent.OpenAccount("abc_anna"))
        presenter.on(DutiesEvent.OpenSettings)
        presenter.on(DutiesEvent.SignIn)
        assertEquals(
            listOf(
                Route.Duties,
                Route.Chat("xyz_anna", "4711"),
                Route.SealedAccount("abc_anna"),
                Route.Settings,
                Route.Organisations,
            ),
            way.entries.value.map { it.route },
        )
    }

    @Test
    fun theLastMessageIsShortAndInOneLine() = runTest {
        val texts = listOf("Hallo\nihr", "\uD83D\uDE91".repeat(30_000), "a" + "\uD83D\uDE91".repeat(30_000))
        fake.chats.value = texts.mapIndexed { index, text -> chat("$index", last = Content.Text(text)) }
        val shown = presenter().states.value.active.map { (it.last?.content as LastContent.Text).text }
        assertEquals("Hallo ihr", shown[0])
        assertEquals("\uD83D\uDE91".repeat(150), shown[1])
        assertEquals("a" + "\uD83D\uDE91".repeat(149), shown[2])
    }

    @Test
    fun everyKindOfLastMessageIsShown() = runTest {
        val contents = listOf(Content.Waiting(WaitReason.KEY_MISSING), Content.Deleted, Content.Unsupported)
        fake.chats.value = contents.mapIndexed { index, content -> chat("$index", last = content) }
        assertEquals(
            listOf(LastContent.Waiting, LastContent.Deleted, LastContent.Unsupported),
            presenter().states.value.active.map { it.last?.content },
        )
    }

    @Test
    fun oddValuesDoNoHarm() = runTest {
        fake.chats.value = listOf(
            chat("1", unread = ULong.MAX_VALUE, meetingPoint = "\u202E"),
            chat("2", state = DutyState.CANCELLED),
        )
        val (odd, cancelled) = presenter().states.value.active
        assertEquals(Int.MAX_VALUE, odd.unread)
        assertNull(odd.meetingPoint)
        assertTrue(cancelled.cancelled)
    }

    @Test
    fun nothingOfItIsSaidToALog() = runTest {
        val chats = listOf(chat(last = Content.Text("geheim")))
        fake.chats.value = chats
        val said = presenter().states.value.toString() + DutiesPresenter.Stored(listOf(account()), chats)
        for (secret in listOf("geheim", "Ben", "Weihnachtsmarkt", "Rathausplatz")) assertFalse(secret in said)
    }

    private fun TestScope.afterRefresh(failure: Exception): DutiesState {
        fake.refreshing = { throw failure }
        val presenter = presenter()
        presenter.on(DutiesEvent.Refresh)
        runCurrent()
        return presenter.states.value
    }
}

/** A core whose list of chats fails when it is observed for the first time. */
private class FailingOnce(fake: FakeCore, failure: Exception) {
    private var failed = false

    val core: Core = object : Core by fake {
        override val chats: Flow<List<ChatSummary>> = flow {
            if (!failed) {
                failed = true
                throw failure
            }
            emitAll(fake.chats)
        }
    }
}
