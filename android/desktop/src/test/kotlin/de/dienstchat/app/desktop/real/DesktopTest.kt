package de.dienstchat.app.desktop.real

import de.dienstchat.Cli
import de.dienstchat.HttpBrowser
import de.dienstchat.Stack
import de.dienstchat.app.desktop.Folder
import de.dienstchat.app.texts.German
import java.io.File
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.time.Duration.Companion.hours
import kotlin.time.Duration.Companion.milliseconds
import kotlin.time.Duration.Companion.seconds
import org.junit.Rule

/** Anna at her desk, with the app, a browser and the servers as they are; Ben has the terminal client. */
class DesktopTest {
    @get:Rule
    val folder = Folder()

    @Test
    fun aDutysChatFromTheFirstStartToItsEnd() = Stack().use { stack ->
        val ben = Cli(stack, folder.path.resolve("ben"))
        ben.login(HttpBrowser(), stack.helper("ben"))
        desk(stack).use { desk ->
            desk.start().watched { app ->
                signsIn(app, desk, stack)
                app.waitFor(stack.title)
                followsTheLink(app, desk, stack)
                converses(app, ben, stack)
                assertEquals(0, app.closeWindow())
            }
            desk.start().watched { app ->
                // What is stored is there again.
                app.waitFor(stack.title)
                app.click(stack.title)
                app.waitFor(FROM_BEN)
                theDutyEnds(app, ben, stack)
                assertEquals(0, app.closeWindow())
            }
        }
    }

    private fun signsIn(app: RunningApp, desk: Desk, stack: Stack) {
        app.clickField()
        app.type("muster")
        app.click("DRK Musterstadt")
        app.click(German.signinContinue)
        app.waitFor(German.signinInBrowser)
        val anna = stack.helper("anna")
        Chromium(folder.path.resolve("chromium")).use { browser ->
            browser.open(desk.addressToOpen())
            browser.fill("username", anna.username)
            browser.fill("password", anna.password)
            browser.click("button")
            browser.waitFor(anna.name)
            browser.click("button[value=allow]")
            browser.waitFor("zu Dienstchat zurückkehren")
            assertEquals("127.0.0.1", java.net.URI(browser.address).host)
        }
        app.waitFor(German.dutiesTitle)
    }

    private fun followsTheLink(app: RunningApp, desk: Desk, stack: Stack) {
        assertEquals(0, desk.open("https://example.org/kein-link"))
        app.waitFor(German.linkInvalid)
        assertEquals(0, desk.open(stack.link))
        app.waitFor(German.chatEmpty)
        app.waitFor(stack.title)
    }

    private fun converses(app: RunningApp, ben: Cli, stack: Stack) {
        app.clickField()
        app.type(FROM_ANNA)
        app.key("ENTER")
        app.waitFor(German.chatSent)
        assertContains(ben.run("read", stack.dutyId).map { it["text"]?.asString }, FROM_ANNA)
        ben.run("send", stack.dutyId, FROM_BEN)
        app.waitFor(FROM_BEN)
    }

    private fun theDutyEnds(app: RunningApp, ben: Cli, stack: Stack) {
        val chat = ben.run("chats").single { it["duty_id"].asString == stack.dutyId }
        val clock = FileClock(Path.of(stack.clock))
        fun pass(limit: String) {
            val at = chat[limit].asLong.seconds + 1.hours
            clock.set(at - System.currentTimeMillis().milliseconds)
        }
        pass("read_only_from")
        app.waitFor(German.chatReadOnly("").substringBefore("Du"))
        app.waitFor(FROM_BEN)
        pass("delete_at")
        app.waitFor(German.chatGone)
        app.waitUntilGone(FROM_BEN)
        app.click(German.toDuties)
        app.waitFor(German.dutiesEmpty)
    }

    private fun desk(stack: Stack): Desk {
        val data = folder.path.resolve("data")
        val arguments = listOf("--config", stack.configFile, "--data-dir", data.toString(), "--secrets", "file")
        return Desk(folder.path.resolve("desk").createDirectories(), arguments, stack.clock)
    }

    private fun RunningApp.watched(work: (RunningApp) -> Unit) = use {
        try {
            work(this)
        } catch (failure: Throwable) {
            // What was on the screen then says more than the failure does.
            runCatching { picture(File("target/desktop.png").absoluteFile) }.onFailure(failure::addSuppressed)
            throw failure
        }
    }

    private companion object {
        const val FROM_ANNA = "Bin am Tor"
        const val FROM_BEN = "Vor dem Sanitätszelt, komme gleich"
    }
}
