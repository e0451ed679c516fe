package de.dienstchat.app.root

import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.delay
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runTest
import kotlinx.coroutines.test.testTimeSource

@OptIn(ExperimentalCoroutinesApi::class)
class PersistentlyTest {
    /** The pauses before each turn but the first, in seconds, when the turns take so long and all but the last fail. */
    private suspend fun TestScope.pauses(turns: List<Duration>): List<Long> {
        val pauses = mutableListOf<Long>()
        var turn = 0
        var ended = currentTime
        persistently(testTimeSource) {
            if (turn > 0) pauses += (currentTime - ended) / 1_000
            delay(turns[turn])
            turn += 1
            ended = currentTime
            if (turn < turns.size) throw IllegalStateException()
        }
        return pauses
    }

    @Test
    fun thePausesGrowUpToAMinute() = runTest {
        assertEquals(listOf(1L, 2, 4, 8, 16, 32, 60, 60), pauses(List(9) { Duration.ZERO }))
    }

    @Test
    fun whatWentWellForAWhileBeginsAnew() = runTest {
        val none = Duration.ZERO
        assertEquals(listOf(1L, 2, 4, 1, 2), pauses(listOf(none, none, none, 2.minutes, none, none)))
        assertEquals(listOf(1L, 2, 4, 8), pauses(listOf(none, none, none, 59.seconds, none)))
    }
}
