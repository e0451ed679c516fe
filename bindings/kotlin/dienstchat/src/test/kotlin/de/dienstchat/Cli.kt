package de.dienstchat

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.nio.file.Path

/** The terminal client with a data folder of its own. */
class Cli(private val stack: Stack, private val folder: Path) {
    /** Signs a helper in, through the loopback address on which it waits. */
    fun login(browser: HttpBrowser, helper: Helper) {
        val process = start("login", stack.ov, "--print-url")
        val output = process.inputStream.bufferedReader()
        val url = JsonParser.parseString(output.readLine()).asJsonObject["url"].asString
        browser.open(browser.signIn(url, helper))
        output.readText()
        check(process.waitFor() == 0) { "login ended with ${process.exitValue()}" }
    }

    /** Runs a command to its end and returns the objects that it printed. */
    fun run(vararg arguments: String): List<JsonObject> {
        val process = start(*arguments)
        val lines = process.inputStream.bufferedReader().readLines()
        check(process.waitFor() == 0) { "${arguments[0]} ended with ${process.exitValue()}" }
        return lines.map { JsonParser.parseString(it).asJsonObject }
    }

    private fun start(vararg arguments: String): Process {
        val command = listOf(
            program("dienstchat"), "--json", "--config", stack.configFile,
            "--data-dir", folder.toString(), "--secrets", "file",
        )
        val builder = ProcessBuilder(command + arguments)
        builder.environment()["DIENSTCHAT_TEST_CLOCK"] = stack.clock
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start()
    }
}
