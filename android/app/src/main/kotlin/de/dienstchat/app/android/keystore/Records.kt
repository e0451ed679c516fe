package de.dienstchat.app.android.keystore

import java.io.File
import java.io.FileOutputStream
import java.net.URLEncoder
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.NoSuchFileException
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardOpenOption.READ

/** Where wrapped secrets lie, by name. What a call has done is durable when it returns. */
interface Records {
    /** The record of this name, or null when there is none. */
    fun read(name: String): ByteArray?

    /** Puts this record in place of what was there: at any moment there is the one or the other. */
    fun replace(name: String, record: ByteArray)

    /** Removes the record of this name; there need not be one. */
    fun remove(name: String)
}

/** A file for each record, in a folder that is part of no backup. */
class FileRecords(private val folder: File) : Records {
    override fun read(name: String): ByteArray? = try {
        Files.readAllBytes(file(name).toPath())
    } catch (_: NoSuchFileException) {
        null
    }

    override fun replace(name: String, record: ByteArray) {
        Files.createDirectories(folder.toPath())
        val file = file(name)
        val next = File(folder, "${file.name}.new")
        FileOutputStream(next).use {
            it.write(record)
            it.fd.sync()
        }
        Files.move(next.toPath(), file.toPath(), ATOMIC_MOVE)
        syncFolder()
    }

    override fun remove(name: String) {
        if (Files.deleteIfExists(file(name).toPath())) syncFolder()
    }

    // Names are encoded, so none leads out of the folder.
    private fun file(name: String) = File(folder, URLEncoder.encode(name, "UTF-8") + ".secret")

    private fun syncFolder() = FileChannel.open(folder.toPath(), READ).use { it.force(true) }
}
