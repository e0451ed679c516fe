package de.dienstchat.samples

import java.io.File
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals

/** The page "Ten minutes to your first chat" shows the samples that are compiled and run here. */
class PageTest {
    private val module = File("").absoluteFile
    private val page = module.resolve("../../../docs/kotlin.md").readText()
    private val samples = module.resolve("src/test/kotlin/de/dienstchat/samples/FirstChat.kt").readText()

    private val shown = Regex("(?s)```kotlin\n(.*?)```").findAll(page).map { it.groupValues[1] }.toList()

    @Test
    fun everySampleOfThePageIsCompiled() {
        for (sample in shown) assertContains(samples, "\n$sample")
    }

    @Test
    fun everySampleIsOnThePage() {
        val declared = Regex("(?m)^(?:suspend )?(?:fun|class) .*$").findAll(samples).map { it.value }.toSet()
        val onThePage = Regex("(?m)^(?:suspend )?(?:fun|class) .*$")
            .findAll(shown.joinToString("\n")).map { it.value }.toSet()
        assertEquals(declared, onThePage)
    }

    @Test
    fun theVersionsOfThePageAreTheRealOnes() {
        val pom = module.resolve("../pom.xml").readText()
        val version = Regex("<version>(\\d[^<]*)</").find(pom)!!.groupValues[1]
        assertContains(page, "<version>$version</version>")
        assertContains(page, "de.dienstchat:dienstchat-android:$version")
    }
}
