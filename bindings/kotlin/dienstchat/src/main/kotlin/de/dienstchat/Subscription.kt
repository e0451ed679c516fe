package de.dienstchat

import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.withContext

/**
 * What every flow here is: each collection makes a subscription of its own, pulls the next update
 * only when the collector is done with the last, and ends the subscription however the collection
 * ends, also in the middle of a wait.
 */
internal fun <S : AutoCloseable, T : Any> subscription(
    subscribe: () -> S,
    next: suspend S.() -> T?,
    stop: S.() -> Unit,
): Flow<T> = flow {
    // Kept from within: whoever is cancelled is not given what `withContext` returns.
    var opened: S? = null
    try {
        val subscription = withContext(Dispatchers.IO) { subscribe().also { opened = it } }
        while (true) {
            val update = withContext(Dispatchers.IO) { subscription.next() } ?: break
            emit(update)
        }
    } finally {
        opened?.let {
            it.stop()
            it.close()
        }
    }
}
