package de.dienstchat.app.settings

import de.dienstchat.AccountState
import de.dienstchat.SealReason
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.navigation.Way
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.FakePlatform
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SettingsPresenterTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val platform = FakePlatform()
    private val way = Way(Route.Duties, Route.Settings)

    private fun TestScope.presenter() =
        SettingsPresenter(core, preferences, way.navigator, platform, backgroundScope).also { runCurrent() }

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
    fun theyLeadToWhatTheyShow() = runTest {
        core.accounts.value = listOf(sampleAccount("one", state = AccountState.Sealed(SealReason.BLOCKED)))
        presenter().on(SettingsEvent.OpenAccount("one"))
        assertEquals(Route.SealedAccount("one"), way.top)
    }

    @Test
    fun thoseThatCanBeUsedLeadToTheDuties() = runTest {
        core.accounts.value = listOf(sampleAccount("one"))
        presenter().on(SettingsEvent.OpenAccount("one"))
        assertEquals(listOf<Route>(Route.Duties), way.routes)
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
            SettingsPresenter(core, preferences, way.navigator, platform, backgroundScope).on(event)
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
}
