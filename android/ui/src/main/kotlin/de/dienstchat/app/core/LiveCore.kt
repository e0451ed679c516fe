package de.dienstchat.app.core

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ChatSummary
import de.dienstchat.ClientException
import de.dienstchat.Dienstchat
import de.dienstchat.ItemState
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.SignInTarget
import de.dienstchat.SignedOut
import de.dienstchat.SyncException
import de.dienstchat.get
import de.dienstchat.list
import de.dienstchat.maintain
import de.dienstchat.observe
import de.dienstchat.remembered
import de.dienstchat.signOutAfter
import de.dienstchat.forget
import de.dienstchat.chat
import de.dienstchat.synchronise
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.withContext

/** [Core] over the package. */
class LiveCore(private val dienstchat: Dienstchat, private val door: SignInDoor) : Core {
    override val accounts: Flow<List<AccountInfo>> = dienstchat.accounts().observe()

    override val chats: Flow<List<ChatSummary>> = dienstchat.chats().observe()

    override suspend fun storedChats(): List<ChatSummary> = dienstchat.chats().list()

    override suspend fun storedAccounts(): List<AccountInfo> = dienstchat.accounts().list()

    override suspend fun chatsOf(account: String): List<ChatSummary> =
        dienstchat.accounts().get(account).use { it.chats().list() }

    override suspend fun search(text: String): List<Organisation> = dienstchat.organisations().search(text.wellFormed())

    override suspend fun signIn(target: SignInTarget, noBrowser: () -> Unit): String =
        door.pass(dienstchat.signIn(), target, noBrowser).use { it.id() }

    override suspend fun openBrowserAgain(): Unit = withContext(Dispatchers.IO) { door.openAgain() }

    override fun addressToOpen(): String? = door.address

    override suspend fun openLink(link: String): LinkTarget = dienstchat.links().open(link)

    override suspend fun rememberedLink(): String? = dienstchat.links().remembered()

    override suspend fun forgetLink(): Unit = dienstchat.links().forget()

    override suspend fun signOut(account: String): SignedOut = dienstchat.accounts().signOut(account)

    override suspend fun signOutAfter(account: String, dutyId: String?): Unit =
        dienstchat.accounts().signOutAfter(account, dutyId)

    override suspend fun unsent(account: String): Int = dienstchat.accounts().get(account).use { opened ->
        opened.chats().list().filter { it.sealed == null }.sumOf { summary ->
            opened.chat(summary.dutyId).use { chat -> chat.sendQueue().list().count { it.state != ItemState.Sent } }
        }
    }

    override suspend fun reopen(account: String): Unit = dienstchat.accounts().get(account).close()

    override suspend fun refresh() {
        var first: Exception? = null
        for (account in dienstchat.accounts().list().filter { it.state == AccountState.Active }) {
            try {
                contact(account.id)
            } catch (failure: SyncException) {
                first = first ?: failure
            } catch (failure: ClientException) {
                first = first ?: failure
            }
        }
        first?.let { throw it }
    }

    override suspend fun contact(account: String) {
        dienstchat.accounts().get(account).use { it.syncOnce(0u) }
    }

    override suspend fun synchronise(account: String): Unit =
        dienstchat.accounts().get(account).use { it.synchronise() }

    override suspend fun maintain() {
        dienstchat.accounts().maintain()
    }

    override suspend fun chat(account: String, dutyId: String): CoreChat =
        dienstchat.accounts().get(account).use { LiveChat(it.chat(dutyId)) }
}
