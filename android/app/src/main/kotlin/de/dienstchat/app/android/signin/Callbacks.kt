package de.dienstchat.app.android.signin

import de.dienstchat.Dienstchat
import de.dienstchat.SignInException
import de.dienstchat.callback
import de.dienstchat.expects

/** What becomes of the answer of a browser. */
interface Callbacks {
    /** Hands it to the sign-in that waits for it; false when none does. */
    suspend fun handOver(url: String): Boolean

    /** Whether it answers a sign-in that was begun on this device. */
    suspend fun expects(url: String): Boolean

    /** Finishes the sign-in that it answers. */
    suspend fun finish(url: String)
}

/** [Callbacks] over the package. */
class LiveCallbacks(private val dienstchat: Dienstchat) : Callbacks {
    override suspend fun handOver(url: String): Boolean = dienstchat.signIn().callback(url)

    override suspend fun expects(url: String): Boolean = dienstchat.signIn().expects(url)

    override suspend fun finish(url: String) = dienstchat.signIn().finish(url).close()
}

/**
 * Takes the answer of a browser: true when it has finished a sign-in by itself, because the process
 * that began it has ended. What belongs to no sign-in is dropped.
 *
 * A sign-in that fails here is tried again by the person, whose screen is still that of the sign-in.
 */
suspend fun Callbacks.take(url: String): Boolean = try {
    if (handOver(url) || !expects(url)) {
        false
    } else {
        finish(url)
        true
    }
} catch (_: SignInException) {
    false
}
