package de.dienstchat.app.android.activity

import android.Manifest.permission.POST_NOTIFICATIONS
import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager.PERMISSION_GRANTED
import android.os.Build
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.withContext

/**
 * Asks once, from Android 13 on, whether messages may be told of: when the duties are there to be seen,
 * which is when the question makes sense. The system's settings change the answer.
 */
internal suspend fun Activity.askForNotifications(disk: CoroutineDispatcher) {
    if (Build.VERSION.SDK_INT < Build.VERSION_CODES.TIRAMISU) return
    if (checkSelfPermission(POST_NOTIFICATIONS) == PERMISSION_GRANTED) return
    val first = withContext(disk) {
        val asked = getSharedPreferences("asked", Context.MODE_PRIVATE)
        val before = asked.getBoolean(POST_NOTIFICATIONS, false)
        asked.edit().putBoolean(POST_NOTIFICATIONS, true).apply()
        !before
    }
    if (first) requestPermissions(arrayOf(POST_NOTIFICATIONS), 0)
}
