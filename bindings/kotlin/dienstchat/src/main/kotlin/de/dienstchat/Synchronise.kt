package de.dienstchat

/**
 * Synchronises the account until the coroutine is cancelled, with growing pauses while the server
 * cannot be reached. For as long as the app is in the foreground, in a scope that lives as long.
 *
 * It returns when Dienstchat is shut down.
 *
 * It fails with a [SyncException] when the session was ended or the account's data cannot be used
 * any more; [Accounts.observe] tells what to do then.
 */
public suspend fun Account.synchronise(): Unit = syncLoop().use { it.run() }
