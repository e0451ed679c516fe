package de.dienstchat.app.sealed

/** An account that cannot be used. */
sealed interface SealedState {
    /** Its account is being looked at. */
    data object Loading : SealedState

    /**
     * What is wrong.
     *
     * @property trying It is being tried again.
     * @property failure Why that did not help.
     */
    data class Shown(
        val why: Why,
        val organisation: String,
        val trying: Boolean = false,
        val failure: Failure? = null,
    ) : SealedState

    /** Why an account cannot be used. */
    enum class Why {
        /** The session was ended. */
        SIGN_IN_AGAIN,

        /** The account is blocked. */
        BLOCKED,

        /** There was no contact with the server for too long. */
        NO_CONTACT,

        /** Its data is damaged. */
        DAMAGED,

        /** The key to its data is gone. */
        KEY_LOST,

        /** Its data is of a newer version. */
        UPDATE,

        /** The key store is locked. */
        LOCKED,

        /** The disk or the key store fails. */
        STORAGE,
    }

    /** Why trying again did not help. */
    enum class Failure {
        /** There is no connection. */
        OFFLINE,

        /** The server fails. */
        SERVER,

        /** All is as before. */
        SAME,
    }
}
