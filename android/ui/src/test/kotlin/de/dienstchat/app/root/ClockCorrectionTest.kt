package de.dienstchat.app.root

import de.dienstchat.app.core.sampleAccount
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours

class ClockCorrectionTest {
    private fun of(vararg hours: Int?): Duration = clockCorrection(
        hours.mapIndexed { at, off -> sampleAccount("$at", clockOffsetMs = off?.hours?.inWholeMilliseconds) },
    )

    @Test
    fun whatNobodyKnowsIsNotCorrected() {
        assertEquals(Duration.ZERO, of())
        assertEquals(Duration.ZERO, of(null, null))
    }

    @Test
    fun theOneThatCorrectsLeastCounts() {
        assertEquals(24.hours, of(null, 24))
        assertEquals((-24).hours, of(48, -24))
        assertEquals(3.hours, of(3, -24, null))
        assertEquals(Duration.ZERO, of(24, 0))
    }
}
