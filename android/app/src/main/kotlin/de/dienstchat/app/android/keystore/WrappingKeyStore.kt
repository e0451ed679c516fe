package de.dienstchat.app.android.keystore

import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import de.dienstchat.KeyStore
import de.dienstchat.KeyStoreException
import java.io.IOException
import java.net.URLDecoder
import java.net.URLEncoder
import java.security.GeneralSecurityException
import java.util.UUID
import javax.crypto.AEADBadTagException

/**
 * The secrets of the core: each in a record of its own, wrapped by a hardware key that is made for
 * this one `put`. What is replaced or deleted cannot be read again, because its key is gone, whatever
 * old copies of the record the flash memory holds.
 *
 * A record without its key, or one that does not open, is a lost secret and not "no secret": an older
 * copy of this folder has such records, and the core would take it for a new installation and encrypt
 * with old ratchets again.
 *
 * A kill at any point leaves the earlier secret or the new one. Keys that it leaves over are deleted
 * by the first call of the next process, at the latest.
 *
 * @param unlocked Whether the device has been unlocked since it was started.
 */
class WrappingKeyStore(
    private val records: Records,
    private val keys: HardwareKeys,
    private val unlocked: () -> Boolean,
) : KeyStore {
    private var cleared = false

    override fun get(name: String): ByteArray? = typed {
        records.read(name)?.let { record ->
            val wrapped = decoded(record) ?: throw KeyStoreException.Lost()
            try {
                keys.find(wrapped.alias)?.let { wrapped.open(it, name) } ?: throw KeyStoreException.Lost()
            } catch (failure: GeneralSecurityException) {
                throw if (neverOpens(failure)) KeyStoreException.Lost() else failure
            }
        }
    }

    override fun put(name: String, secret: ByteArray): Unit = typed {
        val before = records.read(name)
        val alias = prefix(name) + UUID.randomUUID()
        try {
            val wrapped = Wrapped.of(secret, keys.make(alias), alias, name)
            records.replace(name, wrapped.encode())
            deleteKeys(name, except = alias, last = before?.let { aliasIn(it, prefix(name)) })
        } catch (failure: Exception) {
            takeBack(name, before, alias)
            throw failure
        }
    }

    override fun delete(name: String): Unit = typed {
        // The record first: what is left of an interrupted deletion is a key that nothing refers to.
        records.remove(name)
        deleteKeys(name, except = null, last = null)
    }

    /** Deletes all keys of this name but one; the key of the record before in the end, for [takeBack]. */
    private fun deleteKeys(name: String, except: String?, last: String?) {
        val (former, leftOver) = keys.aliases(prefix(name)).filter { it != except }.partition { it == last }
        leftOver.forEach(keys::delete)
        former.forEach { alias ->
            try {
                keys.delete(alias)
            } catch (failure: Exception) {
                // What counts is that it is gone: the earlier secret is lost then, and the new one holds.
                if (keys.find(alias) != null) throw failure
            }
        }
    }

    // As far as that goes: while it is not certain which record outlives a power cut, both keys stay.
    private fun takeBack(name: String, before: ByteArray?, alias: String) {
        try {
            if (before == null) records.remove(name) else records.replace(name, before)
            keys.delete(alias)
        } catch (_: Exception) {
            // The failure that led here is the one to tell.
        }
    }

    /** Deletes what a killed process left over: keys that no record refers to. */
    private fun clear() {
        val byName = keys.aliases(PREFIX).groupBy { it.substringBeforeLast(SEPARATOR) + SEPARATOR }
        byName.forEach { (prefix, aliases) ->
            val name = URLDecoder.decode(prefix.removePrefix(PREFIX).removeSuffix(SEPARATOR), "UTF-8")
            val record = records.read(name)
            // A record that says nothing may belong to any of them.
            val current = if (record == null) null else aliasIn(record, prefix) ?: return@forEach
            aliases.filter { it != current }.forEach(keys::delete)
        }
    }

    private fun <T> typed(work: () -> T): T = synchronized(this) {
        // Before that the folder may look empty.
        if (!unlocked()) throw KeyStoreException.Locked()
        try {
            if (!cleared) clearOrLeave()
            work()
        } catch (failure: KeyStoreException) {
            throw failure
        } catch (failure: Exception) {
            throw if (isLocked(failure)) KeyStoreException.Locked() else KeyStoreException.Failed()
        }
    }

    private fun clearOrLeave() {
        try {
            clear()
            cleared = true
        } catch (_: Exception) {
            // It is tried again with the next call; this one tells by itself whether it can work.
        }
    }

    private fun isLocked(failure: Exception): Boolean =
        !unlocked() || causes(failure).any { it is UserNotAuthenticatedException }

    /** The hardware has given up the key, or it is the key of another record. */
    private fun neverOpens(failure: GeneralSecurityException): Boolean =
        causes(failure).any { it is KeyPermanentlyInvalidatedException || it is AEADBadTagException }

    private companion object {
        const val PREFIX = "dienstchat:"
        const val SEPARATOR = ":"

        // Causes may go round in a circle.
        const val CAUSES = 10

        fun prefix(name: String) = PREFIX + URLEncoder.encode(name, "UTF-8") + SEPARATOR

        fun causes(failure: Exception): Sequence<Throwable> =
            generateSequence<Throwable>(failure) { it.cause }.take(CAUSES)

        /** What a record holds; null when it is damaged. */
        fun decoded(record: ByteArray): Wrapped? = try {
            Wrapped.decode(record)
        } catch (_: IOException) {
            null
        }

        /** The alias that a record names; null when it is damaged. */
        fun aliasIn(record: ByteArray, prefix: String): String? =
            decoded(record)?.alias?.takeIf { it.startsWith(prefix) }
    }
}
