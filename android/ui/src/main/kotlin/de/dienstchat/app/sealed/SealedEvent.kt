package de.dienstchat.app.sealed

/** What the person does about an account that cannot be used. */
sealed interface SealedEvent {
    /** Leaves. */
    data object Back : SealedEvent

    /** Signs in again. */
    data object SignInAgain : SealedEvent

    /** Tries whether it can be used now. */
    data object Retry : SealedEvent

    /** Signs out and deletes the data; asks first. */
    data object SignOut : SealedEvent
}
