package de.dienstchat.app.ended

/** Why a screen cannot show a chat, or cannot go on showing it. */
enum class WhyEnded {
    /** The chat's time is over. */
    DELETED,

    /** The account was removed from the duty. */
    REMOVED,

    /** The server does not list the chat any more. */
    NOT_LISTED,

    /** There is no such chat here. */
    MISSING,

    /** The key store is locked. */
    LOCKED,

    /** The storage fails. */
    STORAGE,

    /** Dienstchat is being ended. */
    CLOSED,

    /** A fault of the app. */
    INTERNAL,
    ;

    /** Whether trying again may help. */
    val retryable: Boolean get() = this == LOCKED || this == STORAGE || this == INTERNAL
}
