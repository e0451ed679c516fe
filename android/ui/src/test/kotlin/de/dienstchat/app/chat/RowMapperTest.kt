package de.dienstchat.app.chat

import de.dienstchat.Content
import de.dienstchat.ItemState
import de.dienstchat.Role
import de.dienstchat.SendFailure
import de.dienstchat.WaitReason
import java.time.Instant
import java.time.LocalDate
import java.time.ZoneId
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertSame
import kotlin.test.assertTrue

class RowMapperTest {
    private val mapper = RowMapper(ZoneId.of("Europe/Berlin"))

    @Test
    fun eachDayBeginsWithItsFirstMessage() {
        val rows = mapper.rows(listOf(said("a"), said("b", minutes = 1), said("c", minutes = 16 * 60)), null)
        assertEquals(listOf(true, false, true), rows.map { it.startsDay })
        assertEquals(LocalDate.of(2026, 11, 29), rows.last().date)
    }

    @Test
    fun theDayIsTheOneHere() {
        val night = said("a").copy(at = Instant.parse("2026-11-28T23:30:00Z"))
        assertEquals(LocalDate.of(2026, 11, 29), mapper.rows(listOf(night), null).single().date)
    }

    /** What is written here is of a day before everything else then; it stands last all the same. */
    @Test
    fun aClockThatIsWrongByADayOnlyMakesAnotherDay() {
        val rows = mapper.rows(listOf(said("a"), queued("b", minutes = -24 * 60), said("c")), null)
        assertEquals(listOf(true, true, true), rows.map { it.startsDay })
        assertEquals(listOf("\$a", "b", "\$c"), rows.map { it.id })
    }

    @Test
    fun timesThatNoCalendarHasAreDays() {
        val rows = mapper.rows(
            listOf(
                said("a").copy(at = Instant.ofEpochMilli(Long.MIN_VALUE)),
                said("b").copy(at = Instant.ofEpochMilli(Long.MAX_VALUE)),
            ),
            null,
        )
        assertEquals(listOf(true, true), rows.map { it.startsDay })
    }

    @Test
    fun whatOnePersonSaysInARowStandsTogether() {
        val rows = mapper.rows(
            listOf(
                said("a"), said("b", minutes = 1), said("c", by = "clara", minutes = 2),
                said("d", by = "clara", minutes = 30), said("e", by = "clara", minutes = 29),
            ),
            null,
        )
        assertEquals(listOf(true, false, true, true, false), rows.map { it.startsGroup })
    }

    @Test
    fun rolesComeFromTheMembers() {
        val items = listOf(
            said("a"), said("b", by = "clara"), said("c", by = "dora"), said("d", by = "emil", name = null),
        )
        val members = listOf(member("Ben", Role.RESPONSIBLE), member("Clara", function = "Sanitäter"))
        val authors = mapper.rows(items, members).map { it.author }
        assertEquals(Author(own = false, name = "Ben", responsible = true), authors[0])
        assertEquals(Author(own = false, name = "Clara", function = "Sanitäter"), authors[1])
        assertEquals(Author(own = false, name = "Dora", former = true), authors[2])
        assertEquals(Author(own = false, name = null, former = true), authors[3])
    }

    @Test
    fun nobodyIsFormerWhileTheMembersAreNotKnown() {
        assertFalse(mapper.rows(listOf(said("a")), null).single().author.former)
        assertTrue(mapper.rows(listOf(said("a")), emptyList()).single().author.former)
    }

    @Test
    fun contentsAndStates() {
        val contents = WaitReason.entries.map { Content.Waiting(it) } + listOf(Content.Deleted, Content.Unsupported)
        val bodies = mapper.rows(contents.mapIndexed { at, it -> said("$at", content = it) }, null).map { it.body }
        val waiting = Body.Waiting.Reason.entries.map { Body.Waiting(it) }
        assertEquals(waiting + listOf(Body.Deleted, Body.Unsupported), bodies)

        val states = listOf(ItemState.Sent, ItemState.Queued, ItemState.Sending) +
            SendFailure.entries.map { ItemState.Failed(it) }
        val items = states.mapIndexed { at, it -> queued("$at", state = it) }
        val deliveries = mapper.rows(items, null).map { it.delivery }
        assertEquals(
            listOf(Delivery.Sent, Delivery.Queued, Delivery.Sending) +
                Delivery.Failed.Reason.entries.map { Delivery.Failed(it) },
            deliveries,
        )
    }

    @Test
    fun aLongTextIsShownByItsBeginning() {
        val body = mapper.rows(listOf(said("a", "x".repeat(65_536))), null).single().body
        assertEquals(Body.Text("x".repeat(MOST_CHARACTERS), cut = true), body)
    }

    @Test
    fun whatHasNotChangedKeepsItsRow() {
        val items = List(10_000) { said("$it", minutes = it.toLong()) }
        val before = mapper.rows(items, null)
        val after = mapper.rows(items.drop(1) + said("new", minutes = 20_000), null)
        // The first one begins a day now that the one before it is gone.
        assertEquals(before[1].copy(startsDay = true, startsGroup = true), after[0])
        for (at in 2 until 10_000) assertSame(before[at], after[at - 1])
    }

    @Test
    fun aChangedRosterChangesTheRows() {
        val items = listOf(said("a"))
        mapper.rows(items, listOf(member("Ben")))
        assertTrue(mapper.rows(items, listOf(member("Ben", Role.RESPONSIBLE))).single().author.responsible)
    }

    @Test
    fun theSameIdTwiceIsTwoRows() {
        val rows = mapper.rows(listOf(said("a", "one"), said("a", "two"), said("a", "three")), null)
        assertEquals(listOf("\$a", "\$a#2", "\$a#3"), rows.map { it.id })
    }

    @Test
    fun nothingOfAMessageIsInItsDescription() {
        val row = mapper.rows(listOf(said("geheim", "geheim", by = "geheim")), null).single()
        for (shown in listOf(row, row.author, row.body)) assertFalse("geheim" in "$shown".lowercase(), "$shown")
    }
}
