package de.dienstchat.app.android.activity

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import android.os.Parcel
import de.dienstchat.OpenException
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.root.AppState
import de.dienstchat.app.root.StartFailure
import java.time.Duration
import kotlin.coroutines.CoroutineContext
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertSame
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.awaitCancellation
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config

@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class MainActivityTest {
    private val app = TestApplication.instance
    private val link = "https://chat.example.org/d/xyz/4711"
    private val other = "dienstchat://duty/xyz/4712"

    private fun viewing(address: String) = Intent(Intent.ACTION_VIEW, Uri.parse(address))

    private fun started(intent: Intent? = null): ActivityController<MainActivity> =
        Robolectric.buildActivity(MainActivity::class.java, intent).setup()

    /** Leaves the activity and ends the process; gives what the system has kept, as it keeps it. */
    private fun ActivityController<MainActivity>.killed(): Bundle {
        val state = Bundle()
        pause().stop().saveInstanceState(state)
        app.kill()
        val parcel = Parcel.obtain()
        parcel.writeBundle(state)
        parcel.setDataPosition(0)
        return assertNotNull(parcel.readBundle(javaClass.classLoader))
    }

    private fun restarted(state: Bundle, intent: Intent? = null): ActivityController<MainActivity> =
        Robolectric.buildActivity(MainActivity::class.java, intent).create(state).start().restoreInstanceState(state)
            .resume().visible()

    @Test
    fun theFirstStartWithoutAnAccount() {
        val controller = started()
        assertEquals(listOf<Route>(Route.Organisations), app.routes())
        assertNotNull(controller.get().content)
    }

    @Test
    fun aLinkThatStartsTheApp() {
        app.signIn()
        started(viewing(link))
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
    }

    @Test
    fun aLinkWhileTheAppIsThere() {
        app.signIn()
        val controller = started()
        controller.newIntent(viewing(other))
        assertEquals(listOf(Route.Duties, Route.Link(other)), app.routes())
    }

    @Test
    fun aLinkWithoutAnAccountGoesOnAfterTheSignIn() {
        started(viewing(link))
        assertEquals(listOf(Route.Organisations, Route.Link(link)), app.routes())
        app.core.remembered = link
        app.signIn()
        app.model.signedIn()
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
    }

    @Test
    fun aSecondLinkTakesThePlaceOfTheFirst() {
        app.signIn()
        val controller = started(viewing(link))
        controller.newIntent(viewing(other))
        assertEquals(listOf(Route.Duties, Route.Link(other)), app.routes())
        assertTrue(app.model.back())
        assertEquals(listOf<Route>(Route.Duties), app.routes())
    }

    @Test
    fun aLinkThatComesWhileTheAppOpensIsFollowedThen() {
        app.signIn()
        val opened = CompletableDeferred<Unit>()
        app.opening = { opened.await() }
        val controller = started(viewing(link))
        controller.newIntent(viewing(other))
        assertEquals(AppState.Starting, app.settled())
        opened.complete(Unit)
        assertEquals(listOf(Route.Duties, Route.Link(other)), app.routes())
    }

    @Test
    fun linksByTheHundred() {
        app.signIn()
        val controller = started()
        repeat(500) { controller.newIntent(viewing("dienstchat://duty/xyz/$it")) }
        assertEquals(listOf(Route.Duties, Route.Link("dienstchat://duty/xyz/499")), app.routes())
    }

    @Test
    fun intentsWithGarbage() {
        app.signIn()
        val controller = started(Intent("org.example.NONSENSE").setType("x/y").putExtra("way", 7))
        assertEquals(listOf<Route>(Route.Duties), app.routes())
        val random = Random(11)
        repeat(300) {
            val bytes = String(CharArray(random.nextInt(40)) { random.nextInt(0x10000).toChar() })
            val scheme = listOf("dienstchat:", "https:", "de.dienstchat.app:", "").random(random)
            controller.newIntent(viewing(scheme + bytes))
        }
        controller.newIntent(viewing("dienstchat:" + "/".repeat(500_000)))
        controller.newIntent(Intent(Intent.ACTION_VIEW))
        assertIs<AppState.Running>(app.settled())
        val state = Bundle()
        controller.saveInstanceState(state)
        val parcel = Parcel.obtain()
        parcel.writeBundle(state)
        assertTrue(parcel.dataSize() < 50_000, "${parcel.dataSize()}")
    }

    @Test
    fun anActivityMadeAnewShowsTheSame() {
        app.signIn()
        val controller = started(viewing(link))
        val model = app.model
        val first = controller.get()
        controller.recreate()
        assertTrue(first !== controller.get())
        assertSame(model, app.model)
        assertNotNull(controller.get().content)
        // The link was followed once: who has turned away from it is not led there again.
        assertTrue(model.back())
        controller.recreate()
        assertEquals(listOf<Route>(Route.Duties), app.routes())
        assertEquals(1, app.core.calls.count { it == "synchronise(one)" })
    }

    @Test
    fun theWayOutlivesTheProcess() {
        app.signIn()
        val controller = started(viewing(link))
        val state = controller.killed()
        app.signIn()
        restarted(state, viewing(link))
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
    }

    @Test
    fun theWayOutlivesAnActivityThatEndsBeforeAnythingIsRead() {
        app.signIn()
        val state = started(viewing(link)).killed()
        app.signIn()
        val waiting = ArrayDeque<Runnable>()
        app.disk = object : CoroutineDispatcher() {
            override fun dispatch(context: CoroutineContext, block: Runnable) {
                waiting += block
            }
        }
        restarted(state).recreate()
        assertTrue(waiting.isNotEmpty())
        while (waiting.isNotEmpty()) {
            waiting.removeFirst().run()
            shadowOf(Looper.getMainLooper()).idle()
        }
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
    }

    @Test
    fun anotherLinkAfterTheProcessWasEnded() {
        app.signIn()
        val state = started(viewing(link)).killed()
        val again = restarted(state, viewing(link))
        again.newIntent(viewing(other))
        assertEquals(listOf(Route.Duties, Route.Link(other)), app.routes())
    }

    @Test
    fun aStateThatIsNoneBeginsAnew() {
        app.signIn()
        for (way in listOf(listOf("x"), listOf("9", "chat/one/1"), listOf("1", "%"), emptyList())) {
            restarted(Bundle().apply { putStringArrayList("way", ArrayList(way)) })
            assertEquals(listOf<Route>(Route.Duties), app.routes())
            app.kill()
        }
        restarted(Bundle().apply { putInt("way", 3) })
        assertEquals(listOf<Route>(Route.Duties), app.routes())
    }

    @Test
    fun theAnswerOfABrowserGoesToTheSignInThatWaits() {
        app.callbacks.waiting = true
        val controller = started()
        controller.newIntent(viewing("de.dienstchat.app:/signed-in?code=1"))
        app.settled()
        assertEquals(listOf("handOver(de.dienstchat.app:/signed-in?code=1)"), app.callbacks.calls)
    }

    @Test
    fun theAnswerOfABrowserAfterTheProcessWasEnded() {
        app.callbacks.expected = true
        app.core.remembered = link
        app.signIn()
        started(viewing("de.dienstchat.app:/signed-in?code=1"))
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
        assertEquals("finish(de.dienstchat.app:/signed-in?code=1)", app.callbacks.calls.last())
    }

    @Test
    fun anAnswerThatNobodyAskedForIsDropped() {
        started(viewing("de.dienstchat.app:/signed-in?code=stolen"))
        assertEquals(listOf<Route>(Route.Organisations), app.routes())
        assertFalse(app.callbacks.calls.any { it.startsWith("finish") })
    }

    @Test
    fun dataThatCannotBeOpenedEndsNothing() {
        app.opening = { throw OpenException.DataFolder() }
        val controller = started(viewing(link))
        assertEquals(AppState.Failed(StartFailure.DATA_FOLDER), app.settled())
        controller.newIntent(viewing("de.dienstchat.app:/signed-in?code=1"))
        app.settled()
        app.opening = {}
        app.signIn()
        app.model.retryStart()
        assertEquals(listOf(Route.Duties, Route.Link(link)), app.routes())
    }

    @Test
    fun accountsSynchroniseAWhileAfterTheAppWasLeft() {
        app.signIn()
        var synchronising = 0
        app.core.synchronising = {
            synchronising += 1
            try {
                awaitCancellation()
            } finally {
                synchronising -= 1
            }
        }
        val controller = started()
        app.settled()
        assertEquals(1, synchronising)
        controller.recreate()
        app.settled()
        assertEquals(1, synchronising)
        controller.pause().stop()
        val looper = shadowOf(Looper.getMainLooper())
        looper.idleFor(Duration.ofSeconds(299))
        assertEquals(1, synchronising)
        looper.idleFor(Duration.ofSeconds(2))
        assertEquals(0, synchronising)
        controller.restart().start().resume()
        app.settled()
        assertEquals(1, synchronising)
    }

    @Test
    fun whoIsThereIsAskedOnceWhetherMessagesMayBeToldOf() {
        val controller = started()
        app.settled()
        assertNull(shadowOf(controller.get()).lastRequestedPermission)
        app.signIn()
        app.model.signedIn()
        app.settled()
        val asked = assertNotNull(shadowOf(controller.get()).lastRequestedPermission)
        assertEquals(listOf("android.permission.POST_NOTIFICATIONS"), asked.requestedPermissions.toList())
        controller.recreate()
        app.settled()
        assertNull(shadowOf(controller.get()).lastRequestedPermission)
    }

    @Test
    fun theSystemsWayBackIsTakenOnlyWhereThereIsOne() {
        app.signIn()
        val controller = started()
        app.settled()
        assertFalse(app.model.back())
        controller.newIntent(viewing(link))
        app.settled()
        controller.get().onBackPressed()
        assertEquals(listOf<Route>(Route.Duties), app.routes())
        assertFalse(controller.get().isFinishing)
    }
}
