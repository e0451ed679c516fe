package de.dienstchat.app.core

import de.dienstchat.ClientException
import de.dienstchat.SyncException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class ReachTest {
    private val core = FakeCore().apply { refreshing = {} }
    private val online = FakeOnline()
    private val reach = Reach(core, online)

    private fun TestScope.watched() = backgroundScope.launch { reach.watch() }.also { runCurrent() }

    @Test
    fun aRoundWithoutConnectionIsTakenBackByOneThatSucceeds() = runTest {
        for (offline in listOf(SyncException.Offline(), ClientException.Offline())) {
            core.refreshing = { throw offline }
            assertEquals(offline, reach.refresh())
            assertTrue(reach.offline.first())
            core.refreshing = { throw SyncException.Server() }
            reach.refresh()
            assertTrue(reach.offline.first())
            core.refreshing = {}
            reach.refresh()
            assertFalse(reach.offline.first())
        }
    }

    @Test
    fun anotherFailureSaysNothingOfTheConnection() = runTest {
        core.refreshing = { throw SyncException.Server() }
        reach.refresh()
        assertFalse(reach.offline.first())
    }

    @Test
    fun itIsLookedOftenerWhileThereIsNone() = runTest {
        watched()
        advanceTimeBy(4.minutes + 1.seconds)
        assertEquals(3, core.calls.size)
        core.refreshing = { throw SyncException.Offline() }
        advanceTimeBy(2.minutes)
        assertTrue(reach.offline.first())
        core.refreshing = {}
        advanceTimeBy(15.seconds)
        assertFalse(reach.offline.first())
    }

    @Test
    fun aNetworkThatIsBackHasToLeadSomewhere() = runTest {
        watched()
        online.online.value = false
        runCurrent()
        assertTrue(reach.offline.first())
        advanceTimeBy(10.minutes)
        assertEquals(1, core.calls.size, "without a network there is nothing to try")
        core.refreshing = { throw SyncException.Offline() }
        online.online.value = true
        runCurrent()
        assertTrue(reach.offline.first())
        core.refreshing = {}
        advanceTimeBy(16.seconds)
        assertFalse(reach.offline.first())
    }
}
