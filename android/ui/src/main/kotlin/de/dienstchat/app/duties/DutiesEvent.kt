package de.dienstchat.app.duties

/** What the person did on "Meine Dienste". */
sealed interface DutiesEvent {
    /** Pulled the list down, or asked for it otherwise. */
    data object Refresh : DutiesEvent

    /** Chose the account of which alone something is to be shown, or all. */
    data class Choose(val account: String?) : DutiesEvent

    /** Chose a duty. */
    data class OpenChat(val account: String, val dutyId: String) : DutiesEvent

    /** Wants to know what to do about an account. */
    data class OpenAccount(val account: String) : DutiesEvent

    data object OpenSettings : DutiesEvent

    /** Wants to sign in, on a device on which nobody is. */
    data object SignIn : DutiesEvent
}
