package de.dienstchat.app.core

import de.dienstchat.AccountInfo
import de.dienstchat.ChatSummary
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.SignInTarget
import de.dienstchat.SignedOut
import kotlinx.coroutines.flow.Flow

/**
 * What the screens ask of Dienstchat. [LiveCore] is the one that ships; tests have their own.
 *
 * Failures are those of the package (`ClientException`, `ChatException`, …). Flows are cold, begin
 * with what is stored, and fail when what they show is gone.
 */
interface Core {
    /** All accounts on this device, those that cannot be used too. */
    val accounts: Flow<List<AccountInfo>>

    /** The chats of all accounts that can be used: active first. */
    val chats: Flow<List<ChatSummary>>

    /** What is stored of [chats] now, for the first frame. */
    suspend fun storedChats(): List<ChatSummary>

    /** What is stored of [accounts] now, for the first frame. */
    suspend fun storedAccounts(): List<AccountInfo>

    /** All chats of one account, its sealed ones too. */
    suspend fun chatsOf(account: String): List<ChatSummary>

    /** The organisations whose code or name matches. */
    suspend fun search(text: String): List<Organisation>

    /**
     * Signs in with the system's browser; cancelling gives it up. Returns the account's id. When no browser can
     * be opened, [noBrowser] is told so, on any thread, and the sign-in goes on: see [addressToOpen].
     */
    suspend fun signIn(target: SignInTarget, noBrowser: () -> Unit): String

    /**
     * Opens the browser of the sign-in that waits once more, where it was, for who has lost sight of it. Fails
     * when it cannot be opened; the sign-in goes on.
     */
    suspend fun openBrowserAgain()

    /** What the sign-in that waits has for a browser on this device, to open it by hand. Never for a log. */
    fun addressToOpen(): String?

    /** Follows a link to a chat. */
    suspend fun openLink(link: String): LinkTarget

    /** The link that waits for a sign-in. */
    suspend fun rememberedLink(): String?

    /** Forgets that link. */
    suspend fun forgetLink()

    /** Signs out and deletes the account's data from this device. */
    suspend fun signOut(account: String): SignedOut

    /** Chooses the duty after which this account signs itself out; none, and it stays. */
    suspend fun signOutAfter(account: String, dutyId: String?)

    /** How many messages of this account are not sent yet. */
    suspend fun unsent(account: String): Int

    /** Tries to open an account's data again. Fails while they cannot be opened. */
    suspend fun reopen(account: String)

    /** One round of synchronising all accounts that can be used; fails with the first failure. */
    suspend fun refresh()

    /** One round of synchronising this account, also one that had no contact for too long. */
    suspend fun contact(account: String)

    /** Synchronises this account until it is cancelled, or cannot go on. */
    suspend fun synchronise(account: String)

    /** Deletes what has to be deleted by now. */
    suspend fun maintain()

    /** One chat. */
    suspend fun chat(account: String, dutyId: String): CoreChat
}
