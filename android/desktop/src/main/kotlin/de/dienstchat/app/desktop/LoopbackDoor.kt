package de.dienstchat.app.desktop

import de.dienstchat.Account
import de.dienstchat.Browser
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget
import de.dienstchat.app.core.ReopeningBrowser
import de.dienstchat.app.core.SignInDoor
import de.dienstchat.callback
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.launch

/** Signs in by an address on this machine, to which the browser comes back (RFC 8252, section 7.3). */
internal class LoopbackDoor(private val redirectUri: String, browser: Browser) : SignInDoor {
    private val browser = ReopeningBrowser(browser)

    override val address: String? get() = browser.address

    override suspend fun pass(signIn: SignIn, target: SignInTarget, missing: () -> Unit): Account = coroutineScope {
        signIn.loopback(redirectUri).use { loopback ->
            val answer = launch { signIn.callback(loopback.wait()) }
            try {
                signIn.withBrowser(target, loopback.redirectUri(), browser.orByHand(missing))
            } finally {
                answer.cancel()
                browser.forget()
            }
        }
    }

    override fun openAgain(): Unit = browser.openAgain()
}
