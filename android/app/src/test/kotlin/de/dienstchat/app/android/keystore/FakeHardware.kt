package de.dienstchat.app.android.keystore

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.AlgorithmParameters
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import java.util.Enumeration
import javax.crypto.Cipher
import javax.crypto.CipherSpi
import javax.crypto.KeyGenerator
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey

/**
 * What Android calls "AndroidKeyStore", as a JCA provider: keys that cannot be read and are gone when
 * deleted. Before each thing it does it asks [step], which may throw.
 */
class FakeHardware {
    val keys = mutableMapOf<String, HiddenKey>()
    val specs = mutableListOf<KeyGenParameterSpec>()
    var step: (String) -> Unit = {}

    /** A key that only this hardware can use. */
    class HiddenKey(internal val inside: SecretKey) : SecretKey {
        override fun getAlgorithm(): String = "AES"

        override fun getFormat(): String? = null

        override fun getEncoded(): ByteArray? = null
    }

    fun install() {
        Security.removeProvider(NAME)
        Security.addProvider(provider)
    }

    fun remove() = Security.removeProvider(NAME)

    private val provider = object : Provider(NAME, "1", "hardware of a test") {
        init {
            putService(service("KeyStore", NAME) { Keys() })
            putService(service("KeyGenerator", "AES") { Generator() })
            putService(service("Cipher", "AES/GCM/NoPadding") { Crypto() })
        }

        private fun service(type: String, algorithm: String, make: () -> Any) =
            object : Service(this, type, algorithm, "none", null, null) {
                override fun newInstance(parameter: Any?): Any = make()

                override fun supportsParameter(parameter: Any?): Boolean = parameter is HiddenKey
            }
    }

    private inner class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(bits: Int, random: SecureRandom?) = throw UnsupportedOperationException()

        override fun engineInit(params: AlgorithmParameterSpec, random: SecureRandom?) {
            spec = params as KeyGenParameterSpec
        }

        override fun engineGenerateKey(): SecretKey {
            step("generate")
            specs += spec
            val inside = KeyGenerator.getInstance("AES", "SunJCE").apply { init(spec.keySize) }.generateKey()
            return HiddenKey(inside).also { keys[spec.keystoreAlias] = it }
        }
    }

    private inner class Crypto : CipherSpi() {
        private val software = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE")

        override fun engineInit(mode: Int, key: Key, random: SecureRandom?) {
            step("init")
            software.init(mode, usable(key))
        }

        override fun engineInit(mode: Int, key: Key, params: AlgorithmParameterSpec?, random: SecureRandom?) {
            step("init")
            software.init(mode, usable(key), params)
        }

        override fun engineInit(mode: Int, key: Key, params: AlgorithmParameters?, random: SecureRandom?) =
            throw UnsupportedOperationException()

        override fun engineUpdateAAD(source: ByteArray, offset: Int, length: Int) =
            software.updateAAD(source, offset, length)

        override fun engineDoFinal(input: ByteArray?, offset: Int, length: Int): ByteArray {
            step("doFinal")
            return software.doFinal(input ?: ByteArray(0), offset, length)
        }

        override fun engineDoFinal(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int): Int =
            throw UnsupportedOperationException()

        override fun engineUpdate(input: ByteArray, offset: Int, length: Int): ByteArray =
            throw UnsupportedOperationException()

        override fun engineUpdate(input: ByteArray, offset: Int, length: Int, output: ByteArray, at: Int): Int =
            throw UnsupportedOperationException()

        override fun engineGetIV(): ByteArray = software.iv

        override fun engineGetOutputSize(length: Int): Int = software.getOutputSize(length)

        override fun engineGetBlockSize(): Int = software.blockSize

        override fun engineGetParameters(): AlgorithmParameters = software.parameters

        override fun engineSetMode(mode: String) = Unit

        override fun engineSetPadding(padding: String) = Unit

        private fun usable(key: Key): SecretKey = (key as HiddenKey).also {
            check(it in keys.values) { "a key that is gone" }
        }.inside
    }

    private inner class Keys : KeyStoreSpi() {
        override fun engineLoad(stream: InputStream?, password: CharArray?) = step("load")

        override fun engineGetKey(alias: String, password: CharArray?): Key? {
            step("find")
            return keys[alias]
        }

        override fun engineDeleteEntry(alias: String) {
            step("delete")
            keys -= alias
        }

        override fun engineAliases(): Enumeration<String> {
            step("aliases")
            return Collections.enumeration(keys.keys.toList())
        }

        override fun engineContainsAlias(alias: String): Boolean = alias in keys

        override fun engineSize(): Int = keys.size

        override fun engineIsKeyEntry(alias: String): Boolean = alias in keys

        override fun engineIsCertificateEntry(alias: String): Boolean = false

        override fun engineStore(stream: OutputStream?, password: CharArray?) = Unit

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCreationDate(alias: String): Date? = null

        override fun engineGetCertificateAlias(certificate: Certificate): String? = null

        override fun engineSetKeyEntry(alias: String, key: Key, password: CharArray?, chain: Array<Certificate>?) =
            throw UnsupportedOperationException()

        override fun engineSetKeyEntry(alias: String, key: ByteArray, chain: Array<Certificate>?) =
            throw UnsupportedOperationException()

        override fun engineSetCertificateEntry(alias: String, certificate: Certificate) =
            throw UnsupportedOperationException()
    }

    private companion object {
        const val NAME = "AndroidKeyStore"
    }
}
