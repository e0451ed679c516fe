package de.dienstchat.app.desktop.settings

import de.dienstchat.app.desktop.Arguments
import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.Folder
import de.dienstchat.app.desktop.secrets.SecretsKind
import de.dienstchat.app.texts.English
import java.nio.file.Path
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import org.junit.Rule

class SettingsTest {
    @get:Rule
    val folder = Folder()

    private val places get() = Places("Linux", folder.path.toString()) { null }

    private fun load(text: String, vararg more: String): Settings {
        val file = folder.path.resolve("config.toml").apply { writeText(text) }
        return Settings.load(Arguments.parse(listOf("--config", file.toString()) + more), places, publishers = null)
    }

    @Test
    fun aFileForTheTerminalClientIsOneForTheDesktop() {
        val settings = load(
            """
            # from the operator
            connector = "https://chat.example"   # needed
            app_hosts = ["https://chat.example", 'https://links.example' ]
            data_dir = '/data'
            secrets = "file"

            """.trimIndent() + "\n" + ISSUERS,
        )
        assertEquals("https://chat.example", settings.connector)
        assertEquals(listOf("https://chat.example", "https://links.example"), settings.appHosts)
        assertEquals(Path.of("/data/desktop"), settings.dataDir)
        assertEquals(SecretsKind.FILE, settings.secrets)
        assertEquals(ISSUERS, settings.issuers)
        assertEquals("http://127.0.0.1/callback", settings.redirectUri)
    }

    @Test
    fun whatIsLeftOutHasADefault() {
        val settings = load("connector = \"https://chat.example/\"\n$ISSUERS")
        assertEquals(listOf("https://chat.example"), settings.appHosts)
        assertEquals(places.data, settings.dataDir)
        assertNull(settings.secrets)
        assertNull(load("connector = \"https://chat.example\"\nsecrets = \"auto\"\n$ISSUERS").secrets)
    }

    @Test
    fun theCommandLineWins() {
        val file = "connector = \"https://chat.example\"\nsecrets = \"auto\"\ndata_dir = \"/data\"\n$ISSUERS"
        val settings = load(file, "--secrets", "file", "--data-dir", "/other")
        assertEquals(SecretsKind.FILE, settings.secrets)
        assertEquals(Path.of("/other"), settings.dataDir)
    }

    @Test
    fun theIssuersMayLieInAFileOfTheirOwn() {
        folder.path.resolve("issuers.toml").writeText(ISSUERS)
        val settings = load("connector = \"https://chat.example\"\nissuers_file = \"issuers.toml\"\n")
        assertEquals("http://127.0.0.1/callback", settings.redirectUri)
    }

    @Test
    fun whatThePublisherPackedInIsTakenBeforeTheFolder() {
        val publishers = "connector = \"https://publisher.example\"\n$ISSUERS"
        val settings = Settings.load(Arguments(), places, publishers)
        assertEquals("https://publisher.example", settings.connector)
        assertFailsWith<CannotStart.NotSetUp> { Settings.load(Arguments(), places, publishers = null) }
    }

    @Test
    fun aMistakeIsNamed() {
        val connector = "connector = \"https://chat.example\"\n"
        val wrong = mapOf(
            "$ISSUERS" to "connector's address",
            "connector = https://chat.example\n$ISSUERS" to "Line 1",
            "$connector\napp_hosts = [\"a\" \"b\"]\n$ISSUERS" to "Line 3",
            "$connector$connector$ISSUERS" to "Line 2",
            "connector = \"a\\u0041\"\n$ISSUERS" to "Line 1",
            "${connector}colour = \"red\"\n$ISSUERS" to "“colour”",
            "${connector}secrets = \"cloud\"\n$ISSUERS" to "“secrets”",
            "connector = [\"a\", \"b\"]\n$ISSUERS" to "“connector”",
            connector to "“redirect_uris”",
            "$connector# redirect_uris = [\"http://127.0.0.1/callback\"]\n" to "“redirect_uris”",
            "${connector}issuers_file = \"nowhere.toml\"" to "nowhere.toml cannot be read",
        )
        for ((text, said) in wrong) {
            val failure = assertFailsWith<CannotStart>(text) { load(text) }
            assertContains(failure.text(English), said, message = text)
        }
    }

    private companion object {
        val ISSUERS = """
            [[issuers]]
            issuer = "http://127.0.0.1:9000/"
            client_id = "dienstchat-app"
            redirect_uris = [
                "dienstchat://login",
                # Not "http://127.0.0.1/old" any more.
                "http://127.0.0.1/callback",
            ]
        """.trimIndent()
    }
}
