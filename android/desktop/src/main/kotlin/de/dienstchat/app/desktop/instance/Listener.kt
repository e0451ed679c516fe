package de.dienstchat.app.desktop.instance

import java.io.IOException
import java.net.ServerSocket
import java.net.Socket
import java.security.MessageDigest
import java.util.Timer
import kotlin.concurrent.schedule
import kotlin.concurrent.thread
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.receiveAsFlow

/** Takes what later starts hand over: a line with the [word] and then one with the link. */
internal class Listener(private val server: ServerSocket, val word: String) : AutoCloseable {
    private val links = Channel<String?>(Channel.CONFLATED)
    private val watch = Timer("Dienstchat: ends connections that say nothing", true)

    val port: Int get() = server.localPort

    /** What was handed over; of several that nobody has looked at yet, the newest. */
    val received: Flow<String?> = links.receiveAsFlow()

    init {
        thread(isDaemon = true, name = "Dienstchat: links from later starts") { listen() }
    }

    private fun listen() {
        while (true) {
            val socket = try {
                server.accept()
            } catch (_: IOException) {
                return
            }
            val end = try {
                watch.schedule(PATIENCE_MS) { socket.close() }
            } catch (_: IllegalStateException) {
                // Closed meanwhile.
                socket.close()
                return
            }
            try {
                socket.use(::take)
            } catch (_: IOException) {
                // Whoever it was has gone, or did not say what it wanted in time.
            }
            end.cancel()
        }
    }

    private fun take(socket: Socket) {
        val said = socket.getInputStream().readNBytes(MAX_BYTES).decodeToString().split("\n")
        val known = MessageDigest.isEqual(said.first().toByteArray(), word.toByteArray())
        if (!known || said.size != 2) return
        // Once it is closed nobody would ever look at it.
        if (links.trySend(said[1].ifEmpty { null }).isFailure) return
        socket.getOutputStream().write(TAKEN.toByteArray())
    }

    override fun close() {
        links.close()
        server.close()
        watch.cancel()
    }

    companion object {
        /** What is answered when the link was taken. */
        const val TAKEN = "taken"

        /** Longer than any link to a chat. */
        const val MAX_BYTES = 8 * 1024

        private const val PATIENCE_MS = 2_000L
    }
}
