package de.dienstchat.app.desktop

import androidx.compose.runtime.CompositionLocalProvider
import de.dienstchat.Clock
import de.dienstchat.Config
import de.dienstchat.Dienstchat
import de.dienstchat.OpenException
import de.dienstchat.app.components.LocalFieldsSayTheirName
import de.dienstchat.app.components.LocalScrollbars
import de.dienstchat.app.core.LiveCore
import de.dienstchat.app.desktop.instance.Instance
import de.dienstchat.app.desktop.secrets.openKeyStore
import de.dienstchat.app.desktop.settings.Settings
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.App
import de.dienstchat.app.root.AppModel
import de.dienstchat.open
import de.dienstchat.shutDown
import de.dienstchat.version
import kotlin.concurrent.thread
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking

/** Everything between the process and its window: begun in order, and ended in order. */
internal class DesktopApp(
    private val settings: Settings,
    private val instance: Instance,
    private val clock: Clock?,
) {
    private val network = SystemNetwork(settings.connector)

    /** Runs until the window is closed; to be called on a thread that is not the window's. */
    fun run(link: String?) {
        val dienstchat = open()
        // Who ends the process from outside does not wait for the window.
        val ending = thread(start = false) { dienstchat.shutDownBlocking() }
        Runtime.getRuntime().addShutdownHook(ending)
        try {
            PropertiesFile(settings.dataDir.resolve("preferences.properties")).use { kept ->
                inScope(Dispatchers.Main) { window(dienstchat, Preferences(FilePreferences(kept)), it, link) }
            }
        } finally {
            runBlocking { dienstchat.shutDown() }
            Runtime.getRuntime().removeShutdownHook(ending)
        }
    }

    private fun window(dienstchat: Dienstchat, preferences: Preferences, scope: CoroutineScope, link: String?) {
        val platform = DesktopPlatform(version())
        val core = LiveCore(dienstchat, LoopbackDoor(settings.redirectUri, SystemBrowser()))
        val model = AppModel({ core }, preferences, platform, network, scope)
        // What is stored is there before the window is, so that its first frame shows it.
        runBlocking(Dispatchers.Main) {
            link?.let(model::follow)
            model.start()
            model.enteredForeground()
        }
        scope.launch(Dispatchers.IO) { network.watch { dienstchat.networkChanged() } }
        PropertiesFile(settings.dataDir.resolve("window.properties")).use { place ->
            showWindow(place, instance.handedOver, instance::stopListening, model) {
                CompositionLocalProvider(
                    LocalFieldsSayTheirName provides true,
                    LocalScrollbars provides DesktopScrollbars,
                ) { App(model, platform, preferences) }
            }
        }
    }

    private fun open(): Dienstchat {
        val config = Config(
            dataDir = settings.dataDir.toString(),
            connector = settings.connector,
            appHosts = settings.appHosts,
            issuers = settings.issuers,
        )
        val keyStore = openKeyStore(settings.dataDir, settings.secrets)
        return try {
            runBlocking { Dienstchat.open(config, keyStore, clock, network) }
        } catch (_: OpenException.InvalidConnector) {
            throw CannotStart.WrongSetting(settings.file, "connector")
        } catch (_: OpenException.InvalidAppHost) {
            throw CannotStart.WrongSetting(settings.file, "app_hosts")
        } catch (_: OpenException.InvalidIssuers) {
            throw CannotStart.WrongSetting(settings.file, "issuers")
        } catch (_: OpenException.DataFolder) {
            throw CannotStart.DataFolder(settings.dataDir)
        } catch (_: OpenException.Internal) {
            throw CannotStart.Internal()
        }
    }
}

/** Does this with a scope in which nothing goes on any more when it returns: what it uses can be closed then. */
internal fun inScope(context: CoroutineContext, work: (CoroutineScope) -> Unit) {
    val scope = CoroutineScope(context + SupervisorJob())
    try {
        work(scope)
    } finally {
        runBlocking { scope.coroutineContext.job.cancelAndJoin() }
    }
}
