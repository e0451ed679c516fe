package de.dienstchat.app.android.activity

import android.app.Activity
import android.os.Build
import android.view.WindowManager.LayoutParams.FLAG_SECURE

/**
 * Keeps what the app shows out of the list of recent apps. Before Android 13 that takes the means that
 * forbids screenshots too.
 */
internal fun Activity.coverInRecents(covered: Boolean) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.TIRAMISU) {
        setRecentsScreenshotEnabled(!covered)
    } else {
        window.setFlags(if (covered) FLAG_SECURE else 0, FLAG_SECURE)
    }
}
