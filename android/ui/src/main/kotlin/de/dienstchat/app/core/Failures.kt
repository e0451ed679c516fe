package de.dienstchat.app.core

import kotlinx.coroutines.CancellationException

/** What this fails with, if it does; that somebody cancels it is no failure. */
internal suspend fun failureOf(work: suspend () -> Unit): Exception? = try {
    work()
    null
} catch (cancelled: CancellationException) {
    throw cancelled
} catch (failure: Exception) {
    failure
}
