package de.dienstchat.app.desktop.instance

import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.createPrivateFolder
import de.dienstchat.app.desktop.openPrivateFile
import de.dienstchat.app.desktop.replaceWith
import java.io.IOException
import java.net.InetAddress
import java.net.ServerSocket
import java.nio.channels.FileLock
import java.nio.channels.OverlappingFileLockException
import java.nio.file.Path
import java.security.SecureRandom
import java.time.Duration
import java.util.HexFormat
import kotlin.io.path.deleteIfExists

/**
 * The one app that runs on a data folder. A later start hands its link over and ends.
 *
 * Who is the one is decided by a lock on a file, which the system takes back from a process that died.
 * Where it listens stands in a second file with a random word, both for their owner alone; so no other
 * user of the machine can hand anything over, and nothing is sent to who took over the port.
 */
internal class Instance private constructor(
    private val lock: FileLock,
    private val address: Path,
    private val listener: Listener,
) : AutoCloseable {
    /** What later starts hand over: a link, or null for a start without one. The newest, if several wait. */
    val handedOver get() = listener.received

    /** Nobody looks at links any more: a start from here on waits for the end, and is the next one. */
    fun stopListening() {
        listener.close()
        address.deleteIfExists()
    }

    override fun close() {
        stopListening()
        lock.acquiredBy().close()
    }

    companion object {
        /**
         * Becomes the one app on this folder, or hands the link over to it and gives null. The other one
         * may be just starting, or just ending: both are tried for some seconds.
         *
         * It fails with [CannotStart.NotAnswering] when the other one neither takes it nor ends.
         *
         * @param pause What is done between two attempts.
         */
        fun begin(folder: Path, link: String?, pause: () -> Unit = { Thread.sleep(PAUSE_MS) }): Instance? {
            val address = folder.resolve("instance.address")
            val end = System.nanoTime() + PATIENCE.toNanos()
            while (true) {
                locked(folder)?.let { return listening(it, folder, address) }
                if (handedOver(address, link)) return null
                if (System.nanoTime() > end) throw CannotStart.NotAnswering()
                pause()
            }
        }

        private fun listening(lock: FileLock, folder: Path, address: Path): Instance = try {
            // One that a dead process left leads to nobody, or to a stranger.
            address.deleteIfExists()
            val listener = Listener(ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), randomWord())
            address.replaceWith("${listener.port} ${listener.word}".toByteArray())
            Instance(lock, address, listener)
        } catch (_: IOException) {
            lock.acquiredBy().close()
            throw CannotStart.DataFolder(folder)
        }

        private fun locked(folder: Path): FileLock? = try {
            folder.createPrivateFolder()
            lock(folder.resolve("instance.lock"))
        } catch (_: IOException) {
            throw CannotStart.DataFolder(folder)
        }

        private fun lock(file: Path): FileLock? {
            val channel = file.openPrivateFile()
            val lock = try {
                channel.tryLock()
            } catch (_: OverlappingFileLockException) {
                // By this process.
                null
            }
            if (lock == null) channel.close()
            return lock
        }

        private fun randomWord(): String = HexFormat.of().formatHex(ByteArray(16).also(SecureRandom()::nextBytes))

        // Ending takes some seconds at most: what is to be written is written.
        private val PATIENCE = Duration.ofSeconds(10)
        private const val PAUSE_MS = 50L
        private const val BACKLOG = 50
    }
}
