package de.dienstchat.app.desktop.secrets

import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.Folder
import kotlin.io.path.listDirectoryEntries
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import org.junit.Rule

class KeyStoresTest {
    @get:Rule
    val folder = Folder()

    private val marker get() = folder.path.resolve("key-store.toml")

    /** A desktop without a bus. */
    private fun none(installation: String) =
        SecretServiceKeyStore(installation, mapOf("DBUS_SESSION_BUS_ADDRESS" to "unix:path=${folder.path}/none"))

    @Test
    fun anInstallationStaysWithWhatItBeganWith() {
        openKeyStore(folder.path, SecretsKind.FILE).put("xyz_1/db", byteArrayOf(1))
        val written = marker.readText()
        val again = openKeyStore(folder.path, SecretsKind.FILE)
        assertContentEquals(byteArrayOf(1), again.get("xyz_1/db"))
        assertEquals(written, marker.readText())
        assertFailsWith<CannotStart.SecretsElsewhere> { openKeyStore(folder.path, SecretsKind.SECRET_SERVICE) }
    }

    @Test
    fun aStartThatDoesNotSayTakesWhatItBeganWith() {
        openKeyStore(folder.path, SecretsKind.FILE).put("xyz_1/db", byteArrayOf(1))
        assertContentEquals(byteArrayOf(1), openKeyStore(folder.path, wanted = null, ::none).get("xyz_1/db"))
    }

    @Test
    fun withoutASecretServiceNothingIsBegun() {
        for (wanted in listOf(SecretsKind.SECRET_SERVICE, null)) {
            assertFailsWith<CannotStart.NoSecretService> { openKeyStore(folder.path, wanted, ::none) }
        }
        assertEquals(emptyList(), folder.path.listDirectoryEntries())
    }

    @Test
    fun aDamagedMarkerIsNotTakenForANewInstallation() {
        val id = "00112233445566778899aabbccddeeff"
        for (text in listOf("", "kind = \"file\"\n", "kind = \"cloud\"\ninstallation = \"$id\"\n")) {
            marker.writeText(text)
            assertFailsWith<CannotStart.SecretsDamaged>(text) { openKeyStore(folder.path, SecretsKind.FILE) }
        }
    }
}
