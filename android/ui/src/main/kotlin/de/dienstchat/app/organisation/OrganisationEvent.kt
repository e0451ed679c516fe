package de.dienstchat.app.organisation

/** What the person did while choosing an organisation. */
sealed interface OrganisationEvent {
    /** Typed; [text] is all of it. */
    data class Type(val text: String) : OrganisationEvent

    /** Wants to know now, or again. */
    data object Search : OrganisationEvent

    /** Pressed Enter: takes the one that was found, where there is no other, and else wants to know now. */
    data object Enter : OrganisationEvent

    data class Choose(val organisation: OrganisationRow) : OrganisationEvent

    data object Back : OrganisationEvent
}
