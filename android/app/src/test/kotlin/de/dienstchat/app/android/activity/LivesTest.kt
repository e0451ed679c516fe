package de.dienstchat.app.android.activity

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDisplayed
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.test.swipeDown
import androidx.compose.ui.unit.Density
import de.dienstchat.LinkTarget
import de.dienstchat.TimelineState
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import de.dienstchat.app.chat.said
import de.dienstchat.app.chat.summary
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.navigation.Route
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowPausedLooper

/** The screens themselves in one activity after the other, and in one process after the other. */
@OptIn(ExperimentalTestApi::class)
@RunWith(RobolectricTestRunner::class)
@Config(application = TestApplication::class)
class LivesTest {
    private val app = TestApplication.instance
    private val chat = FakeChat(summary())
    private val main = shadowOf(Looper.getMainLooper()) as ShadowPausedLooper
    private val route = Route.Chat("xyz_anna", "4711")

    init {
        app.signIn("xyz_anna")
        app.core.chats.value = listOf(summary())
        app.core.opened["xyz_anna" to "4711"] = chat
        app.core.openingLink = { LinkTarget.Chat("xyz_anna", "4711") }
        val messages = List(60) { said("m$it", "Nachricht $it", minutes = it.toLong()) }
        chat.messages.value = TimelineState(messages, false, false)
    }

    /** What the activity shows is drawn, while [live] goes on. */
    private fun seen(activity: MainActivity, live: ComposeUiTest.() -> Unit) =
        runSkikoComposeUiTest(Size(width = 360f, height = 740f), Density(density = 1f)) {
            app.settled()
            setContent { checkNotNull(activity.content).invoke() }
            live()
        }

    /** Lets the main thread and the screens do what they do, until this holds. */
    private fun ComposeUiTest.until(what: String, holds: () -> Boolean) {
        repeat(100) {
            app.settled()
            waitForIdle()
            if (holds()) return
            // Messages become rows elsewhere, and come back as a message to the main thread.
            main.poll(100)
        }
        throw AssertionError("it never came to this: $what; but these are seen: ${seenMessages()}")
    }

    /** The numbers of the messages that can be seen. */
    private fun ComposeUiTest.seenMessages(): List<Int> = (0..59).filter { number ->
        val message = onAllNodes(hasContentDescription("\u2068Nachricht $number\u2069", substring = true))
        message.fetchSemanticsNodes().isNotEmpty() && message.onFirst().isDisplayed()
    }

    private fun started(): ActivityController<MainActivity> {
        val link = Intent(Intent.ACTION_VIEW, Uri.parse("dienstchat://duty/xyz/4711"))
        return Robolectric.buildActivity(MainActivity::class.java, link).setup()
    }

    private fun ComposeUiTest.typeAndScroll(): List<Int> {
        until("the newest message is there") { 59 in seenMessages() }
        onNode(hasSetTextAction()).performTextInput("Bin gleich")
        onNode(hasScrollToIndexAction()).performTouchInput { swipeDown(startY = 100f, endY = 500f) }
        until("older messages are there") { seenMessages().run { isNotEmpty() && 59 !in this } }
        // What is typed is kept a little after the last key.
        main.idleFor(Duration.ofSeconds(2))
        waitForIdle()
        return seenMessages()
    }

    private fun ComposeUiTest.everythingIsAsItWas(before: List<Int>) {
        val draft = hasSetTextAction() and hasText("Bin gleich")
        until("the draft is there") { onAllNodes(draft).fetchSemanticsNodes().size == 1 }
        until("the place is the same, $before") { seenMessages().lastOrNull() == before.last() }
        assertEquals(route, app.routes().last())
    }

    @Test
    fun anActivityMadeAnewKeepsDraftPlaceAndChat() {
        val controller = started()
        var before = emptyList<Int>()
        seen(controller.get()) {
            before = typeAndScroll()
        }
        controller.recreate()
        seen(controller.get()) { everythingIsAsItWas(before) }
    }

    @Test
    fun anEndedProcessKeepsDraftPlaceAndChat() {
        val controller = started()
        var before = emptyList<Int>()
        val state = Bundle()
        seen(controller.get()) {
            before = typeAndScroll()
            controller.pause().stop().saveInstanceState(state)
        }
        assertEquals("Bin gleich", chat.kept)
        app.kill()
        val next = Robolectric.buildActivity(MainActivity::class.java).create(state).start().resume().visible()
        seen(next.get()) { everythingIsAsItWas(before) }
    }
}
