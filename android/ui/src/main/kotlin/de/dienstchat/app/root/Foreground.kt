package de.dienstchat.app.root

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.SealReason
import de.dienstchat.app.core.Core
import kotlin.time.Duration
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

// A window can be open for days without a connection.
private val MAINTAIN_EVERY = 1.hours

/**
 * What goes on while the app is in the foreground, and for a while after it: what is due is deleted, and each account
 * that can be used synchronises.
 */
internal class Foreground(private val core: Core, private val scope: CoroutineScope) {
    private var job: Job? = null
    private var leaving: Job? = null
    private val due = Channel<Unit>(Channel.CONFLATED)

    /** Begins; what goes on already goes on, and what has become due meanwhile is deleted. */
    fun enter() {
        leaving?.cancel()
        due.trySend(Unit)
        if (job?.isActive == true) return
        job = scope.launch {
            launch { maintain() }
            synchroniseAll()
        }
    }

    /** Ends it, after this time. */
    fun leave(after: Duration) {
        leaving?.cancel()
        leaving = scope.launch(start = CoroutineStart.UNDISPATCHED) {
            delay(after)
            job?.cancel()
        }
    }

    private suspend fun maintain() {
        while (true) {
            withTimeoutOrNull(MAINTAIN_EVERY) { due.receive() }
            try {
                core.maintain()
            } catch (_: ClientException) {
                // The accounts' list says what is wrong; it is tried again.
            }
        }
    }

    private suspend fun synchroniseAll() = coroutineScope {
        val running = mutableMapOf<String, Job>()
        persistently {
            core.accounts.collect { accounts ->
                val wanted = accounts.filter { it.synchronises() }.map { it.id }.toSet()
                (running.keys - wanted).forEach { running.remove(it)?.cancel() }
                // The core waits by itself while there is no connection. Whatever else ends it is
                // tried again: an account that is really at its end leaves the list.
                (wanted - running.keys).forEach { running[it] = launch { persistently { core.synchronise(it) } } }
            }
        }
    }

    // Contact is what lifts the seal of those who had none for too long.
    private fun AccountInfo.synchronises() = when (val state = state) {
        AccountState.Active -> true
        is AccountState.Sealed -> state.reason == SealReason.NO_CONTACT
        is AccountState.Unavailable -> false
    }
}
