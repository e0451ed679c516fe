package de.dienstchat.app.chat

import de.dienstchat.TimelineItem
import java.time.ZoneOffset
import kotlin.test.Test
import kotlin.test.assertEquals

class ArrivalsTest {
    @Test
    fun theFirstMessagesHaveNotArrived() = assertEquals(emptyList(), arrived(null, listOf(said("a"))))

    @Test
    fun whatOthersSaidSince() = assertEquals(
        listOf("\$b", "\$c"),
        arrived(listOf(said("a")), listOf(said("a"), said("b"), said("c"))),
    )

    @Test
    fun theFirstOfAnEmptyChat() = assertEquals(listOf("\$a"), arrived(emptyList(), listOf(said("a"))))

    @Test
    fun olderOnesHaveNotArrived() = assertEquals(
        emptyList(),
        arrived(listOf(said("own", by = "anna")), listOf(said("old"), said("own", by = "anna"))),
    )

    @Test
    fun whatIsOnItsWayStandsBehind() = assertEquals(
        listOf("\$b"),
        arrived(listOf(said("a"), queued("own")), listOf(said("a"), said("b"), queued("own"))),
    )

    @Test
    fun onesOwnThatCameBackIsNone() = assertEquals(
        emptyList(),
        arrived(listOf(said("a"), queued("own")), listOf(said("a"), said("own", by = "anna"))),
    )

    private fun arrived(before: List<TimelineItem>?, now: List<TimelineItem>) =
        arrivals(before?.let(::rows), rows(now)).map { it.id }

    private fun rows(items: List<TimelineItem>) = RowMapper(ZoneOffset.UTC).rows(items, null)
}
