package de.dienstchat.app.android.signin

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.net.Uri
import android.os.Bundle
import de.dienstchat.Browser
import de.dienstchat.BrowserException
import de.dienstchat.app.android.intents.Intents

/**
 * The browser's Custom Tab over the activity: the documented extra makes it one, in a browser that has
 * none it is a page. Never a web view.
 *
 * @param over The activity that is to be seen; null when there is none.
 */
class CustomTabBrowser(private val context: Context, private val over: () -> Context?) : Browser {
    override fun open(url: String) {
        val intent = Intent(Intent.ACTION_VIEW, Uri.parse(url))
            .addCategory(Intent.CATEGORY_BROWSABLE)
            // Not an app that claims the issuer's addresses.
            .setPackage(defaultBrowser())
            .putExtras(Bundle().apply { putBinder(SESSION, null) })
            // On a phone that several share, the next one shall not be signed in by the last one's cookies.
            .putExtra(EPHEMERAL, true)
        try {
            // In the activity's task, the answer brings the activity to the front and ends the tab.
            val activity = over()
            if (activity != null) {
                activity.startActivity(intent)
            } else {
                context.startActivity(intent.addFlags(Intent.FLAG_ACTIVITY_NEW_TASK))
            }
        } catch (_: ActivityNotFoundException) {
            throw BrowserException.NoBrowser()
        } catch (_: SecurityException) {
            throw BrowserException.Failed()
        }
    }

    override fun dismiss() {
        // Who is back already has nothing in the way.
        if (over() == null) context.startActivity(Intents(context).front())
    }

    /** The browser that the person has chosen; null when the system is to ask. */
    private fun defaultBrowser(): String? {
        val anyPage = Intent(Intent.ACTION_VIEW, Uri.parse("https://")).addCategory(Intent.CATEGORY_BROWSABLE)
        val resolved = context.packageManager.resolveActivity(anyPage, PackageManager.MATCH_DEFAULT_ONLY)
        return resolved?.activityInfo?.packageName?.takeIf { it != SYSTEM_CHOICE && it != context.packageName }
    }

    private companion object {
        const val SESSION = "android.support.customtabs.extra.SESSION"
        const val EPHEMERAL = "androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING"
        const val SYSTEM_CHOICE = "android"
    }
}
