package de.dienstchat.scenarios

import com.google.gson.JsonElement
import de.dienstchat.Account
import de.dienstchat.AccountInfo
import de.dienstchat.Accounts
import de.dienstchat.Chat
import de.dienstchat.Loopback
import de.dienstchat.SignInTarget
import de.dienstchat.SyncLoop
import de.dienstchat.callback
import de.dienstchat.chat
import de.dienstchat.draft
import de.dienstchat.expects
import de.dienstchat.forget
import de.dienstchat.get
import de.dienstchat.list
import de.dienstchat.maintain
import de.dienstchat.members
import de.dienstchat.remembered
import de.dienstchat.signOutAfter
import de.dienstchat.summary
import de.dienstchat.use
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.async
import kotlinx.coroutines.launch
import kotlinx.coroutines.selects.select

private const val REDIRECT_URI = "dienstchat://login"

internal val APP_STEPS: Map<String, StepKind> = mapOf(
    "search" to StepKind(APP + setOf("text", "cancellation")) {
        phone.openApp().organisations().use { it.search(step.text("text"), cancellation) }
    },
    "sign_in" to StepKind(ACCOUNT + setOf("person", "ov", "again", "consent", "cancellation")) {
        signIn().use { accountView(it) }
    },
    "begin_sign_in" to StepKind(ACCOUNT + setOf("ov", "again", "redirect_uri", "cancellation")) {
        phone.openApp().signIn().use { signIn ->
            val redirectUri = step.textOrNull("redirect_uri") ?: REDIRECT_URI
            val started = signIn.begin(signInTarget(), redirectUri, cancellation)
            fields("authorize_url" to started.authorizeUrl)
        }
    },
    "finish_sign_in" to StepKind(APP + setOf("callback", "cancellation")) {
        phone.openApp().signIn().use { signIn ->
            signIn.finish(step.text("callback"), cancellation).use { accountView(it) }
        }
    },
    "expects" to StepKind(APP + "callback") {
        phone.openApp().signIn().use { it.expects(step.text("callback")) }
    },
    "loopback" to StepKind(APP + setOf("redirect_uri", "as", "cancellation")) {
        val loopback = phone.openApp().signIn().use {
            it.loopback(step.text("redirect_uri"), cancellation)
        }
        check(run.loopbacks.put(step.text("as"), Listening(loopback)) == null) { "it listens" }
        fields("redirect_uri" to loopback.redirectUri())
    },
    "receive" to StepKind(ANSWER + setOf("loopback", "cancellation")) {
        val listening = run.loopback(step.text("loopback"))
        listening.wait.during { listening.loopback.wait(cancellation) }
    },
    "forget_link" to StepKind(APP) { phone.openApp().links().use { it.forget() } },
    "link" to StepKind(APP + setOf("link", "cancellation")) {
        phone.openApp().links().use { it.open(step.text("link"), cancellation) }
    },
    "sign_out" to StepKind(APP + setOf("account", "cancellation")) {
        accounts { fields("server_told" to it.signOut(accountId(it), cancellation).serverTold) }
    },
    "sign_out_after" to StepKind(APP + setOf("account", "duty", "stays")) {
        accounts { it.signOutAfter(accountId(it), if (step.flag("stays")) null else dutyId()) }
    },
    "maintain" to StepKind(APP) { accounts { it.maintain() } },
    "read" to StepKind(CHAT + "what") {
        when (val what = step.text("what")) {
            "accounts" -> accounts { it.list() }
            "account" -> account { accountView(it) }
            "chats" -> phone.openApp().chats().use { it.list() }
            "account_chats" -> account { account -> account.chats().use { it.list() } }
            "chat" -> chat { it.summary() }
            "members" -> chat { it.members() }
            "queue" -> chat { chat -> chat.sendQueue().use { it.list() } }
            "draft" -> chat { it.draft() }
            "remembered" -> phone.openApp().links().use { it.remembered() }
            else -> error("there is nothing like $what to be read")
        }
    },
    "sync" to StepKind(ACCOUNT + "cancellation") { account { it.syncOnce(0u, cancellation) } },
    "flush" to StepKind(ACCOUNT + "cancellation") { account { it.flush(cancellation) } },
    "start_sync" to StepKind(setOf("do", "app", "account", "held", "error")) {
        account { account ->
            val loop = Loop(account.syncLoop())
            loop.running = run.background.async { loop.loop.run() }
            check(phone.loops.put(account.id(), loop) == null) { "it is running" }
        }
    },
    "stop_sync" to StepKind(setOf("do", "app", "account", "error")) {
        val id = step.textOrNull("account") ?: phone.loops.keys.single()
        val loop = checkNotNull(phone.loops.remove(id)) { "it is not running" }
        if (step.textOrNull("error") == null) loop.loop.stop()
        loop.outcome().getOrThrow()
    },
)

/** Where a sign-in's callback is waited for. */
internal class Listening(val loopback: Loopback) {
    val wait = UnderWay()
}

/** A synchronisation under way. */
internal class Loop(val loop: SyncLoop) {
    lateinit var running: Deferred<Unit>

    /** Waits for its end. */
    suspend fun outcome(): Result<Unit> {
        val outcome = runCatching { running.await() }
        loop.close()
        return outcome
    }
}

internal suspend fun <T> Turn.accounts(call: suspend (Accounts) -> T): T =
    phone.openApp().accounts().use { call(it) }

internal suspend fun Turn.accountId(accounts: Accounts): String =
    step.textOrNull("account")
        ?: checkNotNull(accounts.list().firstOrNull()?.id) { "there is no account" }

/** The account that the step is about. */
internal suspend fun <T> Turn.account(call: suspend (Account) -> T): T {
    step.textOrNull("held")?.let { return call(phone.held(it).account) }
    return accounts { accounts -> accounts.get(accountId(accounts)).use { call(it) } }
}

/** The chat that the step is about. */
internal suspend fun <T> Turn.chat(call: suspend (Chat) -> T): T {
    step.textOrNull("held")?.let { return call(phone.held(it).chat) }
    return account { account -> account.chat(dutyId()).use { call(it) } }
}

internal fun Turn.dutyId(): String =
    step.textOrNull("duty") ?: names.find("world.duty_id").asString

private suspend fun Turn.signInTarget(): SignInTarget =
    if (step.flag("again")) {
        SignInTarget.Account(accounts { accountId(it) })
    } else {
        SignInTarget.Organisation(step.textOrNull("ov") ?: names.find("world.ov").asString)
    }

/** With the phone's browser, in which the person does what the page asks for. */
private suspend fun Turn.signIn(): Account = phone.openApp().signIn().use { signIn ->
    val failure = CompletableDeferred<Account>()
    val browser = PhoneBrowser(phone) { url ->
        val person = step.textOrNull("person") ?: return@PhoneBrowser
        run.background.launch {
            try {
                val browse = fields("do" to "browse", "url" to url, "person" to person)
                for (field in listOf("ov", "consent")) step[field]?.let { browse.add(field, it) }
                val callback = run.toTheWorld(browse).asJsonObject["callback"].asString
                check(signIn.callback(callback)) { "nobody waits for the callback" }
            } catch (error: Exception) {
                failure.completeExceptionally(error)
            }
        }
    }
    val target = signInTarget()
    val signing = run.background.async(start = CoroutineStart.UNDISPATCHED) {
        signIn.withBrowser(target, REDIRECT_URI, browser, cancellation)
    }
    try {
        select {
            signing.onAwait { it }
            failure.onAwait { it }
        }
    } finally {
        signing.cancel()
    }
}
