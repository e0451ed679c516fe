package de.dienstchat.app.duties

import de.dienstchat.AccountState
import de.dienstchat.Phase
import de.dienstchat.SealReason
import de.dienstchat.app.chat.member
import de.dienstchat.app.core.FakeChat
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
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class OrganisationChoicesTest {
    private val core = FakeCore()
    private val preferences = Preferences(MemoryPreferences())
    private val shown = ShownAccount(Places())
    private val anna = account("xyz_anna")
    private val annaElsewhere = account("abc_anna", "abc")
    private val ben = account("xyz_ben")

    private fun TestScope.presenter(first: DutiesPresenter.Stored = DutiesPresenter.Stored()) = DutiesPresenter(
        core, FakeOnline(), preferences, BackStack(Route.Duties), shown, backgroundScope, first,
    )

    private fun TestScope.begun() = presenter().also { runCurrent() }

    private fun TestScope.chosen(presenter: DutiesPresenter, account: String?): DutiesState {
        presenter.on(DutiesEvent.Choose(account))
        runCurrent()
        return presenter.states.value
    }

    private fun twoOrganisations() {
        core.accounts.value = listOf(anna, annaElsewhere)
        core.chats.value = listOf(
            chat("1", unread = 2u),
            chat("2", account = "abc_anna", ov = "abc", unread = 3u),
            chat("3", account = "abc_anna", ov = "abc", phase = Phase.READ_ONLY, unread = 4u),
        )
    }

    @Test
    fun withOneAccountThereIsNothingToChoose() = runTest {
        core.accounts.value = listOf(anna)
        core.chats.value = listOf(chat())
        shown.choose("xyz_anna")
        val state = begun().states.value
        assertEquals(emptyList(), state.organisations)
        assertNull(state.chosen)
        assertEquals(1, state.active.size)
    }

    @Test
    fun allAreShownAtFirst() = runTest {
        twoOrganisations()
        preferences.change { it.copy(organisationNames = mapOf("xyz" to "Rettung XYZ")) }
        val state = begun().states.value
        assertNull(state.chosen)
        assertEquals(
            listOf(OrganisationChoice("xyz_anna", "Rettung XYZ"), OrganisationChoice("abc_anna", "ABC")),
            state.organisations,
        )
        assertEquals(listOf("1", "2"), state.active.map { it.dutyId })
    }

    @Test
    fun theChosenOneIsShownAlone() = runTest {
        twoOrganisations()
        val presenter = begun()
        val other = chosen(presenter, "abc_anna")
        assertEquals("abc_anna", other.chosen)
        assertEquals(listOf("2") to listOf("3"), other.active.map { it.dutyId } to other.readOnly.map { it.dutyId })
        val one = chosen(presenter, "xyz_anna")
        assertEquals(listOf("1") to emptyList(), one.active.map { it.dutyId } to one.readOnly.map { it.dutyId })
        assertEquals(3, chosen(presenter, null).run { active + readOnly }.size)
    }

    @Test
    fun whatIsUnreadElsewhereIsCounted() = runTest {
        twoOrganisations()
        val presenter = begun()
        assertEquals(listOf(0, 0), presenter.states.value.organisations.map { it.unread })
        assertEquals(listOf(0, 7), chosen(presenter, "xyz_anna").organisations.map { it.unread })
        core.chats.value += chat("4", account = "abc_anna", ov = "abc", unread = ULong.MAX_VALUE)
        runCurrent()
        assertEquals(listOf(0, Int.MAX_VALUE), presenter.states.value.organisations.map { it.unread })
        assertEquals(listOf(2, 0), chosen(presenter, "abc_anna").organisations.map { it.unread })
    }

    @Test
    fun itIsCountedAltogether() = runTest {
        twoOrganisations()
        core.accounts.value += account("def_anna", "def")
        core.chats.value += chat("4", account = "def_anna", ov = "def", unread = 5u)
        val presenter = begun()
        assertEquals(0, presenter.states.value.unreadElsewhere)
        assertEquals(12, chosen(presenter, "xyz_anna").unreadElsewhere)
        core.chats.value += chat("5", account = "def_anna", ov = "def", unread = ULong.MAX_VALUE)
        runCurrent()
        assertEquals(Int.MAX_VALUE, presenter.states.value.unreadElsewhere)
    }

    @Test
    fun whatASealedAccountHidesIsNotCounted() = runTest {
        twoOrganisations()
        core.accounts.value = listOf(anna, annaElsewhere.copy(state = AccountState.Sealed(SealReason.BLOCKED)))
        assertEquals(listOf(0, 0), chosen(begun(), "xyz_anna").organisations.map { it.unread })
    }

    @Test
    fun whyAnAccountIsClosedIsShownWithItsOwn() = runTest {
        twoOrganisations()
        core.accounts.value = listOf(anna, annaElsewhere.copy(state = AccountState.Sealed(SealReason.BLOCKED)))
        val presenter = begun()
        assertEquals(1, presenter.states.value.closed.size)
        assertEquals(emptyList(), chosen(presenter, "xyz_anna").closed)
        val other = chosen(presenter, "abc_anna")
        assertEquals(listOf("abc_anna"), other.closed.map { it.account })
        assertFalse(other.empty)
    }

    @Test
    fun oneWithoutChatsIsEmpty() = runTest {
        twoOrganisations()
        core.chats.value = core.chats.value.take(1)
        assertTrue(chosen(begun(), "abc_anna").empty)
    }

    @Test
    fun whatWasChosenIsShownInTheFirstFrame() = runTest {
        twoOrganisations()
        shown.choose("abc_anna")
        val first = presenter(DutiesPresenter.Stored(core.accounts.value, core.chats.value)).states.value
        assertEquals("abc_anna", first.chosen)
        assertEquals(listOf("2"), first.active.map { it.dutyId })
    }

    @Test
    fun whenTheChosenOneIsGoneAllAreShown() = runTest {
        twoOrganisations()
        core.accounts.value += account("def_anna", "def")
        val presenter = begun()
        chosen(presenter, "abc_anna")
        core.accounts.value -= annaElsewhere
        core.chats.value = core.chats.value.take(1)
        runCurrent()
        assertNull(presenter.states.value.chosen)
        assertEquals(listOf("1"), presenter.states.value.active.map { it.dutyId })
        core.accounts.value += annaElsewhere
        runCurrent()
        assertNull(presenter.states.value.chosen, "it is not chosen again by itself")
    }

    @Test
    fun twoPeopleOfOneOrganisationAreToldApart() = runTest {
        core.accounts.value = listOf(anna, ben, annaElsewhere)
        val presenter = begun()
        assertEquals(listOf(null, null, null), presenter.states.value.organisations.map { it.person })
        val chats = listOf(
            chat("1"),
            chat("1", account = "xyz_ben"),
            chat("2", account = "abc_anna", ov = "abc"),
        )
        for (chat in chats) {
            core.opened[chat.account to chat.dutyId] = FakeChat(chat).apply {
                everybody.value = listOf(member("Clara"), member(chat.account, id = "anna"))
            }
        }
        core.chats.value = chats
        runCurrent()
        assertEquals(listOf("xyz_anna", "xyz_ben", null), presenter.states.value.organisations.map { it.person })
        assertEquals(listOf("xyz_anna", "xyz_ben", null), presenter.states.value.active.map { it.person })
        assertEquals(listOf(1, 1, 0), core.opened.values.map { it.closed })
        assertFalse("xyz_ben" in presenter.states.value.organisations.toString())
    }
}
