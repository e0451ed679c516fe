package de.dienstchat.app.licences

/** What the person does while reading. */
sealed interface LicencesEvent {
    /** Wants to read a component's licence, or has read it. */
    data class Toggle(val component: Component) : LicencesEvent

    /** Leaves. */
    data object Back : LicencesEvent
}
