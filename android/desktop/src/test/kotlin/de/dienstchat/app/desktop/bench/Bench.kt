package de.dienstchat.app.desktop.bench

import de.dienstchat.app.desktop.real.Xvfb
import java.nio.file.Path
import java.util.Locale

/*
 * What the app costs a person who waits for it: its start with 50 chats, and scrolling through a chat
 * of 10,000 messages. The library is the one in jna.library.path.
 */

private const val STARTS = 7
private const val MESSAGES = 10_000

/** With `--json` one object a line, else a table; then the program that makes the installation. */
fun main(arguments: Array<String>) {
    val report = Report(json = "--json" in arguments)
    Installation(arguments.last(), MESSAGES).use { installation ->
        Xvfb().use { screen ->
            val starts = List(STARTS) { started(installation, screen) }.sorted()
            report.line("start of the process to the list of 50 chats on the screen", starts[STARTS / 2], "ms")
        }
        inFreshJvm("de.dienstchat.app.desktop.bench.ScrollingKt", installation, emptyMap()) { line ->
            val (case, value, unit) = line.split("\t")
            report.line(case, value.toDouble(), unit)
        }
    }
}

/** How long it takes, in ms. */
private fun started(installation: Installation, screen: Xvfb): Double {
    val begin = System.nanoTime()
    var shown = 0L
    inFreshJvm("de.dienstchat.app.desktop.bench.StartKt", installation, mapOf("DISPLAY" to screen.display)) {
        shown = System.nanoTime()
    }
    check(shown > 0) { "the list did not appear" }
    return (shown - begin) / 1e6
}

/** Runs a program on the installation to its end. */
private fun inFreshJvm(main: String, at: Installation, environment: Map<String, String>, line: (String) -> Unit) {
    val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
    val command = listOf(
        java, "-Djna.library.path=${System.getProperty("jna.library.path")}", "-Dskiko.renderApi=SOFTWARE",
        "-Duser.language=de", "-Duser.country=DE", "-cp", System.getProperty("java.class.path"), main,
    ) + at.arguments
    val builder = ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT)
    builder.environment() += environment
    val process = builder.start()
    process.inputStream.bufferedReader().forEachLine(line)
    check(process.waitFor() == 0) { "$main ended with ${process.exitValue()}" }
}

/** Figures for people, or as one JSON object a line. */
private class Report(private val json: Boolean) {
    fun line(case: String, value: Double, unit: String) {
        val figure = String.format(Locale.ROOT, "%.2f", value)
        println(
            if (json) """{"bench":"app","case":"$case","value":$figure,"unit":"$unit"}"""
            else String.format(Locale.ROOT, "%-6s %-62s %10s %s", "app", case, figure, unit),
        )
    }
}
