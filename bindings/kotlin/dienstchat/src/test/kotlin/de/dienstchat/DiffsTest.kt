package de.dienstchat

import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

/** Lists after their changes. */
class DiffsTest {
    private val a = item("a")
    private val b = item("b")
    private val c = item("c")

    @Test
    fun changesAreAppliedInOrder() {
        val list = emptyList<TimelineItem>().applying(
            listOf(
                TimelineDiff.Reset(listOf(a, b)),
                TimelineDiff.Insert(2u, c),
                TimelineDiff.Remove(0u),
                TimelineDiff.Set(0u, a),
                TimelineDiff.Insert(0u, b),
            ),
        )
        assertEquals(listOf(b, a, c), list)
    }

    @Test
    fun aResetForgetsWhatWas() {
        assertEquals(listOf(c), listOf(a, b).applying(listOf(TimelineDiff.Reset(listOf(c)))))
    }

    @Test
    fun theListBeforeStaysAsItWas() {
        val before = listOf(a)
        before.applying(listOf(TimelineDiff.Remove(0u)))
        assertEquals(listOf(a), before)
    }

    @Test
    fun aChangeThatDoesNotFitIsNoneToGuessAt() {
        assertFailsWith<IndexOutOfBoundsException> {
            listOf(a).applying(listOf(TimelineDiff.Remove(1u)))
        }
    }

    /** Against changes made by hand, one at a time. */
    @Test
    fun manyChangesAreWhatEachOfThemIs() {
        val random = Random(20_261)
        repeat(200) {
            val start = List(random.nextInt(5)) { number -> item("start $number") }
            var byHand = start
            val diffs = List(random.nextInt(30)) { number ->
                val value = item("$number")
                val at = random.nextInt(byHand.size + 1)
                val (diff, next) = when {
                    at == byHand.size || random.nextInt(3) == 0 ->
                        TimelineDiff.Insert(at.toUInt(), value) to
                            byHand.take(at) + value + byHand.drop(at)
                    random.nextBoolean() ->
                        TimelineDiff.Set(at.toUInt(), value) to
                            byHand.take(at) + value + byHand.drop(at + 1)
                    else -> TimelineDiff.Remove(at.toUInt()) to byHand.take(at) + byHand.drop(at + 1)
                }
                byHand = next
                diff
            }
            assertEquals(byHand, start.applying(diffs))
        }
    }

    @Test
    fun everyKindOfListIsFoldedAlike() {
        val queued = QueuedMessage("t1", "a", a.at, ItemState.Queued)
        val account = AccountInfo("xyz_1", "xyz", "@xyz_1:example", AccountState.Active)
        val member = ChatMember("xyz_1", null, "Anna", Role.ASSIGNED, null, joined = true, own = true)
        assertEquals(
            listOf(queued),
            listOf(queued, queued).applying(listOf(QueueDiff.Remove(1u), QueueDiff.Set(0u, queued))),
        )
        assertEquals(
            listOf(account, account),
            listOf(account).applying(listOf(AccountDiff.Insert(1u, account))),
        )
        assertEquals(
            listOf(member),
            emptyList<ChatMember>().applying(listOf(MemberDiff.Reset(listOf(member)))),
        )
        assertEquals(
            emptyList(),
            emptyList<ChatSummary>().applying(listOf(ChatListDiff.Reset(emptyList()))),
        )
    }

    @Test
    fun aStateShowsNothingOfWhatWasSaid() {
        val state = TimelineState.Empty.applying(update(TimelineDiff.Reset(listOf(a)), olderHere = true))
        assertEquals("TimelineState(items=1, olderHere=true, incomplete=false)", state.toString())
        assertEquals(listOf(a), state.items)
    }
}
