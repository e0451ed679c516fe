package de.dienstchat.app.desktop.real

import de.dienstchat.KeyStoreException
import de.dienstchat.app.desktop.Folder
import de.dienstchat.app.desktop.secrets.SecretServiceKeyStore
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.Rule

/** With a keyring as desktops have it. */
class SecretServiceKeyStoreTest {
    @get:Rule
    val folder = Folder()

    @Test
    fun secretsAreKeptReplacedAndForgotten() = Keyring(folder.path).use { keyring ->
        val store = SecretServiceKeyStore("0011", keyring.environment)
        assertTrue(store.isThere())
        assertNull(store.get("xyz_1/db"))
        store.put("xyz_1/db", byteArrayOf(0, 10, -2, -1))
        store.put("xyz_1/shred", "shred".toByteArray())
        assertContentEquals(byteArrayOf(0, 10, -2, -1), store.get("xyz_1/db"))
        store.put("xyz_1/db", "new".toByteArray())
        assertContentEquals("new".toByteArray(), store.get("xyz_1/db"))
        assertNull(SecretServiceKeyStore("ffff", keyring.environment).get("xyz_1/db"))
        store.delete("xyz_1/db")
        store.delete("xyz_1/db")
        assertNull(store.get("xyz_1/db"))
        assertContentEquals("shred".toByteArray(), store.get("xyz_1/shred"))
    }

    @Test
    fun aLockedKeyringIsToldFromOneWithoutTheSecret() = Keyring(folder.path).use { keyring ->
        val store = SecretServiceKeyStore("0011", keyring.environment)
        store.put("xyz_1/db", byteArrayOf(1))
        keyring.lock()
        assertFailsWith<KeyStoreException.Locked> { store.get("xyz_1/db") }
        assertFailsWith<KeyStoreException.Locked> { store.put("xyz_1/db", byteArrayOf(2)) }
        assertFailsWith<KeyStoreException.Locked> { store.delete("xyz_1/db") }
        assertNull(store.get("xyz_1/other"))
    }

    @Test
    fun withoutAKeyringItFails() {
        val store = SecretServiceKeyStore("0011", mapOf("DBUS_SESSION_BUS_ADDRESS" to "unix:path=${folder.path}/none"))
        assertFalse(store.isThere())
        assertFailsWith<KeyStoreException.Failed> { store.get("xyz_1/db") }
        assertFailsWith<KeyStoreException.Failed> { store.put("xyz_1/db", byteArrayOf(1)) }
        assertFailsWith<KeyStoreException.Failed> { store.delete("xyz_1/db") }
    }
}
