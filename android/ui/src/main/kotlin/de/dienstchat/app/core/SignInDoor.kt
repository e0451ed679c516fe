package de.dienstchat.app.core

import de.dienstchat.Account
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget

/** How a system shows its browser and takes the answer: the one part of signing in that differs. */
interface SignInDoor {
    /** The address that the sign-in that waits has for a browser; none while none waits. */
    val address: String?

    /**
     * Signs in through the system's browser; cancelling dismisses it. When it cannot be opened, [missing] is
     * told so, on any thread, and the sign-in waits for who opens [address] by hand.
     */
    suspend fun pass(signIn: SignIn, target: SignInTarget, missing: () -> Unit): Account

    /** Shows the browser's page once more; nothing happens while there is none. May block. */
    fun openAgain()
}
