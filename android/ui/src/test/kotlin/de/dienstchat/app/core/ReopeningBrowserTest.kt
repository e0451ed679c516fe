package de.dienstchat.app.core

import de.dienstchat.Browser
import kotlin.test.Test
import kotlin.test.assertEquals

class ReopeningBrowserTest {
    private val opened = mutableListOf<String>()
    private val browser = ReopeningBrowser(object : Browser {
        override fun open(url: String) {
            opened += url
        }

        override fun dismiss() {
            opened += "dismissed"
        }
    })

    @Test
    fun itOpensTheSameAddressUntilTheSignInEnds() {
        browser.openAgain()
        browser.open("https://id.example.org/authorize?state=1")
        browser.openAgain()
        browser.forget()
        browser.openAgain()
        assertEquals(List(2) { "https://id.example.org/authorize?state=1" }, opened)
    }

    @Test
    fun whatIsDismissedIsNotOpenedAgain() {
        browser.open("https://id.example.org/authorize?state=1")
        browser.dismiss()
        browser.openAgain()
        assertEquals(listOf("https://id.example.org/authorize?state=1", "dismissed"), opened)
    }
}
