package de.dienstchat.app.android.network

import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowNetwork
import org.robolectric.shadows.ShadowNetworkCapabilities

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class NetworkTest {
    private val app = TestApplication.instance
    private val manager = app.getSystemService(ConnectivityManager::class.java)
    private val internet = capabilities(NetworkCapabilities.NET_CAPABILITY_INTERNET)

    private fun capabilities(vararg capabilities: Int) = ShadowNetworkCapabilities.newInstance().also { made ->
        capabilities.forEach { shadowOf(made).addCapability(it) }
    }

    private fun callbacks() = shadowOf(manager).networkCallbacks.also { check(it.isNotEmpty()) }

    @Test
    fun withoutANetworkAtTheBeginning() {
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, null)
        val network = Network().apply { watch(app) }
        assertFalse(network.isOnline())
    }

    @Test
    fun itComesAndGoes() {
        shadowOf(manager).setNetworkCapabilities(manager.activeNetwork, internet)
        val network = Network()
        assertTrue(network.online.value)
        network.watch(app)
        assertTrue(network.online.value)
        val one = ShadowNetwork.newInstance(7)
        callbacks().forEach { it.onLost(one) }
        assertFalse(network.isOnline())
        callbacks().forEach { it.onCapabilitiesChanged(one, internet) }
        assertTrue(network.isOnline())
        callbacks().forEach { it.onCapabilitiesChanged(one, capabilities()) }
        assertFalse(network.isOnline())
    }

    @Test
    fun theCoreIsToldOfEachOtherNetworkOnce() {
        app.signIn()
        Robolectric.buildActivity(MainActivity::class.java).setup()
        app.settled()
        val before = app.networkChanges
        val one = ShadowNetwork.newInstance(7)
        repeat(5) {
            callbacks().forEach { it.onCapabilitiesChanged(one, internet) }
            app.settled()
        }
        assertEquals(before + 1, app.networkChanges)
        callbacks().forEach { it.onCapabilitiesChanged(ShadowNetwork.newInstance(8), internet) }
        app.settled()
        assertEquals(before + 2, app.networkChanges)
    }
}
