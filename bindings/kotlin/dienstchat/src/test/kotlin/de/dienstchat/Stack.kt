package de.dienstchat

import com.google.gson.Gson
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.util.Properties
import java.util.concurrent.TimeUnit

/** Somebody who can sign in. */
data class Helper(val name: String, val username: String, val password: String)

/** The running stack: Synapse, connector and HiOrg-Server's stand-in, started as a program. */
class Stack : AutoCloseable {
    private val process = ProcessBuilder(program("dienstchat-stack"))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start()

    private val ready: JsonObject = process.inputStream.bufferedReader().readLine()
        ?.let { JsonParser.parseString(it).asJsonObject }
        ?: error("the stack did not start")

    val connector: String = ready["connector"].asString
    val issuers: String = File(ready["issuers"].asString).readText()
    val configFile: String = ready["config"].asString
    val clock: String = ready["clock"].asString
    val ov: String = ready["ov"].asString
    val dutyId: String = duty["duty_id"].asString
    val title: String = duty["title"].asString
    val link: String = duty["link"].asString

    private val duty: JsonObject get() = ready["duty"].asJsonObject

    /** The helper with this user name. */
    fun helper(username: String): Helper = ready["helpers"].asJsonArray
        .map { Gson().fromJson(it, Helper::class.java) }
        .single { it.username == username }

    /** It stops when its standard input ends. */
    override fun close() {
        process.outputStream.close()
        if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}

/** A program of this project, as Cargo built it. */
fun program(name: String): String {
    val properties = Properties()
    File(System.getProperty("dienstchat.programs")).reader().use(properties::load)
    return File(properties.getProperty("directory"), name).path
}
