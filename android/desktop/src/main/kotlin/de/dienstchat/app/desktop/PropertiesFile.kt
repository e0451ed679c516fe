package de.dienstchat.app.desktop

import java.io.IOException
import java.io.StringReader
import java.io.StringWriter
import java.nio.file.Path
import java.util.Properties
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicReference
import kotlin.io.path.exists
import kotlin.io.path.readText

/**
 * Names and values that are a pity to lose and no more. They are written on a thread of their own, so
 * that nobody who clicks waits for the disk; of what comes quickly, the newest.
 */
internal class PropertiesFile(private val file: Path) : AutoCloseable {
    private val newest = AtomicReference<Map<String, String>>()
    private val writer = Executors.newSingleThreadExecutor { Thread(it, "Dienstchat: $file").apply { isDaemon = true } }

    /** What is kept; nothing when it cannot be read. */
    fun read(): Map<String, String> = try {
        val properties = Properties()
        if (file.exists()) properties.load(StringReader(file.readText()))
        properties.stringPropertyNames().associateWith(properties::getProperty)
    } catch (_: IOException) {
        emptyMap()
    } catch (_: IllegalArgumentException) {
        // An escape that is none.
        emptyMap()
    }

    /** Keeps these instead. */
    fun write(values: Map<String, String>) {
        newest.set(values)
        writer.execute { newest.getAndSet(null)?.let(::store) }
    }

    private fun store(values: Map<String, String>) {
        val text = StringWriter()
        Properties().apply { putAll(values) }.store(text, null)
        try {
            file.replaceWith(text.toString().toByteArray())
        } catch (_: IOException) {
            // Then it is as it was.
        }
    }

    /** Waits until everything is written. */
    override fun close() {
        writer.shutdown()
        writer.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)
    }

    private companion object {
        const val PATIENCE_SECONDS = 5L
    }
}
