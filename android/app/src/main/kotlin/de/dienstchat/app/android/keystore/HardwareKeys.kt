package de.dienstchat.app.android.keystore

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import java.security.Key
import java.security.KeyStore
import java.security.ProviderException
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey

/**
 * AES keys in the device's hardware, each under an alias, used once to encrypt. They never leave the
 * hardware, and what is deleted is gone.
 *
 * They can be used while the screen is locked, since messages are received and chats deleted then
 * too; before the device is unlocked for the first time they cannot.
 *
 * @param strongBox Whether the device has a chip of its own for keys.
 */
class HardwareKeys(private val strongBox: Boolean) {
    /** A new key under this alias. */
    fun make(alias: String): SecretKey {
        if (strongBox && Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            try {
                return generate(spec(alias).setIsStrongBoxBacked(true).build())
            } catch (_: ProviderException) {
                // It is full or cannot do this: the processor's own key store is as good as on other devices.
            }
        }
        return generate(spec(alias).build())
    }

    /** The key of this alias, or null when there is none. */
    fun find(alias: String): Key? = open().getKey(alias, null)

    /** All aliases that begin so. */
    fun aliases(prefix: String): List<String> = open().aliases().toList().filter { it.startsWith(prefix) }

    /** Deletes the key of this alias; there need not be one. */
    fun delete(alias: String): Unit = open().deleteEntry(alias)

    private fun spec(alias: String) =
        KeyGenParameterSpec.Builder(alias, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
            .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
            .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
            .setKeySize(KEY_BITS)

    private fun generate(spec: KeyGenParameterSpec): SecretKey =
        KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, PROVIDER).apply { init(spec) }.generateKey()

    private fun open(): KeyStore = KeyStore.getInstance(PROVIDER).apply { load(null) }

    private companion object {
        const val PROVIDER = "AndroidKeyStore"
        const val KEY_BITS = 256
    }
}
