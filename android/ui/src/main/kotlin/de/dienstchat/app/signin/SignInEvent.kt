package de.dienstchat.app.signin

/** What the person did while signing in. */
sealed interface SignInEvent {
    /** On to HiOrg-Server. */
    data object Continue : SignInEvent

    /** The browser's page is out of sight. */
    data object OpenAgain : SignInEvent

    /** The address for a browser shall be on the clipboard. */
    data object CopyAddress : SignInEvent

    /** Not after all. */
    data object Cancel : SignInEvent

    /** Does what helps. */
    data class Help(val remedy: Remedy) : SignInEvent

    data object Back : SignInEvent
}
