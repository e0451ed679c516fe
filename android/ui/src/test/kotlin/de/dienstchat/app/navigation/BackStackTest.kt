package de.dienstchat.app.navigation

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

class BackStackTest {
    private val stack = BackStack(Route.Duties)
    private val chat = Route.Chat("xyz:1", "d1")

    private fun routes() = stack.entries.value.map { it.route }

    @Test
    fun backLeadsToWhereThePersonCameFrom() {
        stack.open(chat)
        stack.open(Route.Details("xyz:1", "d1"))
        stack.back()
        assertEquals(listOf(Route.Duties, chat), routes())
        assertTrue(stack.canGoBack)
    }

    @Test
    fun itIsNeverEmpty() {
        stack.back()
        assertEquals(listOf<Route>(Route.Duties), routes())
        assertFalse(stack.canGoBack)
    }

    @Test
    fun aPlaceDoesNotFollowItself() {
        stack.open(chat)
        val before = stack.entries.value
        stack.open(chat)
        assertEquals(before, stack.entries.value)
        stack.open(Route.Link("l"))
        stack.replace(chat)
        assertEquals(before, stack.entries.value, "the chat below is the one")
    }

    @Test
    fun aSecondVisitIsAnotherEntry() {
        stack.open(chat)
        val first = stack.entries.value.last()
        stack.back()
        stack.open(chat)
        assertNotEquals(first, stack.entries.value.last())
    }

    @Test
    fun aChatIsOnTheWayOnce() {
        val other = Route.Chat("xyz:1", "d2")
        stack.open(chat)
        val first = stack.entries.value.last()
        stack.open(Route.Details("xyz:1", "d1"))
        stack.open(other)
        stack.open(chat)
        assertEquals(listOf(Route.Duties, chat), routes())
        assertEquals(first, stack.entries.value.last(), "with what was typed there")
        stack.open(other)
        stack.open(Route.Link("link"))
        stack.from(stack.entries.value.last()).replace(chat)
        assertEquals(first, stack.entries.value.last())
        assertEquals(listOf(Route.Duties, chat), routes())
    }

    @Test
    fun aLinkToAChatThatIsOpenByNowGoesOutOfTheWay() {
        stack.open(Route.Link("link"))
        val link = stack.from(stack.entries.value.last())
        stack.open(Route.Settings)
        stack.open(chat)
        val open = stack.entries.value.last()
        link.replace(chat)
        assertEquals(listOf(Route.Duties, Route.Settings, chat), routes())
        assertEquals(open, stack.entries.value.last())
    }

    @Test
    fun startingLeavesNothingBehind() {
        stack.open(chat)
        stack.startAt(Route.Organisations)
        assertEquals(listOf<Route>(Route.Organisations), routes())
    }

    @Test
    fun startingWhereOneBeganKeepsWhatIsThere() {
        val first = stack.entries.value.first()
        stack.open(chat)
        stack.startAt(Route.Duties)
        assertEquals(listOf(first), stack.entries.value)
    }

    @Test
    fun ofALongWayTheMiddleIsForgotten() {
        repeat(100) { stack.open(Route.Chat("xyz:1", "d$it")) }
        assertEquals(BackStack.LONGEST, routes().size)
        assertEquals(Route.Duties, routes().first())
        assertEquals(Route.Chat("xyz:1", "d99"), routes().last())
    }

    @Test
    fun whatIsObsoleteGoesFromAnywhere() {
        stack.open(Route.Link("one"))
        stack.open(Route.SignIn("xyz", null))
        stack.openInsteadOf(Route.Link("two")) { it is Route.Link }
        assertEquals(listOf(Route.Duties, Route.SignIn("xyz", null), Route.Link("two")), routes())
    }

    @Test
    fun aScreenLeadsOnFromWhereItIs() {
        stack.open(chat)
        val navigator = stack.from(stack.entries.value.last())
        navigator.open(Route.Details("xyz:1", "d1"))
        assertEquals(Route.Details("xyz:1", "d1"), stack.top)
        navigator.open(Route.Settings)
        assertEquals(Route.Details("xyz:1", "d1"), stack.top, "the person is further on")
        navigator.replace(Route.SealedAccount("xyz:1"))
        val replaced = listOf(Route.Duties, Route.SealedAccount("xyz:1"), Route.Details("xyz:1", "d1"))
        assertEquals(replaced, routes())
        navigator.back()
        navigator.replace(Route.Settings)
        navigator.open(Route.Settings)
        navigator.startAt(Route.Organisations)
        assertEquals(replaced, routes(), "it has been left")
    }

    @Test
    fun aScreenThatIsLeftGoesOutOfTheWay() {
        stack.open(chat)
        val navigator = stack.from(stack.entries.value.last())
        stack.open(Route.Settings)
        navigator.back()
        assertEquals(listOf(Route.Duties, Route.Settings), routes())
    }

    @Test
    fun noPlaceFollowsItselfWhenOneBetweenGoes() {
        stack.open(Route.Settings)
        val link = Route.Link("link")
        stack.open(link)
        val navigator = stack.from(stack.entries.value.last())
        stack.open(Route.Settings)
        navigator.back()
        assertEquals(listOf<Route>(Route.Duties, Route.Settings), routes())
        stack.open(link)
        val again = stack.from(stack.entries.value.last())
        stack.open(Route.Privacy)
        again.replace(Route.Privacy)
        assertEquals(listOf<Route>(Route.Duties, Route.Settings, Route.Privacy), routes())
    }

    @Test
    fun theLastScreenOfAllStays() {
        stack.from(stack.entries.value.single()).back()
        assertEquals(listOf<Route>(Route.Duties), routes())
    }

    @Test
    fun everyPlaceIsRestored() {
        val everywhere = listOf(
            Route.Duties, Route.Organisations, Route.SignIn("xyz", "Rettung / „XYZ“ & Söhne 🚑"),
            Route.SignIn("xyz", null), Route.SignInAgain("xyz:1"), Route.Chat("xyz:1", "d/1 +%"),
            Route.Details("xyz:1", "d\n1"),
            Route.Link("https://app/d/xyz/1?a=b"), Route.Link(""), Route.SealedAccount("xyz:1"), Route.Settings,
            Route.SignOut("xyz:1"), Route.Privacy, Route.Licences,
        )
        stack.startAt(everywhere.first())
        everywhere.drop(1).forEach(stack::open)
        val restored = BackStack.restored(stack.saved()) { true }
        assertEquals(everywhere, restored?.entries?.value?.map { it.route })
    }

    @Test
    fun whatIsNotKnownAnyMoreIsLeftOut() {
        stack.open(chat)
        val restored = BackStack.restored(stack.saved()) { it != chat }
        assertEquals(listOf<Route>(Route.Duties), restored?.entries?.value?.map { it.route })
    }

    @Test
    fun garbageIsNoWay() {
        val garbage = listOf(
            "", "/", "nowhere", "chat", "chat/a", "chat/a/b/c", "chat/%zz/b", "duties/x", "sign-in", "DUTIES",
            "link/" + "x".repeat(20_000),
        )
        for (text in garbage) assertNull(BackStack.restored(listOf("duties", text)) { true }, text.take(20))
        assertNull(BackStack.restored(emptyList()) { true })
        assertNull(BackStack.restored(listOf("duties")) { false })
    }
}
