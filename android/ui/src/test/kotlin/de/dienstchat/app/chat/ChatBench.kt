package de.dienstchat.app.chat

import de.dienstchat.Role
import de.dienstchat.app.core.FakeChat
import de.dienstchat.app.core.FakeCore
import de.dienstchat.app.navigation.BackStack
import de.dienstchat.app.navigation.Route
import de.dienstchat.app.preferences.MemoryPreferences
import de.dienstchat.app.preferences.Preferences
import java.time.Duration
import java.time.ZoneId
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.job
import kotlinx.coroutines.plus
import kotlinx.coroutines.test.StandardTestDispatcher
import kotlinx.coroutines.test.TestScope
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent

/** A chat on the screen, with everything around it under the test's control. */
@OptIn(ExperimentalCoroutinesApi::class)
class ChatBench(private val test: TestScope, anchor: ScrollAnchor? = null) {
    val chat = FakeChat(summary()).apply {
        everybody.value = listOf(member("Ben", Role.RESPONSIBLE), member("Anna"))
        messages.value = timeline(said("a"))
    }
    val core = FakeCore().apply { opened["xyz_anna" to "4711"] = chat }
    val route = Route.Chat("xyz_anna", "4711")
    val way = BackStack(Route.Duties).apply { open(route) }
    private val life: CoroutineScope = test.backgroundScope + Job(test.backgroundScope.coroutineContext.job)

    val presenter = ChatPresenter(
        core = core,
        preferences = Preferences(MemoryPreferences(mapOf("organisation.name.xyz" to "Rettung XYZ"))),
        navigator = way,
        route = route,
        scope = life,
        zone = ZoneId.of("Europe/Berlin"),
        mapping = StandardTestDispatcher(test.testScheduler),
        anchor = anchor,
    )

    /** What is shown once everything has settled. */
    val state: ChatState
        get() {
            test.runCurrent()
            return presenter.states.value
        }

    /** What the chat was asked to do until then. */
    val calls: List<String>
        get() {
            test.runCurrent()
            return chat.calls
        }

    fun on(event: ChatEvent) {
        test.runCurrent()
        presenter.on(event)
        test.runCurrent()
    }

    fun waitFor(time: Duration) = test.advanceTimeBy(time.toMillis() + 1)

    /** The screen is left. */
    suspend fun leave() = life.coroutineContext.job.cancelAndJoin()
}
