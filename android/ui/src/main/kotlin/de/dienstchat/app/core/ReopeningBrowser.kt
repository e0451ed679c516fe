package de.dienstchat.app.core

import de.dienstchat.Browser
import de.dienstchat.BrowserException
import java.util.concurrent.atomic.AtomicReference

/** A [browser] that can open once more what a sign-in has for it, and knows what to open by hand. */
class ReopeningBrowser(private val browser: Browser) {
    private val wanted = AtomicReference<String?>()

    /** What the sign-in that waits has for a browser. Not for logs: who knows it can answer for the browser. */
    val address: String? get() = wanted.get()

    /**
     * The browser for a sign-in. Where it cannot be opened, [missing] is told so and the sign-in goes on: the
     * person can open the address by hand.
     */
    fun orByHand(missing: () -> Unit): Browser = object : Browser {
        override fun open(url: String) {
            wanted.set(url)
            try {
                browser.open(url)
            } catch (_: BrowserException) {
                missing()
            }
        }

        override fun dismiss() {
            forget()
            browser.dismiss()
        }
    }

    /** Opens it once more; fails as a [Browser] does. */
    fun openAgain() {
        wanted.get()?.let(browser::open)
    }

    /** The sign-in has ended: its address is of no use any more. */
    fun forget() {
        wanted.set(null)
    }
}
