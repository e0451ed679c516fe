package de.dienstchat.app.root

import de.dienstchat.AccountInfo
import de.dienstchat.AccountState
import de.dienstchat.ClientException
import de.dienstchat.SealReason
import de.dienstchat.SyncException
import de.dienstchat.Unavailable
import de.dienstchat.app.core.Core
import de.dienstchat.app.core.FakeCore
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.currentTime
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class ForegroundTest {
    private val core = FakeCore()
    private val running = mutableSetOf<String>()

    init {
        core.synchronising = { account ->
            running += account
            try {
                awaitCancellation()
            } finally {
                running -= account
            }
        }
    }

    private fun account(id: String, state: AccountState = AccountState.Active) = AccountInfo(id, "xyz", null, state)

    private fun TestScope.entered() = Foreground(core, backgroundScope).also {
        it.enter()
        runCurrent()
    }

    @Test
    fun whoCanBeUsedSynchronises() = runTest {
        core.accounts.value = listOf(
            account("active"),
            account("no contact", AccountState.Sealed(SealReason.NO_CONTACT)),
            account("blocked", AccountState.Sealed(SealReason.BLOCKED)),
            account("signed out", AccountState.Sealed(SealReason.SIGN_IN_AGAIN)),
            account("damaged", AccountState.Unavailable(Unavailable.DAMAGED)),
        )
        entered()
        assertEquals(setOf("active", "no contact"), running)
    }

    @Test
    fun accountsComeAndGo() = runTest {
        core.accounts.value = listOf(account("one"), account("two"))
        entered()
        core.accounts.value = listOf(account("two"), account("three"))
        runCurrent()
        assertEquals(setOf("two", "three"), running)
        core.accounts.value = listOf(account("two", AccountState.Sealed(SealReason.SIGN_IN_AGAIN)))
        runCurrent()
        assertEquals(emptySet(), running)
        core.accounts.value = listOf(account("two"))
        runCurrent()
        assertEquals(setOf("two"), running)
    }

    @Test
    fun eachAccountSynchronisesOnce() = runTest {
        core.accounts.value = listOf(account("one"))
        val foreground = entered()
        foreground.enter()
        core.accounts.value = listOf(account("one"), account("two"))
        runCurrent()
        assertEquals(listOf("synchronise(one)", "synchronise(two)"), core.calls - setOf("maintain"))
    }

    @Test
    fun afterAFailureItIsTriedAgainLessAndLess() = runTest {
        core.accounts.value = listOf(account("one"))
        val at = mutableListOf<Long>()
        core.synchronising = {
            at += currentTime
            throw SyncException.Server()
        }
        entered()
        advanceTimeBy(200_000)
        assertEquals(listOf(0L, 1, 3, 7, 15, 31, 63, 123, 183), at.map { it / 1_000 })
    }

    @Test
    fun aFailureOfOneIsNoneOfAnother() = runTest {
        core.accounts.value = listOf(account("one"), account("two"))
        val working = core.synchronising
        core.synchronising = { if (it == "one") throw SyncException.Busy() else working(it) }
        entered()
        assertEquals(setOf("two"), running)
    }

    @Test
    fun leavingEndsAllOfIt() = runTest {
        core.accounts.value = listOf(account("one"), account("two"))
        val foreground = entered()
        foreground.leave(Duration.ZERO)
        runCurrent()
        assertEquals(emptySet(), running)
        foreground.enter()
        runCurrent()
        assertEquals(setOf("one", "two"), running)
    }

    @Test
    fun itGoesOnForAWhileAfterLeaving() = runTest {
        core.accounts.value = listOf(account("one"))
        val foreground = entered()
        foreground.leave(after = 5.minutes)
        advanceTimeBy(299_000)
        assertEquals(setOf("one"), running)
        foreground.enter()
        advanceTimeBy(299_000)
        foreground.leave(after = 5.minutes)
        advanceTimeBy(299_000)
        assertEquals(setOf("one"), running)
        advanceTimeBy(1_001)
        assertEquals(emptySet(), running)
        assertEquals(1, core.calls.count { it == "synchronise(one)" })
    }

    @Test
    fun whatIsDueIsDeletedAtOnceAndEachHour() = runTest {
        entered()
        assertEquals(1, core.calls.count { it == "maintain" })
        advanceTimeBy(2 * 3_600_000L + 1)
        assertEquals(3, core.calls.count { it == "maintain" })
    }

    @Test
    fun whatHasBecomeDueIsDeletedAtEachReturn() = runTest {
        core.accounts.value = listOf(account("one"))
        val foreground = entered()
        foreground.leave(after = 5.minutes)
        advanceTimeBy(60_000)
        foreground.enter()
        runCurrent()
        assertEquals(2, core.calls.count { it == "maintain" })
        assertEquals(1, core.calls.count { it == "synchronise(one)" }, "which goes on")
        advanceTimeBy(3_600_001)
        assertEquals(3, core.calls.count { it == "maintain" })
        foreground.leave(after = Duration.ZERO)
        runCurrent()
        foreground.enter()
        runCurrent()
        assertEquals(4, core.calls.count { it == "maintain" })
    }

    @Test
    fun aListThatCannotBeReadIsReadAgain() = runTest {
        var reads = 0
        val failing = object : Core by core {
            override val accounts = flow<List<AccountInfo>> {
                reads += 1
                if (reads == 1) throw ClientException.Internal()
                emit(listOf(account("one")))
                awaitCancellation()
            }

            override suspend fun maintain() = throw ClientException.Internal()
        }
        Foreground(failing, backgroundScope).enter()
        advanceTimeBy(1_001)
        assertEquals(2, reads)
        assertEquals(setOf("one"), running)
    }
}
