package de.dienstchat.app.desktop

import de.dienstchat.BrowserException
import kotlin.io.path.readText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.time.Duration.Companion.seconds
import org.junit.Rule

class SystemBrowserTest {
    @get:Rule
    val folder = Folder()

    @Test
    fun theAddressIsOneWordWhateverItHolds() {
        val file = folder.path.resolve("opened")
        browser("sh", "-c", "printf %s \"$1\" > \"$0\"", "$file").open("https://a.example/?b=c&d=\$e f")
        assertEquals("https://a.example/?b=c&d=\$e f", file.readText())
    }

    @Test
    fun itIsSaidWhenThereIsNone() {
        assertFailsWith<BrowserException.NoBrowser> { browser("no-such-program").open("https://a.example") }
        assertFailsWith<BrowserException.NoBrowser> { browser("false").open("https://a.example") }
    }

    private fun browser(vararg opener: String) = SystemBrowser(opener.toList(), patience = 60.seconds)
}
