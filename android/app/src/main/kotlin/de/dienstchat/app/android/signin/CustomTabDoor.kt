package de.dienstchat.app.android.signin

import de.dienstchat.Account
import de.dienstchat.Browser
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget
import de.dienstchat.app.core.SignInDoor

/** Signs in with the app's own redirect URI; the answer arrives as an intent. */
class CustomTabDoor(private val redirectUri: String, private val browser: Browser) : SignInDoor {
    override suspend fun pass(signIn: SignIn, target: SignInTarget): Account =
        signIn.withBrowser(target, redirectUri, browser)
}
