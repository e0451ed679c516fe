package de.dienstchat.app.android.process

import android.app.Application
import android.content.Context
import de.dienstchat.OpenException
import de.dienstchat.app.android.activity.ActivityShell
import de.dienstchat.app.android.config.PublisherConfig
import de.dienstchat.app.android.intents.Arrival
import de.dienstchat.app.android.intents.Arrivals
import de.dienstchat.app.android.network.Network
import de.dienstchat.app.android.notifications.Notifications
import de.dienstchat.app.android.notifications.tellUnread
import de.dienstchat.app.android.platform.AndroidPlatform
import de.dienstchat.app.android.platform.SharedPreferenceStore
import de.dienstchat.app.android.signin.CustomTabBrowser
import de.dienstchat.app.android.signin.CustomTabDoor
import de.dienstchat.app.android.signin.take
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.AppModel
import de.dienstchat.app.root.AppState
import kotlin.time.Duration
import kotlin.time.Duration.Companion.minutes
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Deferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.async
import kotlinx.coroutines.channels.BufferOverflow
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/**
 * What lives as long as the process: the core and the model, which one activity after the other shows,
 * and which a job in the background finds too. To be used on the main thread; what reads the disk is
 * done on [disk].
 *
 * @param lingering For how long messages are received and told of after the app was left. The system
 *   may end the process or cut it off earlier.
 */
class AppProcess(
    private val app: Application,
    private val opening: Opening = openPackage,
    internal val disk: CoroutineDispatcher = Dispatchers.IO,
    private val lingering: Duration = 5.minutes,
    private val config: (Context) -> PublisherConfig = PublisherConfig::of,
) {
    /** Ends with the process. */
    val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)

    /** The activity that is to be seen; null while there is none. */
    val shown: MutableStateFlow<ActivityShell?> = MutableStateFlow(null)

    private val network = Network()
    private val ready = scope.async(start = CoroutineStart.LAZY) { prepare() }
    private var opened: Deferred<Opened>? = null

    // Any app can send answers without end; a person has a few browsers open at most.
    private val callbacks = Channel<String>(capacity = 8, onBufferOverflow = BufferOverflow.DROP_LATEST)

    /** What a process begins with: the publisher's and the person's settings are read, nothing is opened. */
    class Ready(
        val config: PublisherConfig,
        val preferences: Preferences,
        val platform: AndroidPlatform,
        val network: Network,
        val model: AppModel,
    ) {
        internal val arrivals = Arrivals(config.redirectScheme)
    }

    /** Prepares the process, once. */
    suspend fun ready(): Ready = ready.await()

    /**
     * The core; opened when it is not yet, once for all who ask, also when some of them do not wait for
     * it: a library that was opened for nobody would be opened twice. Fails with an [OpenException].
     */
    suspend fun opened(): Opened {
        // One that has failed is tried again.
        val sharing = opened?.takeUnless { it.isCancelled } ?: scope.async { begin(ready()) }.also { opened = it }
        return sharing.await()
    }

    /** Takes what came with an intent. */
    suspend fun arrive(arrival: Arrival) {
        when (arrival) {
            is Arrival.Link -> ready().model.follow(arrival.link)
            is Arrival.Callback -> callbacks.trySend(arrival.url)
        }
    }

    private suspend fun prepare(): Ready {
        val (config, preferences) = withContext(disk) {
            network.watch(app)
            config(app) to Preferences(SharedPreferenceStore(app))
        }
        val platform = AndroidPlatform(app) { shown.value?.askToUnlock() ?: false }
        val model = AppModel({ opened().core }, preferences, platform, network, scope, lingering)
        scope.launch {
            for (url in callbacks) {
                if (!takeCallback(url)) continue
                // What began the process may have been this answer.
                model.states.first { it is AppState.Running }
                model.signedIn()
            }
        }
        return Ready(config, preferences, platform, network, model)
    }

    private suspend fun begin(ready: Ready): Opened = open(ready).also {
        scope.launch { network.changes.collect { _ -> withContext(disk) { it.networkChanged() } } }
        scope.launch { tellUnread(it.core, ready, shown, Notifications(app)) }
    }

    private suspend fun open(ready: Ready): Opened = withContext(disk) {
        val browser = CustomTabBrowser(app) { shown.value?.activity }
        val door = CustomTabDoor(ready.config.redirectUri, browser)
        // In no backup, with the key store's records beside it.
        opening.open(Setup(app, ready.config.core(app.noBackupFilesDir), network, door))
    }

    private suspend fun takeCallback(url: String): Boolean = try {
        opened().callbacks.take(url)
    } catch (_: OpenException) {
        // The screen says so.
        false
    }
}
