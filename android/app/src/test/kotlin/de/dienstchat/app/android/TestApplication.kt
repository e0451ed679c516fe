package de.dienstchat.app.android

import android.os.Looper
import de.dienstchat.app.android.config.PublisherConfig
import de.dienstchat.app.android.process.AppProcess
import de.dienstchat.app.android.process.DienstchatApplication
import de.dienstchat.app.android.process.Opened
import de.dienstchat.app.android.process.Opening
import de.dienstchat.app.android.signin.Callbacks
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.core.sampleAccount
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.root.AppModel
import de.dienstchat.app.root.AppState
import java.io.File
import kotlin.test.assertIs
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

/** The app on a core whose state a test sets, and which outlives processes as a disk does. */
class TestApplication : DienstchatApplication() {
    val core = FakeCore()
    val callbacks = FakeCallbacks()
    var opening: suspend () -> Unit = {}
    var networkChanges = 0

    /** Where the next process reads its settings. */
    var disk: CoroutineDispatcher = Dispatchers.Unconfined
    private var current: AppProcess? = null

    override val process: AppProcess get() = current ?: newProcess().also { current = it }

    val model: AppModel get() = checkNotNull(ready) { "the process is not ready" }.model

    val preferences: Preferences get() = checkNotNull(ready).preferences

    private var ready: AppProcess.Ready? = null

    /** Ends the process; the next one begins anew on what is on the disk. */
    fun kill() {
        process.scope.cancel()
        current = null
        ready = null
    }

    fun signIn(vararg accounts: String = arrayOf("one")) {
        core.accounts.value = accounts.map { sampleAccount(it) }
    }

    /** Runs what is due on the main thread, and says what is to be seen. */
    fun settled(): AppState {
        shadowOf(Looper.getMainLooper()).idle()
        return model.states.value
    }

    fun routes(): List<Route> = assertIs<AppState.Running>(settled()).entries.map { it.route }

    private fun newProcess(): AppProcess {
        val opening = Opening {
            opening()
            Opened(core, callbacks) { networkChanges += 1 }
        }
        return AppProcess(this, opening, disk = disk, config = { EXAMPLE }).also { made ->
            made.scope.launch { ready = made.ready() }
        }
    }

    companion object {
        /** That of this test. */
        val instance: TestApplication get() = RuntimeEnvironment.getApplication() as TestApplication
    }
}

// Robolectric reads assets from an APK only.
private val EXAMPLE = PublisherConfig.parse(File("publisher/publisher.toml").readText())

/** What the core says of a browser's answers. */
class FakeCallbacks : Callbacks {
    val calls = mutableListOf<String>()
    var waiting = false
    var expected = false

    /** What becomes of what is handed over to a sign-in that waits. */
    var taking: (String) -> Unit = {}

    override suspend fun handOver(url: String): Boolean {
        calls += "handOver($url)"
        if (waiting) taking(url)
        return waiting
    }

    override suspend fun expects(url: String): Boolean = expected.also { calls += "expects($url)" }

    override suspend fun finish(url: String) {
        calls += "finish($url)"
    }
}
