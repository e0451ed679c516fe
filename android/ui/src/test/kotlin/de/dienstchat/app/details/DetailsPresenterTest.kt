package de.dienstchat.app.details

import de.dienstchat.ChatException
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.Role
import de.dienstchat.Unavailable
import de.dienstchat.app.chat.member
import de.dienstchat.app.chat.summary
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.ended.WhyEnded
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class DetailsPresenterTest {
    private val chat = FakeChat(summary())
    private val route = Route.Details("xyz_anna", "4711")
    private val way = BackStack(Route.Chat("xyz_anna", "4711")).apply { open(route) }

    @Test
    fun theDutyAndItsMembers() = runTest {
        chat.everybody.value = listOf(
            member("Ben", Role.RESPONSIBLE), member("Anna", function = "Sanitäter"), member("Clara", joined = false),
        )
        val state = presenter().shown(this)
        val duty = (state.stage as Stage.Open).duty
        val summary = summary()
        assertEquals(
            DutyDetails(
                title = "Weihnachtsmarkt",
                organisation = "XYZ",
                startsAt = summary.startsAt,
                endsAt = summary.endsAt,
                meetingPoint = "Rathausplatz",
                state = DutyDetails.State.PLANNED,
                writableUntil = summary.limits.readOnlyFrom,
                deletedAt = summary.limits.deleteAt,
            ),
            duty,
        )
        assertEquals(
            listOf(
                MemberRow("Ben", responsible = true, function = null, own = false, joined = true),
                MemberRow("Anna", responsible = false, function = "Sanitäter", own = true, joined = true),
                MemberRow("Clara", responsible = false, function = null, own = false, joined = false),
            ),
            state.members,
        )
        assertEquals(1, state.missing)
    }

    @Test
    fun itFollowsTheDuty() = runTest {
        val presenter = presenter()
        presenter.shown(this)
        for ((state, shown) in DutyState.entries zip DutyDetails.State.entries) {
            chat.summary.value = summary(state = state)
            assertEquals(shown, (presenter.shown(this).stage as Stage.Open).duty.state)
        }
        chat.everybody.value = List(500) { member("Helfer $it") }
        assertEquals(500, presenter.shown(this).members.size)
    }

    @Test
    fun whatCannotBeShownSaysWhy() = runTest {
        val failures = mapOf(
            ChatException.ChatDeleted() to WhyEnded.DELETED,
            ChatException.NotAMember() to WhyEnded.REMOVED,
            ChatException.NotFound() to WhyEnded.MISSING,
            ChatException.Store(Unavailable.STORAGE) to WhyEnded.STORAGE,
            ChatException.Closed() to WhyEnded.CLOSED,
            ChatException.Internal() to WhyEnded.INTERNAL,
        )
        for ((failure, why) in failures) {
            chat.fail(null)
            val presenter = presenter()
            presenter.shown(this)
            chat.fail(failure)
            assertEquals(DetailsState(Stage.Ended(why)), presenter.shown(this), "$failure")
        }
    }

    @Test
    fun theEndOfItsTimeDeletesItHere() = runTest {
        chat.summary.value = summary(phase = Phase.DELETED)
        assertEquals(DetailsState(Stage.Ended(WhyEnded.DELETED)), presenter().shown(this))
    }

    @Test
    fun anAccountThatCannotBeUsedHasItsOwnScreen() = runTest {
        chat.fail(ChatException.Sealed())
        assertEquals(DetailsState(), presenter().shown(this))
        assertEquals(Route.SealedAccount("xyz_anna"), way.top)
    }

    @Test
    fun whatMayPassCanBeTriedAgain() = runTest {
        chat.fail(ChatException.Store(Unavailable.LOCKED))
        val presenter = presenter()
        assertEquals(Stage.Ended(WhyEnded.LOCKED), presenter.shown(this).stage)
        chat.fail(null)
        presenter.on(DetailsEvent.Retry)
        assertEquals("Weihnachtsmarkt", (presenter.shown(this).stage as Stage.Open).duty.title)
    }

    @Test
    fun waysOut() = runTest {
        val presenter = presenter()
        presenter.on(DetailsEvent.Back)
        assertEquals(Route.Chat("xyz_anna", "4711"), way.top)
        presenter.on(DetailsEvent.ToDuties)
        assertEquals(Route.Duties, way.top)
    }

    @Test
    fun nothingThatIsShownIsInItsDescription() = runTest {
        chat.summary.value = summary(title = "geheim")
        chat.everybody.value = listOf(member("geheim"))
        assertFalse("geheim" in "${presenter().shown(this)}")
    }

    private fun TestScope.presenter() = DetailsPresenter(
        core = FakeCore().also { it.opened["xyz_anna" to "4711"] = chat },
        preferences = Preferences(MemoryPreferences()),
        navigator = way,
        route = route,
        scope = backgroundScope,
    )

    private fun DetailsPresenter.shown(test: TestScope): DetailsState {
        test.runCurrent()
        return states.value
    }
}
