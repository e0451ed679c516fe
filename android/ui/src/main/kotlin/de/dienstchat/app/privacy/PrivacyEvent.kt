package de.dienstchat.app.privacy

/** What the person does while reading. */
sealed interface PrivacyEvent {
    /** Leaves. */
    data object Back : PrivacyEvent
}
