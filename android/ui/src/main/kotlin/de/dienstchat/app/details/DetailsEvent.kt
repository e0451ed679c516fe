package de.dienstchat.app.details

/** What a person does in a duty's details. */
sealed interface DetailsEvent {
    /** Leaves them. */
    data object Back : DetailsEvent

    /** Goes to the list of duties. */
    data object ToDuties : DetailsEvent

    /** Tries again to show them. */
    data object Retry : DetailsEvent
}
