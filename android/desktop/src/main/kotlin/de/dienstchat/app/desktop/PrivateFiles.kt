package de.dienstchat.app.desktop

import java.nio.ByteBuffer
import java.nio.channels.FileChannel
import java.nio.file.FileSystems
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import java.nio.file.StandardOpenOption.CREATE
import java.nio.file.StandardOpenOption.CREATE_NEW
import java.nio.file.StandardOpenOption.READ
import java.nio.file.StandardOpenOption.WRITE
import java.nio.file.attribute.FileAttribute
import java.nio.file.attribute.PosixFilePermission
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.createDirectories
import kotlin.io.path.deleteIfExists
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.moveTo

/*
 * Files that only their owner can read. Where the system has no such permissions, as on Windows, the
 * folders of a user are private as they are.
 */

private val posix = "posix" in FileSystems.getDefault().supportedFileAttributeViews()

private fun only(permissions: String): Array<FileAttribute<*>> =
    if (posix) arrayOf(PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))) else emptyArray()

/** Makes a folder that only its owner can enter; one that is there stays as it is. */
internal fun Path.createPrivateFolder(): Path = createDirectories(*only("rwx------"))

/** Opens a new file that only its owner can read. */
internal fun Path.createPrivateFile(): FileChannel =
    FileChannel.open(this, setOf(CREATE_NEW, WRITE), *only("rw-------"))

/** Opens a file that only its owner can read, and makes it when it is not there; one that is stays as it is. */
internal fun Path.openPrivateFile(): FileChannel = FileChannel.open(this, setOf(CREATE, WRITE), *only("rw-------"))

/** Whether somebody else may read or write it. */
internal fun Path.isExposed(): Boolean {
    val owners = setOf(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE)
    return posix && !owners.containsAll(getPosixFilePermissions())
}

/** Replaces the file as a whole, durably: after a crash it is the old or the new one. */
internal fun Path.replaceWith(content: ByteArray) {
    val draft = resolveSibling("$fileName.new")
    // A crash may have left one.
    draft.deleteIfExists()
    draft.createPrivateFile().use { channel ->
        channel.writeAll(content)
        channel.force(true)
    }
    draft.moveTo(this, ATOMIC_MOVE, REPLACE_EXISTING)
    if (posix) FileChannel.open(parent, READ).use { it.force(true) }
}

/** Writes zeros over what is there. On flash memory and in snapshots it may live on. */
internal fun FileChannel.overwrite() {
    position(0)
    writeAll(ByteArray(size().toInt()))
    force(true)
}

internal fun FileChannel.writeAll(content: ByteArray) {
    val buffer = ByteBuffer.wrap(content)
    while (buffer.hasRemaining()) write(buffer)
}

/** Whether it is a file of its own, not one that somebody linked here. */
internal fun Path.isPlainFile(): Boolean = Files.isRegularFile(this, java.nio.file.LinkOption.NOFOLLOW_LINKS)
