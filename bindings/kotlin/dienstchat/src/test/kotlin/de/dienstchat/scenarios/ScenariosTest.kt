package de.dienstchat.scenarios

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.junit.AfterClass
import org.junit.runner.RunWith
import org.junit.runners.Parameterized

/** What both languages do the same: each file of `bindings/scenarios` is one test. */
@RunWith(Parameterized::class)
class ScenariosTest(private val file: File, @Suppress("unused") name: String) {
    @Test
    fun scenario() {
        Scenario.read(file).run { started.value }
    }

    companion object {
        private val started = lazy { StackProgram() }

        @JvmStatic
        @Parameterized.Parameters(name = "{1}")
        fun files(): List<Array<Any>> = scenarioFiles().map { arrayOf(it, it.nameWithoutExtension) }

        @JvmStatic
        @AfterClass
        fun end() {
            if (started.isInitialized()) started.value.close()
        }
    }
}

/** That the folder holds scenarios and nothing that is overlooked. */
class ScenarioFilesTest {
    @Test
    fun everyFileIsAScenarioOrSaidNotToBe() {
        val others = FOLDER.list().orEmpty().toSet() - scenarioFiles().map { it.name }.toSet()
        assertEquals(setOf("README.md", "issuers.toml"), others)
        val numbers = scenarioFiles().map { it.name.take(2) }
        assertTrue(numbers.isNotEmpty())
        assertEquals(numbers.distinct(), numbers)
    }

    @Test
    fun everyStepIsUsed() {
        val used = scenarioFiles().flatMap { Scenario.read(it).allSteps() }.map { it.action }
        assertEquals(emptySet(), STEPS.keys - used.toSet())
    }
}

/** The test's working directory is its module's. */
internal val FOLDER = File("../../scenarios")

private val SCENARIO = Regex("""\d\d-[a-z0-9-]+\.json""")

private fun scenarioFiles(): List<File> =
    FOLDER.listFiles { file -> file.name.matches(SCENARIO) }.orEmpty().sorted()
