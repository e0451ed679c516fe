package de.dienstchat.app.link

/**
 * A link that is being followed.
 *
 * @property signedIn Somebody is signed in on this device, so there are duties to go to.
 */
data class LinkState(val stage: Stage = Stage.Opening, val signedIn: Boolean = false) {
    /** How far it is. */
    sealed interface Stage {
        /** The chat is looked for. */
        data object Opening : Stage

        /** Nobody is signed in to this [organisation]. */
        data class SignInFirst(val organisation: String) : Stage

        /** It leads to no chat now. */
        data class Ended(val why: Why) : Stage
    }

    /** Why a link leads to no chat. */
    enum class Why {
        /** The person is not on the duty, or it has no chat. */
        NOT_ON_DUTY,

        /** The person was removed from the duty. */
        REMOVED,

        /** The chat's time is over. */
        DELETED,

        /** It is no link to a duty. */
        INVALID,

        /** The account cannot be used. */
        SEALED,

        /** The chat is not on this device, and there is no connection. */
        OFFLINE,

        /** The server fails. */
        SERVER,

        /** The storage fails. */
        STORAGE,

        /** A fault of the app. */
        INTERNAL,
    }
}
