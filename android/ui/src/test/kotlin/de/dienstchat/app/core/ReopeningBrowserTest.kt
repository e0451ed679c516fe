package de.dienstchat.app.core

import de.dienstchat.Browser
import de.dienstchat.BrowserException
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull

class ReopeningBrowserTest {
    private val opened = mutableListOf<String>()
    private var missed = 0
    private var works = true
    private val reopening = ReopeningBrowser(object : Browser {
        override fun open(url: String) {
            if (!works) throw BrowserException.NoBrowser()
            opened += url
        }

        override fun dismiss() {
            opened += "dismissed"
        }
    })
    private val browser = reopening.orByHand { missed += 1 }
    private val url = "https://id.example.org/authorize?state=1"

    @Test
    fun itOpensTheSameAddressUntilTheSignInEnds() {
        reopening.openAgain()
        browser.open(url)
        reopening.openAgain()
        reopening.forget()
        reopening.openAgain()
        assertEquals(List(2) { url }, opened)
        assertEquals(0, missed)
    }

    @Test
    fun whatIsDismissedIsNotOpenedAgain() {
        browser.open(url)
        browser.dismiss()
        reopening.openAgain()
        assertEquals(listOf(url, "dismissed"), opened)
        assertNull(reopening.address)
    }

    @Test
    fun whatCannotBeOpenedIsKeptForWhoDoesItByHand() {
        works = false
        browser.open(url)
        assertEquals(1, missed)
        assertEquals(url, reopening.address)
        assertFailsWith<BrowserException.NoBrowser> { reopening.openAgain() }
        works = true
        reopening.openAgain()
        assertEquals(listOf(url), opened)
        reopening.forget()
        assertNull(reopening.address)
    }
}
