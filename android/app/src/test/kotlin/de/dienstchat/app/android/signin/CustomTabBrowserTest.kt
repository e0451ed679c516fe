package de.dienstchat.app.android.signin

import android.app.Activity
import android.app.Application
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import de.dienstchat.BrowserException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf

@RunWith(RobolectricTestRunner::class)
class CustomTabBrowserTest {
    private val app: Application = RuntimeEnvironment.getApplication()
    private val activity = Robolectric.buildActivity(Activity::class.java).setup().get()
    private var over: Context? = activity
    private val browser = CustomTabBrowser(app) { over }
    private val url = "https://id.example.org/authorize?state=1"

    private fun install(packageName: String) {
        val page = IntentFilter(Intent.ACTION_VIEW).apply {
            addCategory(Intent.CATEGORY_BROWSABLE)
            addCategory(Intent.CATEGORY_DEFAULT)
            addDataScheme("https")
        }
        val component = ComponentName(packageName, "$packageName.Page")
        shadowOf(app.packageManager).addActivityIfNotPresent(component)
        shadowOf(app.packageManager).addIntentFilterForActivity(component, page)
    }

    @Test
    fun aTabOfTheBrowserOverTheActivity() {
        install("org.example.browser")
        browser.open(url)
        val intent = assertNotNull(shadowOf(activity).nextStartedActivity)
        assertEquals(Intent.ACTION_VIEW, intent.action)
        assertEquals(url, intent.dataString)
        assertEquals("org.example.browser", intent.`package`)
        assertTrue(intent.hasExtra("android.support.customtabs.extra.SESSION"))
        assertTrue(intent.getBooleanExtra("androidx.browser.customtabs.extra.ENABLE_EPHEMERAL_BROWSING", false))
        assertEquals(0, intent.flags and Intent.FLAG_ACTIVITY_NEW_TASK)
    }

    @Test
    fun withoutAnActivityItIsATaskOfItsOwn() {
        install("org.example.browser")
        over = null
        browser.open(url)
        val intent = assertNotNull(shadowOf(app).nextStartedActivity)
        assertTrue(intent.flags and Intent.FLAG_ACTIVITY_NEW_TASK != 0)
    }

    @Test
    fun aDeviceWithoutABrowser() {
        shadowOf(app).checkActivities(true)
        assertFailsWith<BrowserException.NoBrowser> { browser.open(url) }
    }

    @Test
    fun dismissingBringsTheActivityOverTheTab() {
        browser.dismiss()
        assertNull(shadowOf(app).nextStartedActivity)
        over = null
        browser.dismiss()
        val intent = assertNotNull(shadowOf(app).nextStartedActivity)
        assertEquals("de.dienstchat.app.android.MainActivity", intent.component?.className)
        assertTrue(intent.flags and Intent.FLAG_ACTIVITY_CLEAR_TOP != 0)
        assertNull(intent.action)
    }
}
