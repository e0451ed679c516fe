package de.dienstchat.app.desktop.secrets

import de.dienstchat.KeyStore
import de.dienstchat.KeyStoreException
import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.isExposed
import de.dienstchat.app.desktop.isPlainFile
import de.dienstchat.app.desktop.overwrite
import de.dienstchat.app.desktop.replaceWith
import java.io.IOException
import java.nio.channels.FileChannel
import java.nio.file.Path
import java.nio.file.StandardOpenOption.WRITE
import java.util.HexFormat
import kotlin.io.path.exists
import kotlin.io.path.fileSize
import kotlin.io.path.readText

/**
 * Secrets in a file that only its user can read: a line for each, its name, a space, its bytes in hex.
 *
 * It is replaced as a whole, and what was there is overwritten. That keeps the promise that a deleted
 * chat cannot be restored less well than a Secret Service does, so it is taken only when it is asked
 * for. Only the app that holds the folder's lock uses it.
 */
internal class FileKeyStore(folder: Path) : KeyStore {
    private val file = folder.resolve("secrets")

    /** Fails with a [CannotStart] when the file is there and cannot be used. */
    fun check() {
        try {
            read()
        } catch (_: Exposed) {
            throw CannotStart.SecretsExposed(file)
        } catch (_: IOException) {
            throw CannotStart.SecretsDamaged(file)
        }
    }

    override fun get(name: String): ByteArray? = stored { read()[name] }

    override fun put(name: String, secret: ByteArray): Unit = stored {
        if (name.isEmpty() || name.any { it !in '!'..'~' }) throw KeyStoreException.Failed()
        write(read() + (name to secret))
    }

    override fun delete(name: String): Unit = stored {
        val secrets = read()
        if (name in secrets) write(secrets - name)
    }

    private fun read(): Map<String, ByteArray> {
        if (!file.exists()) return emptyMap()
        if (!file.isPlainFile() || file.fileSize() > MAX_BYTES) throw IOException()
        if (file.isExposed()) throw Exposed()
        val text = file.readText(Charsets.US_ASCII)
        if (text.isNotEmpty() && !text.endsWith("\n")) throw IOException()
        return text.lineSequence().filter { it.isNotEmpty() }.associate { line ->
            val (name, hex) = LINE.matchEntire(line)?.destructured ?: throw IOException()
            name to HexFormat.of().parseHex(hex)
        }
    }

    private fun write(secrets: Map<String, ByteArray>) {
        val lines = secrets.entries.sortedBy { it.key }.joinToString("") { (name, secret) ->
            "$name ${HexFormat.of().formatHex(secret)}\n"
        }
        // Opened before its name is gone.
        val old = if (file.exists()) FileChannel.open(file, WRITE) else null
        old.use {
            file.replaceWith(lines.toByteArray())
            old?.overwrite()
        }
    }

    @Synchronized
    private fun <T> stored(work: () -> T): T = try {
        work()
    } catch (_: IOException) {
        throw KeyStoreException.Failed()
    }

    private class Exposed : IOException()

    private companion object {
        val LINE = Regex("""([!-~]+) ((?:[0-9a-f]{2})*)""")

        /** No file of ours comes near this; a larger one is somebody else's. */
        const val MAX_BYTES = 1L shl 20
    }
}
