package de.dienstchat.app.root

import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlin.time.TimeSource
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.delay

private val FIRST_PAUSE = 1.seconds
private val LONGEST_PAUSE = 1.minutes

/**
 * Does it again after each failure, with growing pauses, until it ends by itself or is cancelled. What went well for
 * a while before it failed begins with the first pause again.
 */
suspend fun persistently(time: TimeSource = TimeSource.Monotonic, work: suspend () -> Unit) {
    var pause = FIRST_PAUSE
    while (true) {
        val begun = time.markNow()
        try {
            return work()
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (_: Exception) {
            if (begun.elapsedNow() > LONGEST_PAUSE) pause = FIRST_PAUSE
            delay(pause)
            pause = (pause * 2).coerceAtMost(LONGEST_PAUSE)
        }
    }
}
