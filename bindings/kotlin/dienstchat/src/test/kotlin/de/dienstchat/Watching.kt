package de.dienstchat

import com.sun.net.httpserver.HttpServer
import java.net.InetAddress
import java.net.InetSocketAddress
import java.util.concurrent.ConcurrentHashMap
import kotlinx.coroutines.CompletableDeferred

/** Tells on which threads it is called. */
class WatchingKeyStore(private val secrets: KeyStore = MemoryKeyStore()) : KeyStore {
    val threads: MutableSet<Thread> = ConcurrentHashMap.newKeySet()

    override fun get(name: String): ByteArray? = watched { secrets.get(name) }

    override fun put(name: String, secret: ByteArray) = watched { secrets.put(name, secret) }

    override fun delete(name: String) = watched { secrets.delete(name) }

    private fun <T> watched(call: () -> T): T {
        threads += Thread.currentThread()
        return call()
    }
}

/** Nobody signs in with it. It tells on which threads it is called. */
class WatchingBrowser : Browser {
    val opened = CompletableDeferred<Thread>()
    val dismissed = CompletableDeferred<Thread>()

    override fun open(url: String) {
        opened.complete(Thread.currentThread())
    }

    override fun dismiss() {
        dismissed.complete(Thread.currentThread())
    }
}

/** A connector that knows one organisation, `xyz`, and nothing else. */
class Directory : AutoCloseable {
    private val server = HttpServer.create(InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0)
    val url = "http://127.0.0.1:${server.address.port}"

    init {
        server.createContext("/v1/organisations") { exchange ->
            val homeserver = """{"server_name": "chat.example", "base_url": "https://chat.example"}"""
            val organisation = """{"ov": "xyz", "name": "XYZ", "issuer": "https://issuer.example",
                "homeserver": $homeserver, "token_relay": false}"""
            val body = """{"organisations": [$organisation]}""".toByteArray()
            exchange.responseHeaders["Content-Type"] = "application/json"
            exchange.sendResponseHeaders(200, body.size.toLong())
            exchange.responseBody.use { it.write(body) }
        }
        server.start()
    }

    override fun close() = server.stop(0)
}
