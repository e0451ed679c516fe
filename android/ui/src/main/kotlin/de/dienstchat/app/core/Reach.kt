package de.dienstchat.app.core

import de.dienstchat.ClientException
import de.dienstchat.SyncException
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged

/** How long until it is looked again whether there is a connection: while there is none, and while there is one. */
private val SOON = 15.seconds
private val LATER = 2.minutes

/**
 * Whether there is a connection, as far as rounds of synchronising tell: a network may lead nowhere, and while an
 * account synchronises, the core tries on without a word.
 */
class Reach(private val core: Core, private val online: Online) {
    private val lost = MutableStateFlow(false)

    /** There is no network, or the last round found no connection; only one that succeeds takes that back. */
    val offline: Flow<Boolean> = combine(online.online, lost) { network, lost -> !network || lost }.distinctUntilChanged()

    /** One round for all accounts; returns what it failed with. */
    suspend fun refresh(): Exception? {
        val failure = failureOf { core.refresh() }
        if (failure == null) lost.value = false
        if (isOffline(failure)) lost.value = true
        return failure
    }

    /** Looks now and then, and when the network is there again, until it is cancelled. */
    suspend fun watch(): Unit = online.online.collectLatest { network ->
        if (!network) lost.value = true
        while (network) {
            refresh()
            delay(if (lost.value) SOON else LATER)
        }
    }
}

/** Whether that is for lack of a connection. */
internal fun isOffline(failure: Exception?): Boolean =
    failure is SyncException.Offline || failure is ClientException.Offline
