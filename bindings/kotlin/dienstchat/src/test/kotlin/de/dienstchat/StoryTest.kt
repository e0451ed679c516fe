package de.dienstchat

import java.nio.file.Files
import java.nio.file.Path
import java.time.Instant
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Anna has the app, Ben the terminal client; both are on the same duty. */
class StoryTest {
    private val stack = Stack()
    private val folder: Path = Files.createTempDirectory("dienstchat")
    private val browser = Browser()
    private val secrets = MemoryKeyStore()

    @AfterTest
    fun cleanUp() {
        stack.close()
        folder.toFile().deleteRecursively()
    }

    @Test
    fun aHelperFollowsALinkSignsInAndWritesWithSomebodyInTheTerminal() = runBlocking {
        open(secrets).use { dienstchat ->
            val organisation = dienstchat.organisations().search(stack.ov).single()
            assertEquals(stack.ov, organisation.ov)

            val account = signInBehindTheLink(dienstchat)
            synchronising(account) {
                val chat = openTheRememberedLink(dienstchat, account)
                val ben = Cli(stack, folder.resolve("ben"))
                ben.login(browser, stack.helper("ben"))
                chat.subscribeMembers().use { members ->
                    await(members::next) {
                        chat.members().find { it.name == "Ben Brandt" && it.joined }
                    }
                }
                exchangeMessages(account, chat, ben)
                subscriptionsEnd(account)
            }
        }
        whatIsKeptNeedsItsSecrets()
        signOut()
    }

    private suspend fun signInBehindTheLink(dienstchat: Dienstchat): Account {
        assertEquals(LinkTarget.SignIn(stack.ov), dienstchat.links().open(stack.link))
        val started = dienstchat.signIn().begin(SignInTarget.Organisation(stack.ov), REDIRECT_URI)
        val callback = browser.signIn(started.authorizeUrl, stack.helper("anna"))
        val account = dienstchat.signIn().finish(callback)
        assertFailsWith<SignInException.UnknownCallback> { dienstchat.signIn().finish(callback) }

        assertEquals(AccountState.Active, account.state())
        return account
    }

    /** The server takes the helper into the chat when it sees them for the first time. */
    private suspend fun openTheRememberedLink(dienstchat: Dienstchat, account: Account): Chat {
        await(account) { account.chats().list().singleOrNull() }
        val link = checkNotNull(dienstchat.links().remembered())
        assertEquals(
            LinkTarget.Chat(account.id(), stack.dutyId),
            dienstchat.links().open(link),
        )
        assertNull(dienstchat.links().remembered())

        val chat = account.chat(stack.dutyId)
        val summary = chat.summary()
        assertEquals(stack.title, summary.title)
        assertEquals(Phase.ACTIVE, summary.phase)
        assertTrue(summary.limits.readOnlyFrom > Instant.now())
        return chat
    }

    private suspend fun exchangeMessages(account: Account, chat: Chat, ben: Cli) {
        ben.run("send", stack.dutyId, FROM_BEN)
        val received = await(account) { chat.find(FROM_BEN) }
        assertEquals(ItemState.Received, received.state)
        assertEquals("Ben Brandt", received.senderName)
        assertFalse(received.own)
        assertEquals(1uL, chat.summary().unread)
        chat.markRead()
        assertEquals(0uL, chat.summary().unread)

        assertFailsWith<ChatException.TextEmpty> { chat.sendQueue().sendText("") }
        chat.sendQueue().sendText(FROM_ANNA)
        val sent = await(account) { chat.find(FROM_ANNA)?.takeIf { it.id is ItemId.Event } }
        assertTrue(sent.own)
        assertEquals(emptyList(), chat.sendQueue().list())
        val read = ben.run("read", stack.dutyId)
        assertTrue(read.any { it["text"]?.asString == FROM_ANNA }, "$read")
    }

    /** A subscription ends by being stopped; a wait for it also by being cancelled. */
    private suspend fun subscriptionsEnd(account: Account) = withTimeout(30.seconds) {
        val chats = account.chats().subscribe()
        assertIs<ChatListDiff.Reset>(chats.next()?.single())
        val waiting = launch { while (chats.next() != null) Unit }
        waiting.cancelAndJoin()
        val stopped = async { while (chats.next() != null) Unit }
        chats.stop()
        stopped.await()
        assertNull(chats.next())
    }

    private suspend fun whatIsKeptNeedsItsSecrets() {
        assertUnavailable(Unavailable.LOCKED, FailingKeyStore { KeyStoreException.Locked() })
        assertUnavailable(Unavailable.STORAGE, FailingKeyStore { IllegalStateException("no key") })
        assertUnavailable(Unavailable.KEY_MISSING, MemoryKeyStore())
        open(secrets).use { dienstchat ->
            val id = dienstchat.accounts().list().single().id
            val chat = dienstchat.accounts().get(id).chat(stack.dutyId)
            assertEquals(Content.Text(FROM_BEN), chat.find(FROM_BEN)?.content)
        }
    }

    private suspend fun assertUnavailable(reason: Unavailable, keyStore: KeyStore) {
        open(keyStore).use { dienstchat ->
            val account = dienstchat.accounts().list().single()
            assertEquals(AccountState.Unavailable(reason), account.state)
            val error = assertFailsWith<ClientException.Store> { dienstchat.accounts().get(account.id) }
            assertEquals(reason, error.reason)
        }
    }

    private suspend fun signOut() {
        open(secrets).use { dienstchat ->
            val id = dienstchat.accounts().list().single().id
            assertTrue(dienstchat.accounts().signOut(id).serverTold)
            assertEquals(emptyList(), dienstchat.accounts().list())
        }
    }

    private fun open(keyStore: KeyStore) = Dienstchat.openBlocking(
        Config(
            dataDir = folder.resolve("anna").toString(),
            connector = stack.connector,
            appHosts = listOf(stack.connector),
            issuers = stack.issuers,
        ),
        keyStore,
    )

    /** Synchronises the account for as long as the block runs. */
    private suspend fun synchronising(account: Account, block: suspend () -> Unit) {
        account.syncLoop().use { loop ->
            val running = CoroutineScope(Dispatchers.IO).async { loop.run() }
            block()
            loop.stop()
            withTimeout(30.seconds) { running.await() }
        }
    }

    /** Looks again at each change of the account's chats until there is something to be found. */
    private suspend fun <T : Any> await(account: Account, look: suspend () -> T?): T =
        account.chats().subscribe().use { await(it::next, look) }

    /** Looks again at each change until there is something to be found. */
    private suspend fun <T : Any> await(next: suspend () -> Any?, look: suspend () -> T?): T =
        withTimeout(60.seconds) {
            var found: T? = null
            while (found == null && next() != null) found = look()
            checkNotNull(found)
        }

    private suspend fun Chat.find(text: String): TimelineItem? =
        timeline().page(limit = 50u).items.find { it.content == Content.Text(text) }

    private companion object {
        const val REDIRECT_URI = "dienstchat://login"
        const val FROM_BEN = "Bin am Südtor, wo steht ihr?"
        const val FROM_ANNA = "Vor dem Sanitätszelt \uD83D\uDC4B"
    }
}
