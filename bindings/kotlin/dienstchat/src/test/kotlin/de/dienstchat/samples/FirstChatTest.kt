package de.dienstchat.samples

import de.dienstchat.*
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.concurrent.thread
import kotlin.test.AfterTest
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

/** Anna runs the samples, against the running stack; Ben has the terminal client. */
class FirstChatTest {
    private val stack = Stack()
    private val folder: Path = Files.createTempDirectory("dienstchat")
    private val http = HttpBrowser()

    /** Anna signs in, and is led back to the program. */
    private val browser = object : Browser {
        override fun open(url: String) {
            thread { http.open(http.signIn(url, stack.helper("anna"))) }
        }

        override fun dismiss() = Unit
    }

    @AfterTest
    fun cleanUp() {
        stack.close()
        folder.toFile().deleteRecursively()
    }

    @Test
    fun theSamplesDoWhatThePageSays() = runBlocking {
        withTimeout(120.seconds) {
            val settings = File(stack.configFile).readText()
            openDienstchat(folder.resolve("anna"), settings).use { dienstchat ->
                val account = account(dienstchat, stack.ov, browser)
                val again = account(dienstchat, stack.ov, browser)
                assertEquals(account.id(), again.id())
                whileSynchronising(account) {
                    val summary = firstChat(dienstchat)
                    assertEquals(stack.title, summary.title)
                    openChat(dienstchat, summary).use { chat -> converse(chat) }
                }
                signOut(dienstchat, account)
                assertEquals(emptyList(), dienstchat.accounts().observe().first())
            }
        }
    }

    private suspend fun converse(chat: Chat) = coroutineScope {
        val shown = Channel<String>(Channel.UNLIMITED)
        val showing = launch { showMessages(chat, shown::send) }
        val ben = Cli(stack, folder.resolve("ben"))
        ben.login(http, stack.helper("ben"))
        chat.observeMembers().first { members -> members.any { it.name == "Ben Brandt" && it.joined } }

        ben.run("send", stack.dutyId, FROM_BEN)
        while (shown.receive() != "Ben Brandt: $FROM_BEN") Unit
        assertEquals(1uL, chat.observe().first { it.unread > 0u }.unread)
        chat.markRead()
        assertEquals(0uL, chat.observe().first().unread)

        assertNotNull(send(chat, ""))
        assertNull(send(chat, FROM_ANNA))
        chat.sendQueue().observe().first { it.isEmpty() }
        val sent = chat.timeline().observe().first { state ->
            state.items.any { it.content == Content.Text(FROM_ANNA) && it.id is ItemId.Event }
        }
        chat.timeline().open(limit = 1u).use { timeline ->
            val newest = timeline.states.first()
            assertEquals(listOf(sent.items.last()), newest.items)
            scrolledToTheTop(timeline, newest)
            assertContains(timeline.states.first().items, sent.items.first { !it.own })
        }
        assertContains(ben.run("read", stack.dutyId).map { it["text"]?.asString }, FROM_ANNA)
        showing.cancel()
    }

    private companion object {
        const val FROM_BEN = "Bin am Südtor, wo steht ihr?"
        const val FROM_ANNA = "Vor dem Sanitätszelt \uD83D\uDC4B"
    }
}
