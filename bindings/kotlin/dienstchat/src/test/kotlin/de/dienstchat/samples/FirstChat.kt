package de.dienstchat.samples

import de.dienstchat.*
import java.awt.Desktop
import java.io.IOException
import java.net.URI
import java.net.URLEncoder
import java.nio.file.NoSuchFileException
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.readBytes
import kotlin.io.path.readText
import kotlin.io.path.writeBytes
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.catch
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.firstOrNull
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.mapNotNull
import kotlinx.coroutines.flow.retryWhen
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

// Every sample of docs/kotlin.md is in this file, word for word.

suspend fun openDienstchat(folder: Path, settings: String): Dienstchat {
    val connector = Regex("connector = \"(.+)\"").find(settings)!!.groupValues[1]
    val config = Config(
        dataDir = folder.resolve("data").toString(),
        connector = connector,
        appHosts = listOf(connector),
        issuers = settings.substring(settings.indexOf("[[issuers]]")),
    )
    return Dienstchat.open(config, FolderKeyStore(folder.resolve("secrets").createDirectories()))
}

class FolderKeyStore(private val folder: Path) : KeyStore {
    override fun get(name: String): ByteArray? = stored {
        try {
            file(name).readBytes()
        } catch (_: NoSuchFileException) {
            null
        }
    }

    override fun put(name: String, secret: ByteArray) = stored { file(name).writeBytes(secret) }

    override fun delete(name: String) {
        stored { file(name).deleteIfExists() }
    }

    private fun file(name: String) = folder.resolve(URLEncoder.encode(name, Charsets.UTF_8))

    private fun <T> stored(work: () -> T): T = try {
        work()
    } catch (_: IOException) {
        throw KeyStoreException.Failed()
    }
}

suspend fun signIn(dienstchat: Dienstchat, ov: String, browser: Browser): Account = coroutineScope {
    val signIn = dienstchat.signIn()
    signIn.loopback("http://127.0.0.1/callback").use { loopback ->
        val callback = launch { signIn.callback(loopback.wait()) }
        val account = signIn.withBrowser(
            SignInTarget.Organisation(ov),
            loopback.redirectUri(),
            browser,
        )
        callback.join()
        account
    }
}

suspend fun account(dienstchat: Dienstchat, ov: String, browser: Browser): Account {
    val known = dienstchat.accounts().list().find { it.ov == ov }
    return known?.let { dienstchat.accounts().get(it.id) } ?: signIn(dienstchat, ov, browser)
}

class SystemBrowser : Browser {
    override fun open(url: String) {
        println("Sign in here: $url")
        if (Desktop.isDesktopSupported()) Desktop.getDesktop().browse(URI(url))
    }

    // A browser's tab cannot be closed from here.
    override fun dismiss() = Unit
}

suspend fun <T> whileSynchronising(account: Account, work: suspend () -> T): T = coroutineScope {
    val synchronising = launch { account.synchronise() }
    work().also { synchronising.cancel() }
}

suspend fun firstChat(dienstchat: Dienstchat): ChatSummary =
    dienstchat.chats().observe().mapNotNull { chats -> chats.firstOrNull() }.first()

fun chatList(chats: Chats, scope: CoroutineScope, failed: (Throwable) -> Unit): StateFlow<List<ChatSummary>> =
    chats.observe()
        .catch { error ->
            emit(emptyList())
            failed(error)
        }
        .stateIn(scope, SharingStarted.WhileSubscribed(5_000), emptyList())

suspend fun openChat(dienstchat: Dienstchat, summary: ChatSummary): Chat =
    dienstchat.accounts().get(summary.account).use { account -> account.chat(summary.dutyId) }

suspend fun showMessages(chat: Chat, show: suspend (String) -> Unit) {
    chat.timeline().open(limit = 30u).use { timeline ->
        timeline.states.collect { state ->
            for (item in state.items) show(line(item))
        }
    }
}

fun line(item: TimelineItem): String {
    val text = when (val content = item.content) {
        is Content.Text -> content.text
        is Content.Waiting -> "(waiting: ${content.reason})"
        Content.Deleted -> "(deleted)"
        Content.Unsupported -> "(cannot be shown)"
    }
    return "${item.senderName ?: item.sender}: $text"
}

suspend fun scrolledToTheTop(timeline: OpenTimeline, state: TimelineState) {
    if (state.olderHere || (state.incomplete && timeline.loadOlder())) timeline.showOlder(30u)
}

fun messages(
    timeline: OpenTimeline,
    active: Flow<Boolean>,
    scope: CoroutineScope,
    failed: (Throwable) -> Unit,
): StateFlow<TimelineState> = timeline.states
    .retryWhen { error, _ ->
        emit(TimelineState.Empty)
        error is ChatException.Sealed && active.firstOrNull { it } != null
    }
    .catch { error -> failed(error) }
    .stateIn(scope, SharingStarted.WhileSubscribed(5_000), TimelineState.Empty)

fun isActive(dienstchat: Dienstchat, account: String): Flow<Boolean> =
    dienstchat.accounts().observe()
        .map { accounts -> accounts.any { it.id == account && it.state == AccountState.Active } }

suspend fun send(chat: Chat, text: String): String? = try {
    chat.sendQueue().sendText(text)
    null
} catch (_: ChatException.TextEmpty) {
    "Write something first."
} catch (_: ChatException.ReadOnly) {
    "The duty is over: this chat can only be read."
} catch (_: ChatException.ChatDeleted) {
    "This chat was deleted."
} catch (_: ChatException.Sealed) {
    "This account cannot be used now."
}

suspend fun signOut(dienstchat: Dienstchat, account: Account) {
    val signedOut = dienstchat.accounts().signOut(account.id())
    if (!signedOut.serverTold) println("Signed out here, but the server could not be told.")
}

fun main(arguments: Array<String>) = runBlocking {
    val (settings, ov) = arguments
    openDienstchat(Path.of("first-chat"), Path.of(settings).readText()).use { dienstchat ->
        val account = account(dienstchat, ov, SystemBrowser())
        whileSynchronising(account) {
            val chat = openChat(dienstchat, firstChat(dienstchat))
            println(send(chat, "Hello!") ?: "Kept, and sent while we synchronise.")
            showMessages(chat, ::println)
        }
    }
}
