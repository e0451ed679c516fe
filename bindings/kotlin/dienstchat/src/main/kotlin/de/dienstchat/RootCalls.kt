package de.dienstchat

import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.withContext

/**
 * Opens what is on this device and deletes what has to be deleted by now. Needs no network.
 *
 * It fails with an [OpenException] when a setting is not valid or the data folder cannot be used. An
 * account that cannot be opened is none: [Accounts.list] says why.
 *
 * @param keyStore Where secrets are kept; it is called on threads that are not the main thread.
 * @param clock The system's clock when absent.
 * @param connectivity Whether there is a network; when absent, it is
 *   tried.
 */
public suspend fun Dienstchat.Companion.open(
    config: Config,
    keyStore: KeyStore,
    clock: Clock? = null,
    connectivity: Connectivity? = null,
): Dienstchat = onDisk { openBlocking(config, keyStore, clock, connectivity) }

/**
 * Ends what is under way and lets go of the files: loops and subscriptions end, and from now on every
 * call on every object that came from here fails with `Closed`. What was being written is written. A
 * second call does nothing.
 *
 * It does so also when the coroutine is cancelled.
 */
public suspend fun Dienstchat.shutDown(): Unit =
    withContext(NonCancellable) { onDisk { shutDownBlocking() } }

/**
 * The accounts on this device, also those that are sealed or cannot be opened now.
 *
 * It fails with a [ClientException] when the data folder cannot be read.
 */
public suspend fun Accounts.list(): List<AccountInfo> = onDisk { listBlocking() }

/**
 * The account with this id, also one that is sealed. A store that could not be opened before is tried
 * again.
 *
 * It fails with a [ClientException] when there is none, or its store cannot be opened.
 */
public suspend fun Accounts.get(id: String): Account = onDisk { getBlocking(id) }

/**
 * Deletes what has to be deleted by now, and says how many chats that were; signs out accounts whose
 * chosen duty is over ([signOutAfter]). For the app's background task; opening does it too.
 *
 * It fails with a [ClientException] when a store cannot be written.
 */
public suspend fun Accounts.maintain(): ULong = onDisk { maintainBlocking() }

/**
 * Chooses the duty after which an account signs itself out, or none: then it stays. For phones that a
 * station shares.
 *
 * It goes when the duty is over: at its end, which may be moved, or when the duty is cancelled; also
 * when the duty's chat is gone from this device before, as it is for somebody who was taken off the
 * duty. It does so while it synchronises, when Dienstchat is opened and in [maintain]; [Accounts.list]
 * then lacks it. While it synchronises, what waits in its send queue is sent first, as far as the
 * server can be reached; otherwise it is lost. The server is told if it can be reached then.
 *
 * [AccountInfo.signOutAfter] is what was chosen.
 *
 * It fails with a [SignOutAfterException] when there is no such account, the account is in no chat of
 * this duty, or the duty is over.
 */
public suspend fun Accounts.signOutAfter(id: String, dutyId: String?): Unit =
    onDisk { signOutAfterBlocking(id, dutyId) }

/**
 * Hands the URL that the browser was sent to to the [SignIn.withBrowser] that waits for it. False
 * when none waits here, as when the app was started anew: [SignIn.finish] takes it then, if it is
 * expected at all.
 *
 * It fails with a [SignInException] when the data folder cannot be read.
 */
public suspend fun SignIn.callback(url: String): Boolean = onDisk { callbackBlocking(url) }

/**
 * Whether a URL is the callback of a sign-in that was begun here. One that is not is to be dropped,
 * not forwarded.
 *
 * It fails with a [SignInException] when the data folder cannot be read.
 */
public suspend fun SignIn.expects(callback: String): Boolean = onDisk { expectsBlocking(callback) }

/**
 * Forgets the sign-ins that were begun and not finished.
 *
 * It fails with a [SignInException] when the data folder cannot be written.
 */
public suspend fun SignIn.cancel(): Unit = onDisk { cancelBlocking() }

/**
 * The link that was followed before signing in, to be opened once that is done; null when there is
 * none.
 *
 * It fails with a [LinkException] when the data folder cannot be read.
 */
public suspend fun Links.remembered(): String? = onDisk { rememberedBlocking() }

/**
 * Forgets the link that was followed before signing in.
 *
 * It fails with a [LinkException] when the data folder cannot be written.
 */
public suspend fun Links.forget(): Unit = onDisk { forgetBlocking() }
