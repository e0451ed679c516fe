package de.dienstchat.app.desktop.instance

import de.dienstchat.app.desktop.CannotStart
import java.io.IOException
import java.net.InetAddress
import java.net.Socket
import java.nio.file.Path
import java.time.Duration
import kotlin.io.path.readText

/**
 * Hands a link to the app that runs. It may be just starting, or just ending: it is tried for some
 * seconds.
 */
internal fun handOver(address: Path, link: String?) {
    val end = System.nanoTime() + PATIENCE.toNanos()
    while (!tried(address, link)) {
        if (System.nanoTime() > end) throw CannotStart.NotAnswering()
        Thread.sleep(PAUSE_MS)
    }
}

private fun tried(address: Path, link: String?): Boolean = try {
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
private const val PAUSE_MS = 50L
