package de.dienstchat.app.signin

/** Handing over to HiOrg-Server's login, and coming back. */
data class SignInState(
    /** The organisation's name, once it is known. */
    val organisation: String? = null,
    val step: Step = Step.Explain,
)

/** How far the sign-in is. */
sealed interface Step {
    /** What will happen, what is shared and why. */
    data object Explain : Step

    /** The person is in the browser. */
    data object InBrowser : Step

    /** No browser could be opened; the person can open the address by hand, and the sign-in waits for them. */
    data class ByHand(val copied: Copied = Copied.NOT_YET) : Step

    /** They are signed in; the chats are being fetched. */
    data object Finishing : Step

    /** It came to nothing. */
    data class Failed(val problem: Problem) : Step
}

/** Whether the address is on the clipboard. */
enum class Copied { NOT_YET, DONE, FAILED }

/** What the person can do when it came to nothing. */
enum class Remedy { RETRY, OTHER_ORGANISATION, TO_DUTIES, SETTINGS }

/** Why it came to nothing, and what helps, the likeliest first. */
enum class Problem(vararg remedies: Remedy) {
    CANCELLED(Remedy.RETRY, Remedy.OTHER_ORGANISATION),
    DENIED(Remedy.RETRY, Remedy.OTHER_ORGANISATION),
    FAILED(Remedy.RETRY, Remedy.OTHER_ORGANISATION),
    OFFLINE(Remedy.RETRY),
    UNKNOWN_ORGANISATION(Remedy.OTHER_ORGANISATION, Remedy.RETRY),
    UNTRUSTED(Remedy.OTHER_ORGANISATION),
    WRONG_ORGANISATION(Remedy.OTHER_ORGANISATION, Remedy.RETRY),
    WRONG_PERSON(Remedy.SETTINGS, Remedy.RETRY),
    ALREADY(Remedy.TO_DUTIES),
    NO_BROWSER(Remedy.RETRY),
    STALE(Remedy.RETRY, Remedy.OTHER_ORGANISATION),
    NO_ACCOUNT(Remedy.OTHER_ORGANISATION),
    SERVER(Remedy.RETRY),
    DATA_DAMAGED(Remedy.SETTINGS),
    KEY_LOST(Remedy.SETTINGS),
    UPDATE,
    LOCKED(Remedy.RETRY),
    STORAGE(Remedy.RETRY),
    INTERNAL(Remedy.RETRY),
    ;

    /** What helps. */
    val remedies: List<Remedy> = remedies.toList()
}
