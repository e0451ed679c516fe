package de.dienstchat.scenarios

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import java.io.File
import java.nio.file.Files
import java.nio.file.Path
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeout

/** One file, read strictly. */
internal class Scenario private constructor(
    private val needsStack: Boolean,
    private val world: JsonObject,
    private val steps: List<Step>,
) {
    /** All steps, also those inside of others. */
    fun allSteps(): List<Step> = steps.flatMap(Step::all)

    /** Carries it out; [stack] is not asked for when it needs none. */
    fun run(stack: () -> StackProgram) {
        val folder = Files.createTempDirectory("dienstchat")
        try {
            if (needsStack) onStack(stack(), folder) else carryOut(Run(null, NOWHERE, folder))
        } finally {
            folder.toFile().deleteRecursively()
        }
    }

    private fun onStack(stack: StackProgram, folder: Path) {
        val begin = world.deepCopy()
        begin.addProperty("do", "world")
        val world = stack.send(begin).asJsonObject
        try {
            carryOut(Run(stack, world, folder))
        } finally {
            stack.send(fields("do" to "end", "world" to world["id"]))
        }
    }

    private fun carryOut(run: Run) = runBlocking(Dispatchers.IO) {
        try {
            withTimeout(300.seconds) {
                run.all(steps, run.names)
                run.nothingIsUnderWay()
            }
        } finally {
            withContext(NonCancellable) { run.end() }
        }
    }

    companion object {
        /** What stands for a world where there is none: nobody listens there. */
        private val NOWHERE = fields(
            "connector" to "http://127.0.0.1:1",
            "app_hosts" to listOf("https://chat.example"),
            "issuers" to File(FOLDER, "issuers.toml").readText(),
        )

        fun read(file: File): Scenario {
            val content = JsonParser.parseString(file.readText()).asJsonObject
            val unknown = content.keySet() - setOf("name", "needs", "world", "steps")
            require(unknown.isEmpty()) { "${file.name} has unknown fields: $unknown" }
            require(content["name"].asString.isNotBlank()) { "${file.name} has no name" }
            val needs = content["needs"].asString
            require(needs == "stack" || needs == "nothing") { "${file.name} needs $needs" }
            val steps = Step.list(content["steps"])
            if (needs == "nothing") {
                val ofTheWorld = steps.flatMap(Step::all).any { it.isOfTheWorld }
                require(!ofTheWorld && !content.has("world")) { "${file.name} has no world" }
            }
            return Scenario(needs == "stack", content["world"]?.asJsonObject ?: JsonObject(), steps)
        }
    }
}
