package de.dienstchat.app.desktop.bench

import com.google.gson.JsonParser
import java.util.concurrent.TimeUnit

/** An account with 50 chats of 200 messages each, the first one longer; nothing of it is on any server. */
internal class Installation(program: String, longest: Int) : AutoCloseable {
    private val process = ProcessBuilder(program, "installation", "--longest", longest.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val said = checkNotNull(process.inputStream.bufferedReader().readLine()) { "no installation" }
        .let { JsonParser.parseString(it).asJsonObject }

    /** For the app's command line; the link leads to the longest chat. */
    val arguments: List<String> = listOf(
        "--config", said["config"].asString, "--data-dir", said["folder"].asString, "--secrets", "file",
        said["longest"].asString,
    )

    /** It goes with the end of the program's input. */
    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}
