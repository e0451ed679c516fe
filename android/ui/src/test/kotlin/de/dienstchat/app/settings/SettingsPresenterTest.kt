package de.dienstchat.app.settings

import de.dienstchat.AccountState
import de.dienstchat.ChatSeal
import de.dienstchat.ClientException
import de.dienstchat.DutyState
import de.dienstchat.Phase
import de.dienstchat.SealReason
import de.dienstchat.SignOutAfterException
import de.dienstchat.Unavailable
import de.dienstchat.app.chat.member
import de.dienstchat.app.chat.summary
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.navigation.Places
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.ShownAccount
import de.dienstchat.app.navigation.Way
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.FakePlatform
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.onStart
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SettingsPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val platform = FakePlatform()
    private val way = Way(Route.Duties, Route.Settings)
    private val shown = ShownAccount(Places())

    private fun TestScope.presenter() =
        SettingsPresenter(core, preferences, way.navigator, shown, platform, backgroundScope).also { runCurrent() }

    @Test
    fun theAccountsAreListed() = runTest {
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        core.accounts.value = listOf(
            sampleAccount("one"),
            sampleAccount("two", "abc", AccountState.Sealed(SealReason.BLOCKED)),
        )
        val expected = listOf(AccountRow("one", "Rettung XYZ"), AccountRow("two", "ABC", usable = false))
        val presenter = presenter()
        assertEquals(expected, presenter.states.value.accounts)
        core.accounts.value = core.accounts.value.drop(1)
        runCurrent()
        assertEquals(expected.drop(1), presenter.states.value.accounts)
    }

    @Test
    fun accountsThatCannotBeReadOnceAreReadAgain() = runTest {
        core.accounts.value = listOf(sampleAccount("one"))
        var failures = 1
        val failing = object : Core by core {
            override val accounts = core.accounts.onStart { if (failures-- > 0) throw ClientException.Internal() }
        }
        val presenter = SettingsPresenter(failing, preferences, way.navigator, shown, platform, backgroundScope)
        runCurrent()
        assertEquals(emptyList(), presenter.states.value.accounts)
        advanceTimeBy(2.seconds)
        assertEquals(listOf("one"), presenter.states.value.accounts.map { it.id })
    }

    @Test
    fun theyLeadToWhatTheyShow() = runTest {
        core.accounts.value = listOf(sampleAccount("one", state = AccountState.Sealed(SealReason.BLOCKED)))
        presenter().on(SettingsEvent.OpenAccount("one"))
        assertEquals(Route.SealedAccount("one"), way.top)
        assertNull(shown.account.value)
    }

    @Test
    fun thoseThatCanBeUsedLeadToTheirDuties() = runTest {
        core.accounts.value = listOf(sampleAccount("one"), sampleAccount("two", "abc"))
        presenter().on(SettingsEvent.OpenAccount("two"))
        assertEquals(listOf<Route>(Route.Duties), way.routes)
        assertEquals("two", shown.account.value)
    }

    @Test
    fun itLeadsOn() = runTest {
        val ways = mapOf(
            SettingsEvent.AddAccount to Route.Organisations,
            SettingsEvent.SignOut("one") to Route.SignOut("one"),
            SettingsEvent.OpenPrivacy to Route.Privacy,
            SettingsEvent.OpenLicences to Route.Licences,
            SettingsEvent.Back to Route.Duties,
        )
        for ((event, route) in ways) {
            val way = Way(Route.Duties, Route.Settings)
            SettingsPresenter(core, preferences, way.navigator, shown, platform, backgroundScope).on(event)
            assertEquals(route, way.top)
        }
    }

    @Test
    fun choicesAreKept() = runTest {
        val presenter = presenter()
        presenter.on(SettingsEvent.Look(Appearance.DARK))
        presenter.on(SettingsEvent.Speak(Language.ENGLISH))
        presenter.on(SettingsEvent.HidePreviews(false))
        runCurrent()
        val state = presenter.states.value
        assertEquals(Appearance.DARK, state.appearance)
        assertEquals(Language.ENGLISH, state.language)
        assertFalse(state.hidePreviews)
        assertEquals(Appearance.DARK, preferences.chosen.value.appearance)
        assertEquals("1.2.3", state.version)
    }

    @Test
    fun whoCannotOpenTheLockDoesNotCloseIt() = runTest {
        val presenter = presenter()
        platform.unlocking = { platform.asked > 1 }
        presenter.on(SettingsEvent.AppLock(true))
        runCurrent()
        assertFalse(presenter.states.value.appLock)
        presenter.on(SettingsEvent.AppLock(true))
        runCurrent()
        assertTrue(presenter.states.value.appLock)
        presenter.on(SettingsEvent.AppLock(false))
        runCurrent()
        assertFalse(preferences.chosen.value.appLock)
    }

    @Test
    fun withoutAnythingToUnlockItWithThereIsNoLock() = runTest {
        preferences.change { it.copy(appLock = true) }
        platform.canLock = false
        val state = presenter().states.value
        assertFalse(state.canLock)
        assertFalse(state.appLock)
    }

    @Test
    fun aDeskHasNeitherLockNorPreviews() = runTest {
        platform.hasAppLock = false
        platform.hasPreviews = false
        val state = presenter().states.value
        assertFalse(state.hasAppLock)
        assertFalse(state.hasPreviews)
    }

    @Test
    fun whoseAccountItIsIsSaidByTheRoster() = runTest {
        core.accounts.value = listOf(sampleAccount("one"))
        core.chats.value = listOf(summary().copy(account = "one", dutyId = "d1"))
        core.opened["one" to "d1"] = FakeChat(core.chats.value.single()).apply {
            everybody.value = listOf(member("Ben"), member("Anna Beispiel", id = "anna"))
        }
        assertEquals("Anna Beispiel", presenter().states.value.accounts.single().person)
        assertEquals(1, core.opened.values.single().closed)
    }

    private val planned = summary("Weihnachtsmarkt").copy(account = "one", dutyId = "d1")

    private fun shared(signOutAfter: String? = null) {
        core.accounts.value = listOf(sampleAccount("one", signOutAfter = signOutAfter))
        core.chats.value = listOf(
            planned,
            planned.copy(dutyId = "cancelled", state = DutyState.CANCELLED),
            planned.copy(dutyId = "read only", phase = Phase.READ_ONLY),
            planned.copy(dutyId = "removed", sealed = ChatSeal.REMOVED),
            planned.copy(account = "other", dutyId = "other"),
        )
    }

    @Test
    fun oneOfTheAccountsDutiesCanBeItsLast() = runTest {
        shared()
        val presenter = presenter()
        presenter.on(SettingsEvent.ChooseSignOutAfter("one"))
        runCurrent()
        val duty = SignOutDuty("d1", "Weihnachtsmarkt", planned.endsAt)
        assertEquals(Choosing("one", listOf(duty), chosen = null), presenter.states.value.choosing)
        core.choosing = { _, duty -> shared(duty) }
        presenter.on(SettingsEvent.SignOutAfter("d1"))
        runCurrent()
        assertEquals(null, presenter.states.value.choosing)
        assertEquals(duty, presenter.states.value.accounts.single().signOutAfter)
        presenter.on(SettingsEvent.ChooseSignOutAfter("one"))
        runCurrent()
        assertEquals("d1", presenter.states.value.choosing?.chosen)
        presenter.on(SettingsEvent.SignOutAfter(null))
        runCurrent()
        assertEquals(null, presenter.states.value.accounts.single().signOutAfter)
        assertEquals(listOf("signOutAfter(one, d1)", "signOutAfter(one, null)"), core.calls)
    }

    @Test
    fun aChoiceThatIsNotKeptStaysOpenAndSaysWhy() = runTest {
        shared()
        val presenter = presenter()
        presenter.on(SettingsEvent.ChooseSignOutAfter("one"))
        runCurrent()
        val failures = mapOf(
            SignOutAfterException.DutyOver() to ChoiceFailure.OVER,
            SignOutAfterException.Store(Unavailable.STORAGE) to ChoiceFailure.FAILED,
        )
        for ((failure, said) in failures) {
            core.choosing = { _, _ -> throw failure }
            presenter.on(SettingsEvent.SignOutAfter("d1"))
            runCurrent()
            assertEquals(said, presenter.states.value.choosing?.failure)
        }
        presenter.on(SettingsEvent.CloseChoice)
        assertEquals(null, presenter.states.value.choosing)
    }

    @Test
    fun whatIsChosenAfterClosingIsNotTaken() = runTest {
        shared()
        val presenter = presenter()
        presenter.on(SettingsEvent.SignOutAfter("d1"))
        runCurrent()
        assertEquals(emptyList(), core.calls)
    }
}
