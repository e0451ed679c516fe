package de.dienstchat.app.desktop.real

import de.dienstchat.HttpBrowser
import de.dienstchat.Stack
import de.dienstchat.app.desktop.Folder
import de.dienstchat.app.texts.German
import kotlin.io.path.createDirectories
import kotlin.test.Test
import kotlin.test.assertEquals
import org.junit.Rule

/** Anna at a desk where the system opens no browser. */
class SignInByHandTest {
    @get:Rule
    val folder = Folder()

    @Test
    fun theAddressIsCopiedAndTheSignInWaitsForIt() = Stack().use { stack ->
        val data = folder.path.resolve("data")
        val arguments = listOf("--config", stack.configFile, "--data-dir", "$data", "--secrets", "file")
        Desk(folder.path.resolve("desk").createDirectories(), arguments, stack.clock, browser = false).use { desk ->
            desk.start().use { app ->
                app.clickField()
                app.type("muster")
                app.click("DRK Musterstadt")
                app.click(German.signinContinue)
                app.waitFor(German.signinByHand)
                app.click(German.signinCopyAddress)
                app.waitFor(German.signinCopied)
                val browser = HttpBrowser()
                browser.open(browser.signIn(app.clipboard(), stack.helper("anna")))
                app.waitFor(German.dutiesTitle)
                assertEquals(0, app.closeWindow())
            }
        }
    }
}
