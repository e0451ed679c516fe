package de.dienstchat.app.core

import de.dienstchat.Account
import de.dienstchat.SignIn
import de.dienstchat.SignInTarget

/** How a system shows its browser and takes the answer: the one part of signing in that differs. */
interface SignInDoor {
    /** Signs in through the system's browser; cancelling dismisses it. */
    suspend fun pass(signIn: SignIn, target: SignInTarget): Account

    /** Shows the browser's page once more; nothing happens while there is none. May block. */
    fun openAgain()
}
