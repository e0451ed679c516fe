package de.dienstchat.scenarios

import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.async
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first

/** Whether a call that waits has come to wait, so that a step can end it in the middle. */
internal class UnderWay {
    private val waits = MutableStateFlow(false)

    /** Makes the call; while it waits, it is under way. */
    suspend fun <T> during(call: suspend () -> T): T = coroutineScope {
        // Undispatched: when this comes back, the call waits in the library, or has ended.
        val answer = async(start = CoroutineStart.UNDISPATCHED) { call() }
        waits.value = answer.isActive
        try {
            answer.await()
        } finally {
            waits.value = false
        }
    }

    /** Waits until a call does. */
    suspend fun begun() {
        waits.first { it }
    }
}
