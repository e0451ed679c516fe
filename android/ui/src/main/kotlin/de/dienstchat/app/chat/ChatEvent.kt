package de.dienstchat.app.chat

/** What a person does in a chat. */
sealed interface ChatEvent {
    /** Leaves the chat, or what lies on top of it. */
    data object Back : ChatEvent

    /** Goes to the list of duties. */
    data object ToDuties : ChatEvent

    /** Looks at the duty and its members. */
    data object OpenDetails : ChatEvent

    /** Tries again to show the chat. */
    data object Reopen : ChatEvent

    /** Has changed what stands in the composer. */
    data class Typed(val text: String) : ChatEvent {
        /** Shows nothing of the text. */
        override fun toString(): String = "Typed(…)"
    }

    /** Sends this. */
    data class Send(val text: String) : ChatEvent {
        /** Shows nothing of the text. */
        override fun toString(): String = "Send(…)"
    }

    /** Sends a failed message again. */
    data class SendAgain(val transactionId: String) : ChatEvent

    /** Wants to delete a failed message. */
    data class Discard(val transactionId: String) : ChatEvent

    /** Says yes to that. */
    data object ConfirmDiscard : ChatEvent

    /** Says no to that. */
    data object KeepMessage : ChatEvent

    /** Reads all of a long message. */
    data class ReadWhole(val id: String) : ChatEvent

    /** Has read it. */
    data object CloseWhole : ChatEvent

    /** Has scrolled there; null is at the newest message. */
    data class Scrolled(val to: ScrollAnchor?) : ChatEvent

    /** Has scrolled near the oldest message. */
    data object WantOlder : ChatEvent

    /** Tries again to fetch older messages. */
    data object RetryOlder : ChatEvent

    /** Sees the chat, or has turned to something else. */
    data class Looking(val at: Boolean) : ChatEvent

    /** Has read the notice. */
    data object DismissNotice : ChatEvent
}
