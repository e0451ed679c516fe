package de.dienstchat.app.android.config

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith

class PublisherConfigTest {
    private val example = File("publisher/publisher.toml").readText()

    @Test
    fun theExample() {
        val config = PublisherConfig.parse(example)
        assertEquals("https://chat.example.org", config.connector)
        assertEquals("https://chat.example.org", config.appHost)
        assertEquals("de.dienstchat.app:/signed-in", config.redirectUri)
        assertEquals("de.dienstchat.app", config.redirectScheme)
        assertEquals("[[issuers]]", config.issuers.lines().first())
    }

    @Test
    fun theRedirectUriIsTheOneOfTheApp() {
        val uris = """["http://127.0.0.1/callback", "https://x.example/y", "org.example:/back"]"""
        val text = example.replace("""["de.dienstchat.app:/signed-in"]""", uris)
        assertEquals("org.example:/back", PublisherConfig.parse(text).redirectUri)
    }

    @Test
    fun whatIsMissingIsNamed() {
        val lines = example.lines()
        for (key in listOf("connector", "app_hosts", "[[issuers]]", "redirect_uris")) {
            val text = lines.filterNot { it.startsWith(key) }.joinToString("\n")
            assertFailsWith<IllegalStateException>(key) { PublisherConfig.parse(text) }
        }
        assertFailsWith<IllegalStateException> {
            PublisherConfig.parse(example.replace("""["https://chat.example.org"]""", """["https://a", "https://b"]"""))
        }
    }
}
