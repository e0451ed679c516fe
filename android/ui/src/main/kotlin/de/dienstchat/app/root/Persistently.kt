package de.dienstchat.app.root

import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.delay

private val FIRST_PAUSE = 1.seconds
private val LONGEST_PAUSE = 1.minutes

/** Does it again after each failure, with growing pauses, until it ends by itself or is cancelled. */
suspend fun persistently(work: suspend () -> Unit) {
    var pause = FIRST_PAUSE
    while (true) {
        try {
            return work()
        } catch (cancelled: CancellationException) {
            throw cancelled
        } catch (_: Exception) {
            delay(pause)
            pause = (pause * 2).coerceAtMost(LONGEST_PAUSE)
        }
    }
}
