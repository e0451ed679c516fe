package de.dienstchat.app.android.intents

import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.net.Uri

/** The intents by which the app reaches itself: explicit, so that nobody else can be meant. */
class Intents(private val context: Context) {
    private val activity = ComponentName(context.packageName, MAIN_ACTIVITY)

    /** Brings the activity to the front, and what lies over it, like a browser's tab, away. */
    fun front(): Intent = Intent()
        .setComponent(activity)
        .addFlags(Intent.FLAG_ACTIVITY_NEW_TASK or Intent.FLAG_ACTIVITY_CLEAR_TOP or Intent.FLAG_ACTIVITY_SINGLE_TOP)

    /** Opens the chat of this duty. */
    fun chat(ov: String, dutyId: String): Intent = front().setAction(Intent.ACTION_VIEW).setData(
        Uri.Builder().scheme("dienstchat").authority("duty").appendPath(ov).appendPath(dutyId).build(),
    )

    private companion object {
        const val MAIN_ACTIVITY = "de.dienstchat.app.android.MainActivity"
    }
}
