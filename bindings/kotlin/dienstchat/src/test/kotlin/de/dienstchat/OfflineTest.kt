package de.dienstchat

import de.dienstchat.scenarios.FOLDER
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import java.util.concurrent.Executors
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.asCoroutineDispatcher
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.onEach
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** What holds without any server: nobody listens at the addresses used here. */
class OfflineTest {
    private val folder: Path = Files.createTempDirectory("dienstchat")

    private val config = Config(
        dataDir = folder.resolve("data").toString(),
        connector = "http://127.0.0.1:1",
        appHosts = listOf("https://chat.example"),
        issuers = File(FOLDER, "issuers.toml").readText(),
    )

    private fun open(config: Config = this.config, clock: Clock? = null) =
        Dienstchat.openBlocking(config, MemoryKeyStore(), clock)

    @AfterTest
    fun cleanUp() {
        folder.toFile().deleteRecursively()
    }

    @Test
    fun settingsThatAreNotValidAreRefused() {
        assertFailsWith<OpenException.InvalidConnector> { open(config.copy(connector = "nowhere")) }
        assertFailsWith<OpenException.InvalidAppHost> {
            open(config.copy(appHosts = listOf("https://chat.example/path")))
        }
        assertFailsWith<OpenException.InvalidIssuers> {
            open(config.copy(issuers = "[[issuers]]\nissuer = 5"))
        }
    }

    @Test
    fun aDataFolderThatIsAFileIsRefused() {
        val file = Files.createFile(folder.resolve("file"))
        assertFailsWith<OpenException.DataFolder> { open(config.copy(dataDir = file.toString())) }
    }

    @Test
    fun aNewDeviceHasNothing() = runBlocking {
        open().use { dienstchat ->
            assertEquals(emptyList(), dienstchat.accounts().list())
            assertEquals(emptyList(), dienstchat.chats().list())
            assertNull(dienstchat.links().remembered())
        }
    }

    @Test
    fun aLinkThatIsNoneSaysWhatIsWrong() = runBlocking {
        val links = open().links()
        for ((link, reason) in listOf(
            "Dienst 4711" to InvalidLink.FORM,
            "https://chat.example/x/xyz/4711" to InvalidLink.FORM,
            "https://other.example/d/xyz/4711" to InvalidLink.HOST,
            "dienstchat://duty/x/4711" to InvalidLink.ID,
            "https://chat.example/d/xyz/" + "4".repeat(2_048) to InvalidLink.TOO_LONG,
        )) {
            val error = assertFailsWith<LinkException.Invalid>(link) { links.open(link) }
            assertEquals(reason, error.reason, link)
        }
    }

    @Test
    fun aLinkThatIsFollowedBeforeSigningInIsRemembered() = runBlocking {
        val target = open().use { it.links().open("https://chat.example/d/XYZ/4711") }
        assertEquals(LinkTarget.SignIn("xyz"), target)
        open().use { assertEquals("dienstchat://duty/xyz/4711", it.links().remembered()) }
    }

    @Test
    fun withoutConnectionTheDirectorySaysSo() = runBlocking {
        open().use { dienstchat ->
            assertFailsWith<ClientException.Offline> { dienstchat.organisations().search("") }
            assertFailsWith<SignInException.Offline> {
                dienstchat.signIn().begin(SignInTarget.Organisation("xyz"), "dienstchat://login")
            }
        }
        Unit
    }

    @Test
    fun anIdThatIsNoneIsTheErrorOfItsCall() = runBlocking {
        open().use { dienstchat ->
            assertFailsWith<ClientException.InvalidId> { dienstchat.accounts().get("nobody") }
            assertFailsWith<ClientException.NoSuchAccount> { dienstchat.accounts().get("xyz_1") }
            assertFailsWith<SignInException.InvalidId> {
                dienstchat.signIn().begin(SignInTarget.Organisation("not a code"), "dienstchat://login")
            }
            assertFailsWith<SignInException.InvalidId> {
                dienstchat.signIn().begin(SignInTarget.Account("nobody"), "dienstchat://login")
            }
        }
        Unit
    }

    @Test
    fun aCallbackForALoginThatWasNeverBegunIsDropped() = runBlocking {
        open().use { dienstchat ->
            assertFailsWith<SignInException.UnknownCallback> {
                dienstchat.signIn().finish(CALLBACK)
            }
        }
        Unit
    }

    @Test
    fun aClockThatThrowsCountsAsTheSystems() {
        var asked = 0
        val clock = object : Clock {
            override fun nowMs(): Long {
                asked += 1
                throw IllegalStateException("no time")
            }
        }
        open(clock = clock).use { assertFalse(it.signIn().expectsBlocking(CALLBACK)) }
        assertTrue(asked > 0)
    }

    @Test
    fun aKeyStoreThatThrowsIsAnErrorOfTheCall() {
        for ((failure, reason) in listOf(
            KeyStoreException.Locked() to Unavailable.LOCKED,
            KeyStoreException.Lost() to Unavailable.KEY_MISSING,
            KeyStoreException.Failed() to Unavailable.STORAGE,
            IllegalStateException("no key") to Unavailable.STORAGE,
        )) {
            Dienstchat.openBlocking(config, FailingKeyStore { failure }).use {
                val error = assertFailsWith<SignInException.Store> { it.signIn().expectsBlocking(CALLBACK) }
                assertEquals(reason, error.reason)
            }
        }
    }

    @Test
    fun aFlowBeginsWithWhatIs() = runBlocking {
        open().use { dienstchat ->
            assertEquals(emptyList(), dienstchat.chats().observe().first())
            assertEquals(emptyList(), dienstchat.accounts().observe().first())
        }
    }

    @Test
    fun aFlowThatWaitsEndsWhenItIsCancelled() = runBlocking {
        open().use { dienstchat ->
            val begun = CompletableDeferred<Unit>()
            val waiting = launch {
                dienstchat.chats().observe().collect { begun.complete(Unit) }
            }
            withTimeout(WAIT) {
                begun.await()
                waiting.cancelAndJoin()
            }
            assertEquals(emptyList(), dienstchat.chats().list())
        }
    }

    @Test
    fun aFlowCompletesWhenDienstchatIsShutDown() = runBlocking {
        open().use { dienstchat ->
            val begun = CompletableDeferred<Unit>()
            val chats = dienstchat.chats()
            val states = async { chats.observe().onEach { begun.complete(Unit) }.toList() }
            withTimeout(WAIT) {
                begun.await()
                dienstchat.shutDown()
                assertEquals(1, states.await().size)
            }
            assertFailsWith<ClientException.Closed> { chats.list() }
            assertFailsWith<ClientException.Closed> { dienstchat.accounts().list() }
            assertFailsWith<LinkException.Closed> { dienstchat.links().remembered() }
        }
        Unit
    }

    /** An app calls from its main thread. */
    @Test
    fun noCallRunsOnTheThreadOfItsCaller() {
        val threads = ConcurrentHashMap.newKeySet<Thread>()
        val watching = object : Clock {
            override fun nowMs(): Long {
                threads += Thread.currentThread()
                return System.currentTimeMillis()
            }
        }
        Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { main ->
            runBlocking(main) {
                val mainThread = Thread.currentThread()
                Dienstchat.open(config, MemoryKeyStore(), watching).use { dienstchat ->
                    dienstchat.accounts().maintain()
                    dienstchat.signIn().expects(CALLBACK)
                    assertFailsWith<SignInException> { dienstchat.signIn().finish(CALLBACK) }
                    dienstchat.links().open("https://chat.example/d/xyz/4711")
                }
                assertFalse(mainThread in threads, "$threads")
            }
        }
        assertTrue(threads.isNotEmpty())
    }

    /** What is left to do when a call is given up in the middle calls the shell, too. */
    @Test
    fun aSignInThatIsGivenUpEndsOffTheThreadOfItsCaller() {
        val browser = WatchingBrowser()
        val keyStore = WatchingKeyStore()
        Directory().use { directory ->
            val config = config.copy(connector = directory.url, issuers = config.issuers + FIXED_ENDPOINTS)
            Executors.newSingleThreadExecutor().asCoroutineDispatcher().use { main ->
                runBlocking(main) {
                    Dienstchat.open(config, keyStore).use { dienstchat ->
                        val target = SignInTarget.Organisation("xyz")
                        val signIn = dienstchat.signIn()
                        val waiting = launch { signIn.withBrowser(target, "dienstchat://login", browser) }
                        withTimeout(WAIT) {
                            browser.opened.await()
                            keyStore.threads.clear()
                            waiting.cancelAndJoin()
                        }
                        assertTrue(browser.dismissed.isCompleted)
                        assertFalse(Thread.currentThread() == browser.dismissed.await())
                        assertTrue(keyStore.threads.isNotEmpty(), "the sign-in is forgotten")
                        assertFalse(Thread.currentThread() in keyStore.threads)
                    }
                }
            }
        }
    }

    @Test
    fun whoIsCancelledShutsDownAllTheSame() = runBlocking {
        open().use { dienstchat ->
            val running = launch(start = CoroutineStart.UNDISPATCHED) {
                try {
                    awaitCancellation()
                } finally {
                    dienstchat.shutDown()
                }
            }
            running.cancelAndJoin()
            assertFailsWith<ClientException.Closed> { dienstchat.accounts().list() }
        }
        Unit
    }

    @Test
    fun whatIsPrintedShowsNothingOfAMessage() {
        val item = item("geheim")
        val message = QueuedMessage("t1", "geheim", item.at, ItemState.Queued)
        val member = ChatMember("xyz_1", null, "geheim", Role.ASSIGNED, null, joined = true, own = true)
        val shown = listOf(
            item, item.content, message, member,
            TimelineDiff.Insert(0u, item), QueueDiff.Reset(listOf(message)), MemberDiff.Set(0u, member),
            TimelineUpdate(listOf(TimelineDiff.Reset(listOf(item))), olderHere = false, incomplete = false),
            TimelinePage(listOf(item), null, incomplete = false),
            SignInStarted("https://issuer.example/?state=geheim"),
        )
        for (value in shown) assertFalse("geheim" in value.toString(), value::class.simpleName)
    }

    @Test
    fun anObjectCannotBeUsedAfterItIsClosed() {
        val dienstchat = open()
        dienstchat.close()
        assertFailsWith<IllegalStateException> { dienstchat.chats() }
    }

    private companion object {
        const val WAIT = 30_000L
        const val CALLBACK = "dienstchat://login?code=abc&state=def"
        val FIXED_ENDPOINTS = """

            discovery = false
            authorization_endpoint = "https://issuer.example/authorize"
            token_endpoint = "https://issuer.example/token"
            jwks_uri = "https://issuer.example/keys"
        """.trimIndent()
    }
}
