package de.dienstchat.app.root

import de.dienstchat.LinkTarget
import de.dienstchat.app.chat.ChatEvent
import de.dienstchat.app.chat.ScrollAnchor
import de.dienstchat.app.chat.said
import de.dienstchat.app.chat.timeline
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.FakeOnline
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.duties.chat
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Places
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertNotSame
import kotlin.test.assertSame
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class ScreensTest {
    private val core = FakeCore().apply { accounts.value = listOf(sampleAccount("one")) }
    private val stack = BackStack(Route.Duties)
    private val places = Places()
    private val underWay = mutableSetOf<String>()

    init {
        core.openingLink = { link ->
            underWay += link
            try {
                awaitCancellation()
            } finally {
                underWay -= link
            }
        }
    }

    private fun TestScope.screens() = Screens(
        core, FakeOnline(), Preferences(MemoryPreferences()), FakePlatform(), stack, places,
        {}, backgroundScope, StandardTestDispatcher(testScheduler),
    )

    private fun Screens.seen() = of(stack.entries.value)

    @Test
    fun eachPlaceHasItsDriver() = runTest {
        val screens = screens()
        val drivers = mapOf(
            Route.Duties to Driver.Duties::class,
            Route.Organisations to Driver.Organisation::class,
            Route.SignIn("xyz", null) to Driver.SignIn::class,
            Route.SignInAgain("one") to Driver.SignIn::class,
            Route.Chat("one", "d1") to Driver.Chat::class,
            Route.Details("one", "d1") to Driver.Details::class,
            Route.Link("link") to Driver.Link::class,
            Route.SealedAccount("one") to Driver.Sealed::class,
            Route.Settings to Driver.Settings::class,
            Route.SignOut("one") to Driver.SignOut::class,
            Route.Privacy to Driver.Privacy::class,
            Route.Licences to Driver.Licences::class,
        )
        for ((route, driver) in drivers) {
            stack.open(route)
            assertEquals(driver, screens.seen().last().driver::class, "$driver")
        }
    }

    @Test
    fun whatIsBelowIsKept() = runTest {
        val screens = screens()
        stack.open(Route.Settings)
        val settings = screens.seen().last()
        stack.open(Route.Privacy)
        stack.open(Route.Licences)
        screens.seen()
        stack.back()
        stack.back()
        assertSame(settings, screens.seen().last())
        stack.back()
        screens.seen()
        stack.open(Route.Settings)
        assertNotSame(settings, screens.seen().last())
    }

    @Test
    fun whatLeavesTheWayEnds() = runTest {
        val screens = screens()
        stack.open(Route.Link("link"))
        screens.seen()
        runCurrent()
        assertEquals(setOf("link"), underWay)
        stack.open(Route.Settings)
        screens.seen()
        runCurrent()
        assertEquals(setOf("link"), underWay, "it is below")
        stack.startAt(Route.Duties)
        screens.seen()
        runCurrent()
        assertEquals(emptySet(), underWay)
    }

    @Test
    fun ofTwoLinksOneIsFollowed() = runTest {
        val screens = screens()
        for (link in listOf("one", "two")) {
            stack.openInsteadOf(Route.Link(link)) { it is Route.Link }
            screens.seen()
            runCurrent()
            assertEquals(setOf(link), underWay)
        }
    }

    @Test
    fun placesThatWereNotSeenOpenNothing() = runTest {
        stack.open(Route.Link("link"))
        stack.open(Route.Settings)
        stack.open(Route.Privacy)
        assertEquals(listOf(Route.Settings, Route.Privacy), screens().seen().map { it.entry.route })
        runCurrent()
        assertEquals(emptySet(), underWay)
    }

    @Test
    fun whereAChatWasLeftIsKept() = runTest {
        val fake = FakeChat(chat(account = "one", dutyId = "d1"))
        fake.messages.value = timeline(said("m1"), said("m2"))
        core.opened["one" to "d1"] = fake
        places["chat one d1"] = "-7 \$m1"
        stack.open(Route.Chat("one", "d1"))
        val presenter = assertIs<Driver.Chat>(screens().seen().last().driver).presenter
        assertEquals(ScrollAnchor("\$m1", -7), presenter.states.value.anchor)
        runCurrent()
        assertEquals("-7 \$m1", places["chat one d1"])
        presenter.on(ChatEvent.Scrolled(ScrollAnchor("\$m2", 12)))
        runCurrent()
        assertEquals("12 \$m2", places["chat one d1"])
        presenter.on(ChatEvent.Scrolled(null))
        runCurrent()
        assertEquals(null, places["chat one d1"])
    }

    @Test
    fun aChatThatIsComeToAgainHasItsOneDraft() = runTest {
        for (duty in listOf("d1", "d2")) {
            core.opened["one" to duty] = FakeChat(chat(account = "one", dutyId = duty))
        }
        val screens = screens()
        stack.open(Route.Chat("one", "d1"))
        val first = assertIs<Driver.Chat>(screens.seen().last().driver).presenter
        runCurrent()
        first.on(ChatEvent.Typed("Bin da"))
        stack.open(Route.Chat("one", "d2"))
        screens.seen()
        runCurrent()
        stack.open(Route.Chat("one", "d1"))
        val again = assertIs<Driver.Chat>(screens.seen().last().driver).presenter
        runCurrent()
        assertSame(first, again)
        assertEquals("Bin da", again.states.value.draft.text)
        again.on(ChatEvent.Send("Bin da"))
        runCurrent()
        assertEquals(1, core.opened.getValue("one" to "d1").calls.count { it == "send(Bin da)" })
        assertEquals(1, core.opened.getValue("one" to "d2").closed, "it is off the way")
    }

    @Test
    fun aPlaceThatCannotBeReadIsTheNewestMessage() = runTest {
        places["chat one d1"] = "somewhere"
        stack.open(Route.Chat("one", "d1"))
        val presenter = assertIs<Driver.Chat>(screens().seen().last().driver).presenter
        assertEquals(null, presenter.states.value.anchor)
    }

    @Test
    fun backIsWhatItIsToTheScreen() = runTest {
        core.openingLink = { LinkTarget.SignIn("abc") }
        core.searching = { emptyList() }
        core.remembered = "link"
        val screens = screens()
        stack.open(Route.Link("link"))
        screens.seen()
        runCurrent()
        screens.seen().last().driver.back()
        runCurrent()
        assertEquals(null, core.remembered)
        assertEquals(Route.Duties, stack.top)
    }
}
