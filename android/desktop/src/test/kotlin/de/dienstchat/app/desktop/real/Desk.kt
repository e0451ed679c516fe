package de.dienstchat.app.desktop.real

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.nio.file.Path
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlin.io.path.createDirectories
import kotlin.io.path.writeText

/**
 * A desk with a screen on which the app runs: what its programs are given, and where the app leaves the
 * addresses that it wants opened.
 */
internal class Desk(
    private val folder: Path,
    private val arguments: List<String>,
    clock: String,
    /** More for the JVM. */
    private val options: List<String> = emptyList(),
    /** Whether there is a browser to open. */
    private val browser: Boolean = true,
) : AutoCloseable {
    private val screen = Xvfb()
    private val opened = folder.resolve("opened")
    private val environment = mapOf(
        "DISPLAY" to screen.display,
        "DIENSTCHAT_TEST_CLOCK" to clock,
        "PATH" to programs().toString() + File.pathSeparator + System.getenv("PATH"),
        // Neither the settings nor the keyring of who runs the tests.
        "HOME" to folder.toString(),
        "DBUS_SESSION_BUS_ADDRESS" to "",
    )

    /** Starts the app for somebody to use. */
    fun start(vararg more: String): RunningApp = RunningApp(process("de.dienstchat.app.desktop.real.DrivenAppKt", *more))

    /** Starts the app as the system does with a link, and waits for its end; its exit code. */
    fun open(link: String): Int {
        val process = process("de.dienstchat.app.desktop.MainKt", link).start()
        check(process.waitFor(60, TimeUnit.SECONDS)) { "the second start does not end" }
        return process.exitValue()
    }

    /** The address that the app asks the browser to open; waits for it. */
    fun addressToOpen(): String =
        CompletableFuture.supplyAsync { opened.toFile().readText() }.get(60, TimeUnit.SECONDS)

    private fun process(main: String, vararg more: String): ProcessBuilder {
        val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
        val passed = listOf("jna.library.path", "skiko.renderApi", "user.timezone", "user.language", "user.country")
        val command = listOf(java, "-cp", System.getProperty("java.class.path")) +
            passed.mapNotNull { name -> System.getProperty(name)?.let { "-D$name=$it" } } +
            options + main + arguments + more
        val builder = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
        builder.environment() += environment
        return builder
    }

    /**
     * A browser's opener that hands the address on: a pipe, so that who reads it waits for it. Without a browser
     * it says so as the system's does.
     */
    private fun programs(): Path {
        check(ProcessBuilder("mkfifo", "$opened").start().waitFor() == 0) { "no pipe" }
        val programs = folder.resolve("programs").createDirectories()
        programs.resolve("xdg-open").apply {
            writeText(if (browser) "#!/bin/sh\nprintf %s \"$1\" > '$opened'\n" else "#!/bin/sh\nexit 3\n")
            toFile().setExecutable(true)
        }
        return programs
    }

    override fun close() = screen.close()
}

/** The app and who uses it. */
internal class RunningApp(builder: ProcessBuilder) : AutoCloseable {
    private val process = builder.start()
    private val answers = process.inputStream.bufferedReader()
    private val commands = process.outputStream.bufferedWriter()

    fun waitFor(text: String) = order("wait_for", text)

    fun waitUntilGone(text: String) = order("wait_until_gone", text)

    fun click(text: String) = order("click", text)

    fun clickField() = order("click_field")

    fun waitForField(name: String) = order("wait_for_field", name)

    fun type(text: String) = order("type", text)

    fun key(name: String) = order("key", name)

    /** Whether its window has an icon. */
    fun hasIcon(): Boolean = order("has_icon").toBoolean()

    /** What was copied. */
    fun clipboard(): String = order("clipboard")

    /** What the screen shows, into a file, to find out what went wrong. */
    fun picture(file: File) {
        order("picture", file.path)
    }

    /** Ends it as the system does when it has no memory left. */
    fun kill() {
        process.destroyForcibly().waitFor()
    }

    /** Closes the window and waits for the end of the process; its exit code. */
    fun closeWindow(): Int {
        // Its end may be sooner than its answer.
        tell("close")
        check(process.waitFor(60, TimeUnit.SECONDS)) { "the app does not end" }
        return process.exitValue()
    }

    private fun order(what: String, with: String = ""): String {
        tell(what, with)
        val answer = checkNotNull(answers.readLine()) { "the app has ended" }
        val said = JsonParser.parseString(answer).asJsonObject
        val error = said["error"]
        check(error == null) { "$what $with: ${error.asString}" }
        return said["said"].asString
    }

    private fun tell(what: String, with: String = "") {
        val command = JsonObject()
        command.addProperty("do", what)
        command.addProperty("with", with)
        commands.write("$command\n")
        commands.flush()
    }

    override fun close() {
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly().waitFor()
    }
}
