package de.dienstchat.app.desktop.secrets

import de.dienstchat.KeyStoreException
import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.Folder
import java.nio.channels.FileChannel
import java.nio.file.Files
import java.nio.file.Path
import java.nio.file.StandardOpenOption.READ
import java.nio.file.attribute.PosixFilePermissions
import kotlin.io.path.getPosixFilePermissions
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.setPosixFilePermissions
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.Rule

class FileKeyStoreTest {
    @get:Rule
    val folder = Folder()

    private val store get() = FileKeyStore(folder.path)
    private val file: Path get() = folder.path.resolve("secrets")

    @Test
    fun secretsAreKeptReplacedAndForgotten() {
        assertNull(store.get("xyz_1/db"))
        store.put("xyz_1/db", byteArrayOf(0, 1, -2, -1))
        store.put("xyz_1/shred", "shred".toByteArray())
        assertContentEquals(byteArrayOf(0, 1, -2, -1), store.get("xyz_1/db"))
        store.put("xyz_1/db", "new".toByteArray())
        assertContentEquals("new".toByteArray(), store.get("xyz_1/db"))
        store.delete("xyz_1/db")
        store.delete("xyz_1/db")
        assertNull(store.get("xyz_1/db"))
        assertContentEquals("shred".toByteArray(), store.get("xyz_1/shred"))
        assertEquals(PosixFilePermissions.fromString("rw-------"), file.getPosixFilePermissions())
        assertEquals(listOf(file), folder.path.listDirectoryEntries())
    }

    @Test
    fun itIsTheFormOfTheTerminalClient() {
        store.put("xyz_1/shred", byteArrayOf(1, 2))
        store.put("xyz_1/db", byteArrayOf(-1))
        assertEquals("xyz_1/db ff\nxyz_1/shred 0102\n", file.readText())
    }

    @Test
    fun whatIsReplacedIsOverwritten() {
        store.put("a", "first".toByteArray())
        FileChannel.open(file, READ).use { old ->
            store.put("a", "second".toByteArray())
            assertTrue(java.nio.channels.Channels.newInputStream(old).readAllBytes().all { it == 0.toByte() })
        }
    }

    @Test
    fun aFileThatOthersCanReadIsNotUsed() {
        store.put("a", byteArrayOf(1))
        file.setPosixFilePermissions(PosixFilePermissions.fromString("rw-r-----"))
        assertFailsWith<CannotStart.SecretsExposed> { store.check() }
        assertFailsWith<KeyStoreException.Failed> { store.get("a") }
        assertFailsWith<KeyStoreException.Failed> { store.put("a", byteArrayOf(2)) }
    }

    @Test
    fun aDamagedFileIsNotTakenForAnEmptyOne() {
        for (text in listOf("a 0", "a 01", "a 01\nb\n", "a 0g\n", " 01\n")) {
            file.toFile().delete()
            store.put("a", byteArrayOf(1))
            file.writeText(text)
            assertFailsWith<CannotStart.SecretsDamaged>(text) { store.check() }
            assertFailsWith<KeyStoreException.Failed>(text) { store.get("a") }
        }
    }

    @Test
    fun aLinkedFileIsNotUsed() {
        val elsewhere = Files.createFile(folder.path.resolve("elsewhere"))
        Files.createSymbolicLink(file, elsewhere)
        assertFailsWith<KeyStoreException.Failed> { store.put("a", byteArrayOf(1)) }
    }

    @Test
    fun aNameThatWouldBreakTheLineIsRefused() {
        for (name in listOf("", "a b", "a\nb", "ä")) {
            assertFailsWith<KeyStoreException.Failed>(name) { store.put(name, byteArrayOf(1)) }
        }
    }
}
