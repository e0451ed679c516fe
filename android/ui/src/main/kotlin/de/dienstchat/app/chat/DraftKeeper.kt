package de.dienstchat.app.chat

import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * Keeps what is typed, a little after the last key.
 *
 * @param kept What is kept already.
 * @param keep Keeps it.
 * @param told What came of keeping it: null, or what went wrong.
 */
internal class DraftKeeper(
    private var kept: String,
    private val keep: suspend (String) -> Unit,
    private val told: (Exception?) -> Unit,
    private val pause: Duration = 500.milliseconds,
) {
    private val typed = MutableStateFlow(kept)
    private val one = Mutex()

    /** This stands in the composer now. */
    var text: String by typed::value

    /** Keeps what is typed from now on, until it is cancelled. */
    suspend fun run(): Unit = typed.collectLatest {
        delay(pause)
        keepNow()
    }

    /** Keeps it now, also when whoever wants it is being cancelled. */
    suspend fun keepNow(): Unit = withContext(NonCancellable) {
        one.withLock {
            val text = typed.value
            if (text != kept) {
                try {
                    keep(text)
                    kept = text
                    told(null)
                } catch (error: CancellationException) {
                    throw error
                } catch (error: Exception) {
                    told(error)
                }
            }
        }
    }
}
