package de.dienstchat.app.android.keystore

import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.UserNotAuthenticatedException
import de.dienstchat.KeyStoreException
import java.io.File
import java.security.InvalidKeyException
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.Rule
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner

@RunWith(RobolectricTestRunner::class)
class WrappingKeyStoreTest {
    @get:Rule
    val folder = TemporaryFolder()

    private val hardware = FakeHardware()
    private val records by lazy { StepRecords(FileRecords(files)) }
    private val files by lazy { File(folder.root, "secrets") }
    private var unlocked = true

    @BeforeTest
    fun install() = hardware.install()

    @AfterTest
    fun remove() = hardware.remove()

    /** As a new process has it. */
    private fun opened(strongBox: Boolean = false) =
        WrappingKeyStore(records, HardwareKeys(strongBox), unlocked = { unlocked })

    /** From now on the step with this number, counted from 0, throws; [lasting]: and all after it. */
    private fun failAt(number: Int, lasting: Boolean, failure: () -> Throwable) {
        var steps = 0
        val step: (String) -> Unit = {
            val now = steps++
            if (now == number || (lasting && now > number)) throw failure()
        }
        hardware.step = step
        records.step = step
    }

    private fun recover() {
        hardware.step = {}
        records.step = {}
    }

    @Test
    fun whatWasPutIsThereInTheNextProcess() {
        assertNull(opened().get("a/db"))
        opened().put("a/db", byteArrayOf(1, 2, 3))
        opened().put("a/db.next", byteArrayOf(4))
        opened().put("b/db", byteArrayOf())
        assertContentEquals(byteArrayOf(1, 2, 3), opened().get("a/db"))
        assertContentEquals(byteArrayOf(4), opened().get("a/db.next"))
        assertContentEquals(byteArrayOf(), opened().get("b/db"))
        opened().delete("a/db")
        assertNull(opened().get("a/db"))
        assertContentEquals(byteArrayOf(4), opened().get("a/db.next"))
    }

    @Test
    fun eachPutHasAFreshKeyAndTheFormerOneIsGone() {
        val store = opened()
        store.put("a/shred", byteArrayOf(1))
        val first = hardware.keys.keys.single()
        val stolen = files.listFiles()!!.single().readBytes()
        store.put("a/shred", byteArrayOf(2))
        assertFalse(first in hardware.keys)
        assertEquals(1, hardware.keys.size)
        // The record from before, as the flash memory may still have it, opens no more.
        files.listFiles()!!.single().writeBytes(stolen)
        assertFailsWith<KeyStoreException.Lost> { opened().get("a/shred") }
        store.delete("a/shred")
        assertEquals(emptySet(), hardware.keys.keys)
        assertEquals(emptyList(), files.list()!!.toList())
    }

    @Test
    fun keysAreAesOf256BitsForGcmAndNeedNoUnlockedScreen() {
        opened().put("a/db", byteArrayOf(1))
        val spec = hardware.specs.single()
        assertEquals(256, spec.keySize)
        assertEquals(listOf("GCM"), spec.blockModes.toList())
        assertTrue(spec.isRandomizedEncryptionRequired)
        assertFalse(spec.isUnlockedDeviceRequired)
        assertFalse(spec.isUserAuthenticationRequired)
        assertFalse(spec.isStrongBoxBacked)
    }

    @Test
    fun theChipForKeysIsTakenWhereThereIsOneAndItCan() {
        opened(strongBox = true).put("a/db", byteArrayOf(1))
        assertTrue(hardware.specs.single().isStrongBoxBacked)
        failAt(hardwareStep("generate"), lasting = false) { ProviderException("it is full") }
        opened(strongBox = true).put("a/shred", byteArrayOf(2))
        recover()
        assertFalse(hardware.specs.last().isStrongBoxBacked)
        assertContentEquals(byteArrayOf(2), opened().get("a/shred"))
    }

    /** Which step of a first `put` this is. */
    private fun hardwareStep(name: String): Int {
        val seen = mutableListOf<String>()
        hardware.step = seen::add
        records.step = seen::add
        opened().put("probe", byteArrayOf(0))
        recover()
        opened().delete("probe")
        return seen.indexOf(name).also { check(it >= 0) }
    }

    @Test
    fun aSecretOpensUnderItsOwnNameOnly() {
        val store = opened()
        store.put("a/db", byteArrayOf(1))
        store.put("b/db", byteArrayOf(2))
        val (one, other) = files.listFiles()!!.sorted()
        one.writeBytes(other.readBytes())
        assertFailsWith<KeyStoreException.Lost> { store.get("a/db") }
        assertContentEquals(byteArrayOf(2), store.get("b/db"))
    }

    /** "There is none" would let the core take an older copy of the folder for a first start. */
    @Test
    fun aRecordWithoutItsKeyIsALostSecret() {
        opened().put("a/generation", byteArrayOf(7))
        hardware.keys.clear()
        assertFailsWith<KeyStoreException.Lost> { opened().get("a/generation") }
        assertEquals(1, files.list()!!.size)
        opened().delete("a/generation")
        assertNull(opened().get("a/generation"))
    }

    @Test
    fun aKeyThatTheHardwareHasGivenUpIsALostSecret() {
        opened().put("a/db", byteArrayOf(1))
        for (failure in listOf(
            KeyPermanentlyInvalidatedException(),
            UnrecoverableKeyException().apply { initCause(KeyPermanentlyInvalidatedException()) },
        )) {
            hardware.step = { if (it == "find" || it == "init") throw failure }
            assertFailsWith<KeyStoreException.Lost> { opened().get("a/db") }
        }
        recover()
        assertContentEquals(byteArrayOf(1), opened().get("a/db"))
    }

    @Test
    fun aDamagedRecordIsALostSecretAndCanBeReplacedAndDeleted() {
        for (garbage in listOf(byteArrayOf(), byteArrayOf(1), byteArrayOf(9, 9, 9), ByteArray(5000) { 1 })) {
            opened().put("a/db", byteArrayOf(1))
            val file = files.listFiles()!!.single()
            file.writeBytes(garbage)
            assertFailsWith<KeyStoreException.Lost> { opened().get("a/db") }
            // The key may belong to it: it stays until somebody decides.
            assertEquals(1, hardware.keys.size)
            opened().put("a/db", byteArrayOf(2))
            assertContentEquals(byteArrayOf(2), opened().get("a/db"))
            assertEquals(1, hardware.keys.size)
            file.writeBytes(garbage)
            opened().delete("a/db")
            assertEquals(emptySet(), hardware.keys.keys)
        }
    }

    @Test
    fun aDeviceThatWasNotUnlockedYetIsLockedAndNothingIsDeleted() {
        opened().put("a/db", byteArrayOf(1))
        unlocked = false
        val store = opened()
        assertFailsWith<KeyStoreException.Locked> { store.get("a/db") }
        assertFailsWith<KeyStoreException.Locked> { store.get("unknown") }
        assertFailsWith<KeyStoreException.Locked> { store.put("a/db", byteArrayOf(2)) }
        assertFailsWith<KeyStoreException.Locked> { store.delete("a/db") }
        unlocked = true
        assertContentEquals(byteArrayOf(1), store.get("a/db"))
    }

    @Test
    fun aKeyThatWantsTheDeviceUnlockedIsLockedToo() {
        opened().put("a/db", byteArrayOf(1))
        val failure = UnrecoverableKeyException().apply { initCause(UserNotAuthenticatedException()) }
        hardware.step = { if (it == "find") throw failure }
        assertFailsWith<KeyStoreException.Locked> { opened().get("a/db") }
        val circle = IllegalStateException().apply { initCause(RuntimeException(this)) }
        hardware.step = { throw circle }
        assertFailsWith<KeyStoreException.Failed> { opened().get("a/db") }
    }

    @Test
    fun aGetThatFailsAnywhereDeletesNothing() {
        opened().put("a/db", byteArrayOf(1))
        for (lasting in listOf(false, true)) everyStep(lasting, { InvalidKeyException() }) { arm ->
            arm()
            val answer = runCatching { opened().get("a/db") }
            recover()
            answer.onSuccess { assertContentEquals(byteArrayOf(1), it) }
            answer.onFailure { assertTrue(it is KeyStoreException.Failed, "$it") }
            assertContentEquals(byteArrayOf(1), opened().get("a/db"))
        }
    }

    /** What failed leaves the earlier secret; what succeeded, the new one and no old key. */
    @Test
    fun aPutThatFailsAnywhereLeavesTheEarlierSecret() {
        for (first in listOf(null, byteArrayOf(1))) {
            everyStep(lasting = false, { ProviderException() }) { arm ->
                if (first == null) opened().delete("a/db") else opened().put("a/db", first)
                val store = opened()
                store.get("a/db")
                arm()
                val answer = runCatching { store.put("a/db", byteArrayOf(2)) }
                recover()
                answer.onFailure { assertTrue(it is KeyStoreException.Failed, "$it") }
                assertContentEquals(if (answer.isSuccess) byteArrayOf(2) else first, opened().get("a/db"))
                assertEquals(if (answer.isSuccess || first != null) 1 else 0, hardware.keys.size)
            }
        }
    }

    /** When taking back fails as well, it is one of the two. */
    @Test
    fun aKeyStoreThatStopsInTheMiddleLosesNothing() {
        everyStep(lasting = true, { ProviderException() }) { arm ->
            opened().put("a/db", byteArrayOf(1))
            val store = opened()
            store.get("a/db")
            arm()
            val answer = runCatching { store.put("a/db", byteArrayOf(2)) }
            recover()
            val left = theOne(opened().get("a/db"))
            assertTrue(left == 2 || answer.isFailure && left == 1)
        }
    }

    private fun theOne(secret: ByteArray?): Int = checkNotNull(secret) { "the secret is lost" }.single().toInt()

    /** The process is killed at each step of a `put`: no code runs after it. */
    @Test
    fun aKillInAPutLeavesOneOfTheTwoAndNoKeyBeside() {
        everyStep(lasting = true, ::Killed) { arm ->
            opened().put("a/db", byteArrayOf(1))
            val store = opened()
            store.get("a/db")
            arm()
            val answer = runCatching { store.put("a/db", byteArrayOf(2)) }
            recover()
            val next = opened()
            assertTrue(theOne(next.get("a/db")) in 1..2)
            assertEquals(1, hardware.keys.size)
        }
    }

    @Test
    fun aKillInADeletionLeavesNoKeyWithoutItsRecord() {
        everyStep(lasting = true, ::Killed) { arm ->
            opened().put("a/db", byteArrayOf(1))
            val store = opened()
            store.get("a/db")
            arm()
            val answer = runCatching { store.delete("a/db") }
            recover()
            val left = opened().get("a/db")
            assertEquals(if (left == null) 0 else 1, hardware.keys.size)
            assertTrue(answer.isFailure || left == null)
        }
    }

    @Test
    fun aDeletionThatFailedCanBeRepeated() {
        opened().put("a/db", byteArrayOf(1))
        hardware.step = { if (it == "delete") throw ProviderException() }
        val store = opened()
        assertFailsWith<KeyStoreException.Failed> { store.delete("a/db") }
        recover()
        assertEquals(1, hardware.keys.size)
        store.delete("a/db")
        assertEquals(emptySet(), hardware.keys.keys)
    }

    @Test
    fun whatWasHalfWrittenIsNoRecord() {
        opened().put("a/db", byteArrayOf(1))
        File(files, files.list()!!.single() + ".new").writeBytes(byteArrayOf(1, 0))
        assertContentEquals(byteArrayOf(1), opened().get("a/db"))
        opened().put("a/db", byteArrayOf(2))
        assertContentEquals(byteArrayOf(2), opened().get("a/db"))
    }

    @Test
    fun noNameLeadsOutOfTheFolder() {
        val names = listOf("../../evil", "..", ".", "", "a/b/../c", "ä:ö", "a:", "a", "%2F", "/", "\u0000")
        names.forEachIndexed { number, name -> opened().put(name, byteArrayOf(number.toByte())) }
        names.forEachIndexed { number, name ->
            assertContentEquals(byteArrayOf(number.toByte()), opened().get(name), name)
        }
        assertEquals(names.size, files.list()!!.size)
        assertEquals(listOf("secrets"), folder.root.list()!!.toList())
        opened().delete("a")
        assertEquals(names.size - 1, hardware.keys.size)
        assertFailsWith<KeyStoreException.Failed> { opened().put("x".repeat(300), byteArrayOf(1)) }
    }

    private class Killed : Error("killed")

    /**
     * Runs [attempt] with a failure at the first step after it calls what it is given, then at the second, and
     * so on until none is reached; [lasting]: at all later steps too.
     */
    private fun everyStep(lasting: Boolean, failure: () -> Throwable, attempt: (arm: () -> Unit) -> Unit) {
        var number = 0
        do {
            var reached = false
            attempt {
                failAt(number, lasting) {
                    reached = true
                    failure()
                }
            }
            recover()
            number += 1
        } while (reached)
        check(number > 3) { "only $number steps" }
    }
}
