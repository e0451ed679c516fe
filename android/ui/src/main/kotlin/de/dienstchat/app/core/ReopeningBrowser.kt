package de.dienstchat.app.core

import de.dienstchat.Browser
import java.util.concurrent.atomic.AtomicReference

/** A [browser] that can open once more what a sign-in had it open. */
class ReopeningBrowser(private val browser: Browser) : Browser {
    private val opened = AtomicReference<String?>()

    override fun open(url: String) {
        browser.open(url)
        opened.set(url)
    }

    override fun dismiss() {
        forget()
        browser.dismiss()
    }

    /** Opens it once more; fails as [open] does. */
    fun openAgain() {
        opened.get()?.let(browser::open)
    }

    /** The sign-in has ended: its address is of no use any more. */
    fun forget() {
        opened.set(null)
    }
}
