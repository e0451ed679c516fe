package de.dienstchat.app.android.keystore

import java.io.ByteArrayInputStream
import java.io.ByteArrayOutputStream
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.IOException
import java.security.Key
import javax.crypto.Cipher
import javax.crypto.spec.GCMParameterSpec

/** A secret under a hardware key, and the alias of that key. */
internal class Wrapped(val alias: String, private val iv: ByteArray, private val ciphertext: ByteArray) {
    /** The secret; [name] is what it was kept under. */
    fun open(key: Key, name: String): ByteArray {
        val cipher = Cipher.getInstance(TRANSFORMATION)
        cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, iv))
        cipher.updateAAD(name.toByteArray())
        return cipher.doFinal(ciphertext)
    }

    fun encode(): ByteArray {
        val bytes = ByteArrayOutputStream()
        DataOutputStream(bytes).run {
            writeByte(VERSION)
            writeUTF(alias)
            writeByte(iv.size)
            write(iv)
            write(ciphertext)
        }
        return bytes.toByteArray()
    }

    companion object {
        private const val TRANSFORMATION = "AES/GCM/NoPadding"
        private const val TAG_BITS = 128
        private const val VERSION = 1

        /** Wraps [secret], so that it opens under this [name] only. */
        fun of(secret: ByteArray, key: Key, alias: String, name: String): Wrapped {
            val cipher = Cipher.getInstance(TRANSFORMATION)
            // The hardware chooses the initialisation vector.
            cipher.init(Cipher.ENCRYPT_MODE, key)
            cipher.updateAAD(name.toByteArray())
            return Wrapped(alias, cipher.iv, cipher.doFinal(secret))
        }

        /** Fails with an [IOException] when it is none. */
        fun decode(record: ByteArray): Wrapped {
            val input = DataInputStream(ByteArrayInputStream(record))
            if (input.readUnsignedByte() != VERSION) throw IOException("a record of another version")
            val alias = input.readUTF()
            val iv = ByteArray(input.readUnsignedByte()).also(input::readFully)
            return Wrapped(alias, iv, input.readBytes())
        }
    }
}
