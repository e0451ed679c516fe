package de.dienstchat.app.licences

/** What the person does while reading. */
sealed interface LicencesEvent {
    /** Leaves. */
    data object Back : LicencesEvent
}
