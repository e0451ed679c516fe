package de.dienstchat.app.root

/** What the system under the screens is, and can do. */
interface Platform {
    /** The app's version, as people name it. */
    val version: String

    /** The system's language: "de", "en-GB". */
    val language: String

    /** The person wants little to move. */
    val reducedMotion: Boolean

    /** The enter key sends; a line break takes another key with it. */
    val sendsByEnter: Boolean

    /** The app can have a lock of its own here. */
    val hasAppLock: Boolean

    /** What the app shows can be seen outside of it too: in notifications and in the list of open apps. */
    val hasPreviews: Boolean

    /** The device has something to unlock it with: a fingerprint, a face, a code. */
    val canLock: Boolean

    /** Puts this where people paste from; false when the system does not let it. */
    fun copy(text: String): Boolean

    /** Asks for it; false when it was not given. */
    suspend fun unlock(): Boolean
}
