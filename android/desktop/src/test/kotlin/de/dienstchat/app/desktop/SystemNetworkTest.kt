package de.dienstchat.app.desktop

import java.net.InetAddress
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest

@OptIn(ExperimentalCoroutinesApi::class)
class SystemNetworkTest {
    private val home = InetAddress.getByName("192.0.2.1")
    private val mobile = InetAddress.getByName("198.51.100.1")
    private var addresses = setOf(home)

    private fun network(connector: String = "https://chat.example") = SystemNetwork(connector) { addresses }

    @Test
    fun itTellsWhenTheNetworkGoesComesBackAndIsAnotherOne() = runTest {
        val network = network()
        var changes = 0
        val watch = launch { network.watch(3.seconds) { changes++ } }
        fun after(now: Set<InetAddress>): Pair<Boolean, Int> {
            addresses = now
            advanceTimeBy(3.seconds)
            runCurrent()
            return network.online.value to changes
        }
        assertTrue(network.isOnline())
        assertEquals(true to 0, after(setOf(home)))
        assertEquals(false to 1, after(emptySet()))
        assertFalse(network.isOnline())
        assertEquals(true to 2, after(setOf(mobile)))
        assertEquals(true to 3, after(setOf(home, mobile)))
        watch.cancel()
    }

    @Test
    fun aConnectorOnThisMachineNeedsNone() {
        addresses = emptySet()
        assertFalse(network().online.value)
        for (here in listOf("http://127.0.0.1:8008/", "http://[::1]:1", "http://localhost")) {
            assertTrue(network(here).online.value, here)
        }
        assertFalse(network("no url").online.value)
    }
}
