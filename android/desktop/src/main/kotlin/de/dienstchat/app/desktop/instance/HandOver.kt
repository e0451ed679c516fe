package de.dienstchat.app.desktop.instance

import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.readText

/** Hands a link to the app that runs; false when it does not take it, as while it starts or ends. */
internal fun handedOver(address: Path, link: String?): Boolean = try {
    val (port, word) = address.readText().split(" ")
    Socket(InetAddress.getLoopbackAddress(), port.toInt()).use { socket ->
        socket.soTimeout = PATIENCE.toMillis().toInt()
        // A line is a link; of more than fits the rest would be lost without a word.
        val line = link.orEmpty().take(Listener.MAX_BYTES / 4).replace('\n', ' ')
        socket.getOutputStream().write("$word\n$line".toByteArray())
        socket.shutdownOutput()
        socket.getInputStream().readNBytes(Listener.TAKEN.length).decodeToString() == Listener.TAKEN
    }
} catch (_: IOException) {
    false
} catch (_: RuntimeException) {
    // A half-written address.
    false
}

private val PATIENCE = Duration.ofSeconds(5)
