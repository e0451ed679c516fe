package de.dienstchat.app.navigation

/** A place in the app. */
sealed interface Route {
    /** "Meine Dienste". */
    data object Duties : Route

    /** Choosing an organisation. */
    data object Organisations : Route

    /** Signing in to an organisation; [name] as the directory gave it, where it is known. */
    data class SignIn(val ov: String, val name: String?) : Route

    /** Signing in again with an account that is on this device. */
    data class SignInAgain(val account: String) : Route

    /** The chat of a duty. */
    data class Chat(val account: String, val dutyId: String) : Route

    /** The duty's details and its members. */
    data class Details(val account: String, val dutyId: String) : Route

    /** A link that is being followed. */
    data class Link(val link: String) : Route

    /** An account that cannot be used. */
    data class SealedAccount(val account: String) : Route

    /** Settings. */
    data object Settings : Route

    /** What is lost by signing out, and signing out. */
    data class SignOut(val account: String) : Route

    /** What happens with whose data. */
    data object Privacy : Route

    /** The licences of what is inside. */
    data object Licences : Route
}
