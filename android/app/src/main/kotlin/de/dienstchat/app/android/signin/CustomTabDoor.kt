package de.dienstchat.app.android.signin

import de.dienstchat.Account
import de.dienstchat.Browser
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget
import de.dienstchat.app.core.ReopeningBrowser
import de.dienstchat.app.core.SignInDoor

/** Signs in with the app's own redirect URI; the answer arrives as an intent. */
class CustomTabDoor(private val redirectUri: String, browser: Browser) : SignInDoor {
    private val browser = ReopeningBrowser(browser)

    override val address: String? get() = browser.address

    override suspend fun pass(signIn: SignIn, target: SignInTarget, missing: () -> Unit): Account = try {
        signIn.withBrowser(target, redirectUri, browser.orByHand(missing))
    } finally {
        browser.forget()
    }

    override fun openAgain(): Unit = browser.openAgain()
}
