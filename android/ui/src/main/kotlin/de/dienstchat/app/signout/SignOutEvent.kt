package de.dienstchat.app.signout

/** What the person does about signing out. */
sealed interface SignOutEvent {
    /** Signs out, or tries it again. */
    data object SignOut : SignOutEvent

    /** Stays, or leaves after it is done. */
    data object Back : SignOutEvent
}
