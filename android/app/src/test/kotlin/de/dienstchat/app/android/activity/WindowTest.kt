package de.dienstchat.app.android.activity

import android.app.Activity
import android.window.BackEvent
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowSystemClock

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class WindowTest {
    private val app = TestApplication.instance

    /** Whether the next frame is left out. */
    private fun Activity.holdsBack(): Boolean = window.decorView.viewTreeObserver.dispatchOnPreDraw()

    @Test
    fun noFrameIsBlank() {
        val opened = CompletableDeferred<Unit>()
        app.opening = { opened.await() }
        val activity = Robolectric.buildActivity(MainActivity::class.java).create().start().resume().get()
        app.settled()
        assertTrue(activity.holdsBack())
        opened.complete(Unit)
        app.settled()
        assertFalse(activity.holdsBack())
    }

    @Test
    fun aSlowPhoneShowsThatItWorks() {
        app.opening = { CompletableDeferred<Unit>().await() }
        val activity = Robolectric.buildActivity(MainActivity::class.java).create().start().resume().get()
        assertTrue(activity.holdsBack())
        ShadowSystemClock.advanceBy(Duration.ofMillis(3_001))
        assertFalse(activity.holdsBack())
    }

    @Test
    fun theScreensFollowTheFinger() {
        val told = mutableListOf<Any>()
        val callback = Following({ told += it }) { told += "back" }
        callback.onBackProgressed(BackEvent(0f, 0f, 0.5f, BackEvent.EDGE_LEFT))
        callback.onBackCancelled()
        callback.onBackProgressed(BackEvent(0f, 0f, 1f, BackEvent.EDGE_LEFT))
        callback.onBackInvoked()
        assertEquals(listOf<Any>(0.5f, 0f, 1f, 0f, "back"), told)
    }

    @Test
    fun whatIsShownStaysOutOfTheListOfRecentApps() {
        val activity = Robolectric.buildActivity(Recorded::class.java).setup().get()
        val shell = ActivityShell(activity, app.process)
        app.signIn()
        shell.create(null) {}
        shell.start()
        app.settled()
        assertEquals(listOf(false), activity.screenshots)
        app.preferences.change { it.copy(hidePreviews = false) }
        app.settled()
        assertEquals(listOf(false, true), activity.screenshots)
    }

    class Recorded : Activity() {
        val screenshots = mutableListOf<Boolean>()

        override fun setRecentsScreenshotEnabled(enabled: Boolean) {
            screenshots += enabled
        }
    }
}
