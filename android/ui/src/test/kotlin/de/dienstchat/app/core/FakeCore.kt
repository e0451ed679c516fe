package de.dienstchat.app.core

import de.dienstchat.AccountInfo
import de.dienstchat.ChatException
import de.dienstchat.ChatSummary
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.SignInTarget
import de.dienstchat.SignedOut
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.MutableStateFlow

/** A core whose state a test sets. What a test does not answer, waits until it is cancelled. */
class FakeCore : Core {
    override val accounts = MutableStateFlow<List<AccountInfo>>(emptyList())
    override val chats = MutableStateFlow<List<ChatSummary>>(emptyList())

    /** The chats that can be opened, by account and duty. */
    val opened = mutableMapOf<Pair<String, String>, FakeChat>()

    /** What was called, in order, as "name(argument)". */
    val calls = mutableListOf<String>()

    var searching: suspend (String) -> List<Organisation> = { awaitCancellation() }
    var signingIn: suspend (SignInTarget) -> String = { awaitCancellation() }

    /** Tells the sign-in that waits that no browser opens. */
    var noBrowser: () -> Unit = {}
    var toOpen: String? = null
    var reopeningBrowser: suspend () -> Unit = {}
    var openingLink: suspend (String) -> LinkTarget = { awaitCancellation() }
    var signingOut: suspend (String) -> SignedOut = { awaitCancellation() }
    var refreshing: suspend () -> Unit = { awaitCancellation() }
    var contacting: suspend (String) -> Unit = { awaitCancellation() }
    var synchronising: suspend (String) -> Unit = { awaitCancellation() }
    var reopening: suspend (String) -> Unit = { awaitCancellation() }
    var choosing: suspend (String, String?) -> Unit = { _, _ -> awaitCancellation() }
    var counting: suspend (String) -> Int = { 0 }
    var remembered: String? = null

    override suspend fun storedChats(): List<ChatSummary> = chats.value

    override suspend fun storedAccounts(): List<AccountInfo> = accounts.value

    override suspend fun chatsOf(account: String): List<ChatSummary> = chats.value.filter { it.account == account }

    override suspend fun search(text: String): List<Organisation> = called("search($text)") { searching(text) }

    override suspend fun signIn(target: SignInTarget, noBrowser: () -> Unit): String = called("signIn") {
        this.noBrowser = noBrowser
        signingIn(target)
    }

    override fun addressToOpen(): String? = toOpen

    override suspend fun openBrowserAgain() = called("openBrowserAgain") { reopeningBrowser() }

    override suspend fun openLink(link: String): LinkTarget = called("openLink($link)") { openingLink(link) }

    override suspend fun rememberedLink(): String? = remembered

    override suspend fun forgetLink() = called("forgetLink") { remembered = null }

    override suspend fun signOut(account: String): SignedOut = called("signOut($account)") { signingOut(account) }

    override suspend fun signOutAfter(account: String, dutyId: String?) =
        called("signOutAfter($account, $dutyId)") { choosing(account, dutyId) }

    override suspend fun unsent(account: String): Int = counting(account)

    override suspend fun reopen(account: String) = called("reopen($account)") { reopening(account) }

    override suspend fun refresh() = called("refresh") { refreshing() }

    override suspend fun contact(account: String) = called("contact($account)") { contacting(account) }

    override suspend fun synchronise(account: String) = called("synchronise($account)") { synchronising(account) }

    override suspend fun maintain() = called("maintain") {}

    override suspend fun chat(account: String, dutyId: String): CoreChat =
        opened[account to dutyId] ?: throw ChatException.NotFound()

    private suspend fun <T> called(name: String, answer: suspend () -> T): T {
        calls += name
        return answer()
    }
}
