package de.dienstchat.scenarios

import com.google.gson.JsonElement
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import de.dienstchat.program
import java.util.concurrent.TimeUnit

/** The program that the steps of the world are for. */
internal class StackProgram : AutoCloseable {
    private val process = ProcessBuilder(program("dienstchat-stack"))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()
    private val output = process.inputStream.bufferedReader()
    private val input = process.outputStream.bufferedWriter()

    init {
        checkNotNull(output.readLine()) { "the stack did not start" }
    }

    /** Sends a line and gives what is answered; fails when the answer is an error. */
    @Synchronized
    fun send(command: JsonObject): JsonElement {
        input.write(command.toString())
        input.newLine()
        input.flush()
        val line = checkNotNull(output.readLine()) { "the stack has ended" }
        val answer = JsonParser.parseString(line).asJsonObject
        return checkNotNull(answer["ok"]) { "$command: ${answer["error"]}" }
    }

    override fun close() {
        input.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}
