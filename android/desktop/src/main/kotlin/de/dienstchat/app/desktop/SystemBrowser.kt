package de.dienstchat.app.desktop

import de.dienstchat.Browser
import de.dienstchat.BrowserException
import java.io.IOException
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds

/**
 * The browser that the person uses anyway. Asked for by the system's own program, as the terminal
 * client does it.
 *
 * @param patience So long it may take to say that there is none.
 */
internal class SystemBrowser(
    private val opener: List<String> = opener(),
    private val patience: Duration = 5.seconds,
) : Browser {
    override fun open(url: String) {
        val process = try {
            ProcessBuilder(opener + url)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
        } catch (_: IOException) {
            throw BrowserException.NoBrowser()
        }
        // Where it stays as long as the browser does, nobody waits for it.
        if (process.waitFor(patience.inWholeMilliseconds, TimeUnit.MILLISECONDS) && process.exitValue() != 0) {
            throw BrowserException.NoBrowser()
        }
    }

    // A browser's tab cannot be closed from here.
    override fun dismiss(): Unit = Unit

    private companion object {
        fun opener(system: String = System.getProperty("os.name")): List<String> = when {
            system.startsWith("Mac") -> listOf("open")
            // `start` would read the `&` of the address as its own.
            system.startsWith("Windows") -> listOf("rundll32", "url.dll,FileProtocolHandler")
            else -> listOf("xdg-open")
        }
    }
}
