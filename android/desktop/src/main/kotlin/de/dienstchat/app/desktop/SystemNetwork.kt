package de.dienstchat.app.desktop

import de.dienstchat.Connectivity
import de.dienstchat.app.core.Online
import java.net.InetAddress
import java.net.NetworkInterface
import java.net.SocketException
import java.net.URI
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow

/**
 * Whether this machine has a network, as far as its interfaces tell: without an address of its own it
 * certainly has none. A connector on this machine needs none.
 */
internal class SystemNetwork(
    connector: String,
    private val addresses: () -> Set<InetAddress> = ::ownAddresses,
) : Online, Connectivity {
    private val here = isOnThisMachine(connector)
    private var known = addresses()
    private val state = MutableStateFlow(here || known.isNotEmpty())

    override val online: StateFlow<Boolean> = state.asStateFlow()

    override fun isOnline(): Boolean = state.value

    /** Looks every few seconds, and says when the network is there again or another one. */
    suspend fun watch(every: Duration = 3.seconds, changed: () -> Unit) {
        while (true) {
            delay(every)
            val now = addresses()
            if (now == known) continue
            known = now
            state.value = here || now.isNotEmpty()
            changed()
        }
    }
}

private fun isOnThisMachine(url: String): Boolean = try {
    URI(url).host in setOf("127.0.0.1", "[::1]", "localhost")
} catch (_: java.net.URISyntaxException) {
    false
}

private fun ownAddresses(): Set<InetAddress> = try {
    NetworkInterface.networkInterfaces().filter { it.isUp && !it.isLoopback }.toList()
        .flatMap { it.inetAddresses().toList() }
        .filterNot { it.isLinkLocalAddress }
        .toSet()
} catch (_: SocketException) {
    emptySet()
}
