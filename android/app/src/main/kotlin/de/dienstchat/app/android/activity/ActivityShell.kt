package de.dienstchat.app.android.activity

import android.app.Activity
import android.content.Intent
import android.os.Bundle
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableFloatStateOf
import androidx.compose.runtime.setValue
import de.dienstchat.app.android.process.AppProcess
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.root.AppModel
import de.dienstchat.app.root.AppState
import de.dienstchat.app.theme.isDark
import de.dienstchat.app.theme.texts
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.distinctUntilChanged
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.launch

/**
 * What the one activity does: it hands on what the system tells it, to the model that outlives it. Knows
 * nothing of screens.
 */
class ActivityShell(val activity: Activity, private val process: AppProcess) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Main.immediate)
    private val unlock = DeviceUnlock(activity)
    private var ready: AppProcess.Ready? = null
    private var started = false

    /** Where the person was when the activity before this one ended. */
    private var way: List<String> = emptyList()

    /** How far a gesture that leads back has come, from 0 to 1; observed by what is composed. */
    var backProgress: Float by mutableFloatStateOf(0f)
        private set

    /** `onCreate`. Calls [show] when there is something to show, which may be some moments later. */
    fun create(saved: Bundle?, show: (AppProcess.Ready) -> Unit) {
        val firstFrame = FirstFrame(activity.window.decorView)
        // What brought the activity here the first time was followed then.
        if (saved == null) arrive(activity.intent)
        way = saved?.getStringArrayList(WAY).orEmpty()
        scope.launch {
            val ready = process.ready()
            this@ActivityShell.ready = ready
            show(ready)
            // Also when this activity is gone before it is done: the next one finds it.
            process.scope.launch { ready.model.start(way) }.also { if (started) enter(ready) }.join()
            firstFrame.release()
            follow(ready)
        }
    }

    /** `onNewIntent`, and the first one: whatever it is. */
    fun arrive(intent: Intent?) {
        process.scope.launch { process.ready().arrivals.of(intent)?.let { process.arrive(it) } }
    }

    /** `onStart`. */
    fun start() {
        started = true
        process.shown.value = this
        ready?.let(::enter)
    }

    /** `onStop`. */
    fun stop() {
        started = false
        // Turned, say: the next one is there in a moment.
        if (activity.isChangingConfigurations) return
        process.shown.compareAndSet(this, null)
        ready?.model?.leftForeground()
    }

    /** `onSaveInstanceState`. */
    fun save(state: Bundle) {
        // Before anything is read, as right after the process was ended, it is still where it was.
        val way = ready?.model?.save() ?: way
        // The system ends an app that hands it more than a megabyte.
        if (way.sumOf { it.length } <= LONGEST_WAY) state.putStringArrayList(WAY, ArrayList(way))
    }

    /** `onActivityResult`. */
    fun result(requestCode: Int, resultCode: Int): Unit = unlock.result(requestCode, resultCode)

    /** `onBackPressed`, before Android 13; false when the system is to leave the app. */
    fun back(): Boolean = ready?.model?.back() ?: false

    /** `onDestroy`. */
    fun destroy() {
        process.shown.compareAndSet(this, null)
        unlock.end()
        scope.cancel()
    }

    /** Asks the person to unlock the app. */
    internal suspend fun askToUnlock(): Boolean {
        val ready = ready ?: return false
        val texts = ready.preferences.chosen.value.language.texts(ready.platform.language)
        return unlock.ask(texts.settingsLocked)
    }

    private fun enter(ready: AppProcess.Ready) {
        ready.model.enteredForeground()
        if ((ready.model.states.value as? AppState.Running)?.locked == true) ready.model.unlock()
    }

    private fun follow(ready: AppProcess.Ready) {
        val back = BackGesture(activity, { backProgress = it }) { ready.model.back() }
        scope.launch { ready.model.states.collect { back.take(it.leadsBack()) } }
        scope.launch {
            ready.preferences.chosen.map { it.hidePreviews || it.appLock }.distinctUntilChanged()
                .collect(activity::coverInRecents)
        }
        scope.launch {
            ready.preferences.chosen.map { it.appearance }.distinctUntilChanged().collect {
                activity.window.fitBars(it.isDark(activity.resources.configuration.isDark))
            }
        }
        scope.launch { askForNotificationsInTime(ready.model) }
    }

    private suspend fun askForNotificationsInTime(model: AppModel): Unit =
        combine(model.states, process.shown) { state, shown -> shown === this && state.showsDuties() }
            .distinctUntilChanged()
            .collectLatest { if (it) activity.askForNotifications(process.disk) }

    private companion object {
        const val WAY = "way"
        const val LONGEST_WAY = 100_000
    }
}

private fun AppState.leadsBack() = this is AppState.Running && !locked && entries.size > 1

private fun AppState.showsDuties() = this is AppState.Running && !locked && entries.last().route == Route.Duties
