package de.dienstchat.app.signout

/**
 * Signing out of an organisation.
 *
 * @property person Whose account it is; none where that is not known.
 * @property unsent How many messages have not been sent; none where that cannot be known.
 */
data class SignOutState(
    val organisation: String,
    val stage: Stage = Stage.ASKING,
    val person: String? = null,
    val unsent: Int? = null,
) {
    /** How far it is. */
    enum class Stage {
        /** The person is told what is lost. */
        ASKING,

        /** It is under way. */
        SIGNING_OUT,

        /** All is deleted here; the server could not be told. */
        SERVER_NOT_TOLD,

        /** Something could not be deleted. */
        FAILED,
    }
}
