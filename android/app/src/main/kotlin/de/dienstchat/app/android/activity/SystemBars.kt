package de.dienstchat.app.android.activity

import android.content.res.Configuration
import android.os.Build
import android.view.View
import android.view.Window
import android.view.WindowInsetsController.APPEARANCE_LIGHT_NAVIGATION_BARS
import android.view.WindowInsetsController.APPEARANCE_LIGHT_STATUS_BARS

/** Whether the device is dark now. */
internal val Configuration.isDark: Boolean
    get() = uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES

/** The app draws below the system's bars: what stands in them fits to how dark the app is, not the device. */
internal fun Window.fitBars(dark: Boolean) {
    if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
        val both = APPEARANCE_LIGHT_STATUS_BARS or APPEARANCE_LIGHT_NAVIGATION_BARS
        insetsController?.setSystemBarsAppearance(if (dark) 0 else both, both)
    } else {
        fitBarsByFlags(dark)
    }
}

@Suppress("DEPRECATION")
private fun Window.fitBarsByFlags(dark: Boolean) {
    val both = View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR or View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR
    val others = decorView.systemUiVisibility and both.inv()
    decorView.systemUiVisibility = if (dark) others else others or both
}
