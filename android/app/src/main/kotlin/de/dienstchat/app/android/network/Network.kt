package de.dienstchat.app.android.network

import android.content.Context
import android.net.ConnectivityManager
import android.net.NetworkCapabilities
import android.net.NetworkCapabilities.NET_CAPABILITY_INTERNET
import de.dienstchat.Connectivity
import de.dienstchat.app.core.Online
import java.util.concurrent.atomic.AtomicBoolean
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asSharedFlow
import kotlinx.coroutines.flow.asStateFlow

/** What Android says of the network, from [watch] on. */
class Network : Connectivity, Online {
    private val connected = MutableStateFlow(true)
    private val anew = MutableSharedFlow<Unit>(extraBufferCapacity = 1, onBufferOverflow = BufferOverflow.DROP_OLDEST)

    // Before Android has said anything it counts as there.
    override val online: StateFlow<Boolean> = connected.asStateFlow()

    /** Each time when it may be another one, or be there again: what waits is worth trying. */
    val changes: SharedFlow<Unit> = anew.asSharedFlow()

    private val watching = AtomicBoolean()

    override fun isOnline(): Boolean = connected.value

    /** Begins to watch; a second call does nothing. */
    fun watch(context: Context) {
        if (!watching.compareAndSet(false, true)) return
        val manager = context.getSystemService(ConnectivityManager::class.java)
        // Nothing is called when there is no network at the beginning.
        connected.value = manager.getNetworkCapabilities(manager.activeNetwork)?.isUsable() ?: false
        manager.registerDefaultNetworkCallback(Callback())
    }

    private inner class Callback : ConnectivityManager.NetworkCallback() {
        private var last: android.net.Network? = null

        override fun onCapabilitiesChanged(network: android.net.Network, capabilities: NetworkCapabilities) {
            val usable = capabilities.isUsable()
            val changed = network != last || usable != connected.value
            last = network
            connected.value = usable
            if (changed) anew.tryEmit(Unit)
        }

        override fun onLost(network: android.net.Network) {
            last = null
            connected.value = false
            anew.tryEmit(Unit)
        }
    }

    // Whether it leads out is not asked for: a network that cannot reach Google may reach the server.
    private fun NetworkCapabilities.isUsable() = hasCapability(NET_CAPABILITY_INTERNET)
}
