package de.dienstchat.samples

import de.dienstchat.*
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertIs
import kotlin.test.assertTrue
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.isActive
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** What happens in the course of things must not end the app, whose scope the view models have. */
class ScreenTest {
    private val timeline = FakeTimeline()
    private val failure = CompletableDeferred<Throwable>()

    /** A failure that nobody catches cancels it. */
    private val scope = CoroutineScope(Dispatchers.Default + Job())

    private fun screen(active: Flow<Boolean>) =
        messages(timeline.open(), active, scope) { failure.complete(it) }

    private fun showing(text: String) = timeline.prepare().also {
        it.send(update(TimelineDiff.Reset(listOf(item(text)))))
    }

    private fun test(work: suspend CoroutineScope.() -> Unit) = runBlocking {
        withTimeout(30_000, work)
        assertTrue(scope.isActive)
        scope.cancel()
    }

    @Test
    fun aChatThatIsDeletedLeavesTheScreen() = test {
        val updates = showing("a")
        val screen = screen(emptyFlow())
        val watching = launch { screen.collect {} }
        screen.first { it.items.isNotEmpty() }
        updates.fail(ChatException.ChatDeleted())
        assertIs<ChatException.ChatDeleted>(failure.await())
        assertEquals(TimelineState.Empty, screen.value)
        watching.cancel()
    }

    @Test
    fun aSealedAccountShowsNothingUntilItIsActiveAgain() = test {
        val active = MutableStateFlow(false)
        val updates = showing("a")
        val screen = screen(active)
        val watching = launch { screen.collect {} }
        screen.first { it.items.isNotEmpty() }
        updates.fail(ChatException.Sealed())
        screen.first { it == TimelineState.Empty }
        showing("b")
        active.value = true
        screen.first { it.items == listOf(item("b")) }
        assertEquals(2, timeline.subscriptions.size)
        assertTrue(failure.isActive)
        watching.cancel()
    }

    /** Also what tells whether the account is active may fail or be over. */
    @Test
    fun whoCannotBeToldWhenTheAccountIsActiveIsToldThat() = test {
        for ((active, expected) in listOf(
            flow<Boolean> { throw ClientException.Closed() } to ClientException.Closed::class,
            emptyFlow<Boolean>() to ChatException.Sealed::class,
        )) {
            val fake = FakeTimeline()
            fake.prepare().fail(ChatException.Sealed())
            val failed = CompletableDeferred<Throwable>()
            val screen = messages(fake.open(), active, scope) { failed.complete(it) }
            val watching = launch { screen.collect {} }
            assertEquals(expected, failed.await()::class)
            watching.cancel()
        }
    }

    @Test
    fun aListThatFailsIsEmpty() = test {
        val chats = object : Chats(NoHandle) {
            override fun subscribe(): ChatListUpdates = throw ClientException.Sealed()
        }
        val list = chatList(chats, scope) { failure.complete(it) }
        val watching = launch { list.collect {} }
        assertIs<ClientException.Sealed>(failure.await())
        assertEquals(emptyList(), list.value)
        watching.cancel()
    }
}
