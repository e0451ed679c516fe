package de.dienstchat.app.desktop.real

import de.dienstchat.app.desktop.Folder
import de.dienstchat.app.texts.German
import java.nio.file.Path
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.Rule

/** The window and its process, where nobody listens at the connector's address. */
class WindowTest {
    @get:Rule
    val folder = Folder()

    private val config: Path by lazy {
        val issuers = Path.of("../../bindings/scenarios/issuers.toml").toFile().readText()
        val redirect = issuers.replace("\"dienstchat://login\"", "\"http://127.0.0.1/callback\"")
        folder.path.resolve("config.toml").apply { writeText("connector = \"http://127.0.0.1:1\"\n$redirect") }
    }

    private fun desk(vararg option: String, config: Path = this.config): Desk {
        val clock = folder.path.resolve("clock").apply { writeText("0") }
        val arguments = listOf("--config", "$config", "--data-dir", "${folder.path}/data", "--secrets", "file")
        return Desk(folder.path.resolve("desk").createDirectories(), arguments, "$clock", option.toList())
    }

    @Test
    fun anAppThatWasKilledIsNoHindrance() = desk().use { desk ->
        desk.start().use { app ->
            app.waitFor(German.organisationTitle)
            app.kill()
        }
        desk.start().use { app ->
            app.waitFor(German.organisationTitle)
            assertEquals(0, desk.open("kein Link"))
            app.waitFor(German.linkInvalid)
            app.key("ESCAPE")
            app.waitFor(German.organisationTitle)
            assertEquals(0, app.closeWindow())
        }
    }

    @Test
    fun aLinkAtTheStartIsFollowed() = desk().use { desk ->
        desk.start("kein Link").use { app ->
            app.waitFor(German.linkInvalid)
            assertTrue(app.hasIcon())
            assertEquals(0, app.closeWindow())
        }
    }

    @Test
    fun everythingIsWhereItIsSeenOnADenseScreen() = desk("-Dsun.java2d.uiScale=2").use { desk ->
        desk.start().use { app ->
            app.clickField()
            app.waitForField(German.organisationSearch)
            app.type("muster")
            app.waitFor(German.organisationOffline)
            assertEquals(0, app.closeWindow())
        }
    }

    @Test
    fun whatIsWrongIsSaidInAWindow() = desk(config = Path.of("/nowhere/config.toml")).use { desk ->
        desk.start().use { app ->
            app.waitFor(German.desktopCannotStart)
            app.waitFor("/nowhere/config.toml")
            assertTrue(app.hasIcon())
            assertEquals(1, app.closeWindow())
        }
    }
}
