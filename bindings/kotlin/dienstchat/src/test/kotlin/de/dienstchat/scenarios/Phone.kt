package de.dienstchat.scenarios

import de.dienstchat.Account
import de.dienstchat.Browser
import de.dienstchat.BrowserException
import de.dienstchat.Chat
import de.dienstchat.Clock
import de.dienstchat.ClockException
import de.dienstchat.Connectivity
import de.dienstchat.ConnectivityException
import de.dienstchat.Dienstchat
import de.dienstchat.KeyStore
import de.dienstchat.KeyStoreException
import de.dienstchat.Log
import de.dienstchat.LogException
import de.dienstchat.LogRecord
import java.nio.file.Path
import java.util.concurrent.ConcurrentHashMap
import kotlin.io.path.createDirectories
import kotlinx.coroutines.flow.MutableStateFlow

/** A phone: what outlives the opening and closing of the app on it. */
internal class Phone(val folder: Path) {
    val keyStore = PhoneKeyStore()
    val clock = PhoneClock()
    val connectivity = PhoneConnectivity()
    val browserFault = Fault()

    /** Whether the browser shows a page. */
    val browserShows = MutableStateFlow(false)
    val held = ConcurrentHashMap<String, Held>()
    val loops = ConcurrentHashMap<String, Loop>()

    /** The open app. */
    @Volatile
    var app: Dienstchat? = null

    init {
        folder.createDirectories()
    }

    fun openApp(): Dienstchat = checkNotNull(app) { "the app is not open" }

    fun held(name: String): Held = checkNotNull(held[name]) { "nothing is held as $name" }
}

/** An account and a chat that a scenario keeps. */
internal class Held(val account: Account, val chat: Chat) {
    fun release() {
        chat.close()
        account.close()
    }
}

/** How the calls of a foreign trait fail at present. */
internal class Fault {
    @Volatile
    var kind: String = "none"

    /** Fails with one of these errors, or with one that the trait does not know. */
    fun check(errors: Map<String, () -> Exception>) {
        when (val kind = kind) {
            "none" -> return
            "throws" -> throw IllegalStateException("what nobody foresaw")
            else -> throw errors.getValue(kind)()
        }
    }
}

internal class PhoneKeyStore : KeyStore {
    val fault = Fault()
    private val secrets = ConcurrentHashMap<String, ByteArray>()

    fun lose() = secrets.clear()

    override fun get(name: String): ByteArray? {
        check()
        return secrets[name]?.clone()
    }

    override fun put(name: String, secret: ByteArray) {
        check()
        secrets[name] = secret.clone()
    }

    override fun delete(name: String) {
        check()
        secrets.remove(name)
    }

    private fun check() = fault.check(
        mapOf(
            "locked" to { KeyStoreException.Locked() },
            "failed" to { KeyStoreException.Failed() },
        ),
    )
}

/** Goes with the system's clock until it is moved. */
internal class PhoneClock : Clock {
    val fault = Fault()

    @Volatile
    var ahead: Long = 0

    override fun nowMs(): Long {
        fault.check(mapOf("failed" to { ClockException.Failed() }))
        return System.currentTimeMillis() + ahead
    }
}

internal class PhoneConnectivity : Connectivity {
    val fault = Fault()

    @Volatile
    var online: Boolean = true

    override fun isOnline(): Boolean {
        fault.check(mapOf("failed" to { ConnectivityException.Failed() }))
        return online
    }
}

internal class PhoneBrowser(
    private val phone: Phone,
    private val opened: (String) -> Unit,
) : Browser {
    override fun open(url: String) {
        check()
        phone.browserShows.value = true
        opened(url)
    }

    override fun dismiss() {
        check()
        phone.browserShows.value = false
    }

    private fun check() = phone.browserFault.check(
        mapOf(
            "no_browser" to { BrowserException.NoBrowser() },
            "failed" to { BrowserException.Failed() },
        ),
    )
}

/** The process' log; there is one for all phones. */
internal object PhoneLog : Log {
    val fault = Fault()

    override fun write(record: LogRecord) {
        fault.check(mapOf("failed" to { LogException.Failed() }))
    }
}
