package de.dienstchat.app.desktop

import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import java.nio.file.Path
import java.util.concurrent.TimeUnit
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.Rule

/** The program where no window can be shown. */
class NoScreenTest {
    @get:Rule
    val folder = Folder()

    private val config: Path by lazy {
        val issuers = Path.of("../../bindings/scenarios/issuers.toml").readText()
        val redirect = issuers.replace("\"dienstchat://login\"", "\"http://127.0.0.1/callback\"")
        folder.path.resolve("config.toml").apply { writeText("connector = \"http://127.0.0.1:1\"\n$redirect") }
    }

    @Test
    fun aDisplayThatLeadsNowhereIsSaidInASentence() {
        assertEquals(German.desktopNoScreen, said("de", display = NOWHERE))
        assertEquals(English.desktopNoScreen, said("en", display = NOWHERE))
    }

    @Test
    fun soIsAMachineWithoutOne() = assertEquals(German.desktopNoScreen, said("de", display = null))

    @Test
    fun whatElseIsWrongIsSaidThereToo() {
        val missing = Path.of("/nowhere/config.toml")
        val text = CannotStart.Unreadable(missing).text(German)
        for (display in listOf(NOWHERE, null)) assertEquals(text, said("de", display, missing))
    }

    /** All that the program says before it ends with 1. */
    private fun said(language: String, display: String?, config: Path = this.config): String {
        val java = Path.of(System.getProperty("java.home"), "bin", "java")
        val output = folder.path.resolve("output").toFile()
        val builder = ProcessBuilder(
            "$java", "-cp", System.getProperty("java.class.path"), "-Duser.language=$language",
            "de.dienstchat.app.desktop.MainKt",
            "--config", "$config", "--data-dir", "${folder.path}/data", "--secrets", "file",
        ).redirectErrorStream(true).redirectOutput(output)
        builder.environment() -= "DISPLAY"
        display?.let { builder.environment()["DISPLAY"] = it }
        val process = builder.start()
        try {
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "it does not end")
        } finally {
            process.destroyForcibly()
        }
        assertEquals(1, process.exitValue())
        return output.readText().trim()
    }

    private companion object {
        /** No X server has this number. */
        const val NOWHERE = ":65000"
    }
}
