package de.dienstchat.app.android.activity

import android.app.Activity
import android.os.Build
import android.window.BackEvent
import android.window.OnBackAnimationCallback
import android.window.OnBackInvokedCallback
import android.window.OnBackInvokedDispatcher

/**
 * The system's way back from Android 13 on. It is taken only while there is a way within the app: the
 * system shows where it leads otherwise, out of the app. From Android 14 on the screens follow the
 * finger.
 *
 * @param progress Told how far the gesture has come, from 0 to 1.
 */
internal class BackGesture(
    private val activity: Activity,
    private val progress: (Float) -> Unit,
    private val back: () -> Unit,
) {
    private val callback: Any? = when {
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.UPSIDE_DOWN_CAKE -> Following(progress, back)
        Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU -> OnBackInvokedCallback { back() }
        else -> null
    }
    private var taken = false

    /** Whether the app takes it. */
    fun take(wanted: Boolean) {
        if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU || wanted == taken) return
        taken = wanted
        val dispatcher = activity.onBackInvokedDispatcher
        val callback = callback as OnBackInvokedCallback
        if (wanted) {
            dispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT, callback)
        } else {
            dispatcher.unregisterOnBackInvokedCallback(callback)
        }
    }
}

internal class Following(private val progress: (Float) -> Unit, private val back: () -> Unit) :
    OnBackAnimationCallback {
    override fun onBackProgressed(event: BackEvent) = progress(event.progress)

    override fun onBackCancelled() = progress(0f)

    override fun onBackInvoked() {
        progress(0f)
        back()
    }
}
