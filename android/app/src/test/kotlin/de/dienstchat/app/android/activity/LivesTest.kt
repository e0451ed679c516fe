package de.dienstchat.app.android.activity

import android.content.Intent
import android.net.Uri
import android.os.Bundle
import android.os.Looper
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDisplayed
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.test.swipeDown
import androidx.compose.ui.unit.Density
import de.dienstchat.LinkTarget
import de.dienstchat.Organisation
import de.dienstchat.TimelineState
import de.dienstchat.app.android.MainActivity
import de.dienstchat.app.android.TestApplication
import de.dienstchat.app.chat.said
import de.dienstchat.app.chat.summary
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.German
import java.time.Duration
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CompletableDeferred
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowPausedLooper

/** How long what is waited for may take on the slowest machine. */
private val PATIENCE = 60.seconds

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
        val end = System.nanoTime() + PATIENCE.inWholeNanoseconds
        while (System.nanoTime() < end) {
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

    private val draft = hasSetTextAction() and hasText("Bin gleich")

    private fun viewing(address: String) = Intent(Intent.ACTION_VIEW, Uri.parse(address))

    private fun started(): ActivityController<MainActivity> =
        Robolectric.buildActivity(MainActivity::class.java, viewing("dienstchat://duty/xyz/4711")).setup()

    private fun ComposeUiTest.isThere(node: SemanticsMatcher) = onAllNodes(node).fetchSemanticsNodes().isNotEmpty()

    private fun ComposeUiTest.press(label: String) {
        val button = hasText(label) and hasClickAction()
        until("“$label” is there") { isThere(button) }
        onNode(button).performScrollTo().performClick()
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
        until("the draft is there") { isThere(draft) }
        until("the place is the same, $before") { seenMessages().lastOrNull() == before.last() }
        assertEquals(route, app.routes().last())
    }

    @Test
    fun aLinkWhileNobodyIsSignedInLeadsThroughTheSignInToTheChat() {
        app.core.accounts.value = emptyList()
        app.core.openingLink = { link ->
            if (app.core.accounts.value.isEmpty()) {
                app.core.remembered = link
                LinkTarget.SignIn("xyz")
            } else {
                LinkTarget.Chat("xyz_anna", "4711")
            }
        }
        app.core.searching = { listOf(Organisation("xyz", "Rettung XYZ")) }
        app.core.refreshing = {}
        val browser = CompletableDeferred<Unit>()
        app.core.signingIn = {
            browser.await()
            app.signIn("xyz_anna")
            "xyz_anna"
        }
        app.callbacks.waiting = true
        app.callbacks.taking = { browser.complete(Unit) }
        val controller = started()
        app.settled()
        app.preferences.change { it.copy(language = Language.GERMAN) }
        seen(controller.get()) {
            press(German.signIn)
            press(German.signinContinue)
            until("the browser is waited for") { isThere(hasText(German.signinInBrowser)) }
            controller.newIntent(viewing("de.dienstchat.app:/signed-in?code=1"))
            until("the chat is there") { 59 in seenMessages() }
        }
        assertEquals(listOf(Route.Duties, route), app.routes())
        assertEquals(listOf("handOver(de.dienstchat.app:/signed-in?code=1)"), app.callbacks.calls)
    }

    @Test
    fun aSecondLinkLeavesTheDraftOfTheChatThatIsOpen() {
        val controller = started()
        val second = FakeChat(summary().copy(dutyId = "4712"))
        app.core.opened["xyz_anna" to "4712"] = second
        seen(controller.get()) {
            until("the newest message is there") { 59 in seenMessages() }
            onNode(hasSetTextAction()).performTextInput("Bin gleich")
            app.core.openingLink = { LinkTarget.Chat("xyz_anna", "4712") }
            controller.newIntent(viewing("dienstchat://duty/xyz/4712"))
            until("the second chat is there") { app.routes().last() == Route.Chat("xyz_anna", "4712") }
            until("its field is empty") { isThere(hasSetTextAction()) && !isThere(draft) }
            assertTrue(app.model.back())
            until("the draft is there") { isThere(draft) }
            assertEquals(route, app.routes().last())
        }
        assertEquals("Bin gleich", chat.kept)
        assertEquals(null, second.kept)
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
