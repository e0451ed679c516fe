package de.dienstchat.app.android.activity

import android.os.SystemClock
import android.view.View
import android.view.ViewTreeObserver.OnPreDrawListener
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * Leaves the system's splash until there is something to paint, so that no frame is blank; but not for
 * ever: a slow phone shows then that it works.
 */
internal class FirstFrame(private val view: View, private val atMost: Duration = 3.seconds) {
    private val since = SystemClock.uptimeMillis()
    private val listener = OnPreDrawListener { isDue().also { if (it) release() } }
    private var released = false

    init {
        view.viewTreeObserver.addOnPreDrawListener(listener)
    }

    /** There is something to paint. */
    fun release() {
        if (released) return
        released = true
        view.viewTreeObserver.removeOnPreDrawListener(listener)
        view.invalidate()
    }

    private fun isDue() = SystemClock.uptimeMillis() - since >= atMost.inWholeMilliseconds
}
