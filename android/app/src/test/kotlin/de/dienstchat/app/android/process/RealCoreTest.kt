package de.dienstchat.app.android.process

import android.app.Application
import android.os.Looper
import de.dienstchat.Dienstchat
import de.dienstchat.app.android.config.PublisherConfig
import de.dienstchat.app.android.keystore.FakeHardware
import de.dienstchat.app.android.keystore.deviceKeyStore
import de.dienstchat.app.android.signin.LiveCallbacks
import de.dienstchat.app.android.signin.take
import de.dienstchat.app.core.LiveCore
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.root.AppState
import de.dienstchat.open
import java.io.File
import java.security.ProviderException
import kotlin.test.AfterTest
import kotlin.test.BeforeTest
import kotlin.test.Test
import kotlin.test.assertContentEquals
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.async
import kotlinx.coroutines.cancel
import org.junit.runner.RunWith
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowPausedLooper

/** The library itself, with the key store of a device, as the app opens it on a first start without a network. */
@OptIn(ExperimentalCoroutinesApi::class)
@RunWith(RobolectricTestRunner::class)
class RealCoreTest {
    private val app: Application = RuntimeEnvironment.getApplication()
    private val hardware = FakeHardware()
    private val example = PublisherConfig.parse(File("publisher/publisher.toml").readText())
    private val process = AppProcess(app, config = { example }, opening = { setup ->
        val dienstchat = Dienstchat.open(
            setup.config,
            deviceKeyStore(app),
            connectivity = setup.network,
        )
        Opened(LiveCore(dienstchat, setup.door), LiveCallbacks(dienstchat), dienstchat::networkChanged)
    })

    @BeforeTest
    fun install() = hardware.install()

    @AfterTest
    fun remove() {
        process.scope.cancel()
        hardware.remove()
    }

    /** What it gives, while the main thread does what it is asked. */
    private fun <T> awaited(work: suspend () -> T): T {
        val done = process.scope.async { work() }
        val main = shadowOf(Looper.getMainLooper()) as ShadowPausedLooper
        // Each step that was done elsewhere comes back as a message.
        while (!done.isCompleted) {
            main.poll(1_000)
            main.idle()
        }
        return done.getCompleted()
    }

    private fun started(): AppState = awaited {
        val model = process.ready().model
        model.start()
        model.states.value
    }

    @Test
    fun theFirstStartTakesNoNetwork() {
        val running = assertIs<AppState.Running>(started())
        assertEquals(listOf<Route>(Route.Organisations), running.entries.map { it.route })
        assertFalse(awaited { process.opened().callbacks.take("de.dienstchat.app:/signed-in?code=1&state=2") })
    }

    /** What the hardware refuses is no reason to forget anything. */
    @Test
    fun aKeyStoreThatFailsDeletesNothing() {
        val secret = byteArrayOf(1, 2, 3)
        deviceKeyStore(app).put("sign-in", secret)
        hardware.step = { throw ProviderException() }
        assertTrue(started() != AppState.Starting)
        hardware.step = {}
        assertContentEquals(secret, deviceKeyStore(app).get("sign-in"))
    }
}
