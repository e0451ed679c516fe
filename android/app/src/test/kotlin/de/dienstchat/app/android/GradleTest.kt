package de.dienstchat.app.android

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** The Gradle build cannot run here; this is what can be said of it all the same. */
class GradleTest {
    private val gradle = Regex("(?m)^([\\w-]+) = \"([^\"]+)\"$")
        .findAll(File("../../bindings/kotlin/gradle/libs.versions.toml").readText())
        .associate { it.groupValues[1] to it.groupValues[2] }

    @Test
    fun mavenAndGradleAgreeOnVersions() {
        val maven = listOf("../pom.xml", "pom.xml").flatMap { file ->
            Regex("<([\\w-]+)\\.version>([^<]+)</").findAll(File(file).readText())
                .map { it.groupValues[1] to it.groupValues[2] }
        }.toMap()
        val both = maven.keys intersect gradle.keys
        assertEquals(setOf("compose"), both)
        assertEquals(both.associateWith(maven::getValue), both.associateWith(gradle::getValue))
    }

    @Test
    fun mavenAndGradleBuildTheSameVersion() {
        val version = Regex("version = \"([^\"]+)\"").find(File("../build.gradle.kts").readText())!!.groupValues[1]
        assertTrue("<version>$version</version>" in File("pom.xml").readText())
    }

    @Test
    fun whatIsBuiltIsInTheCatalogue() {
        val catalogue = File("../../bindings/kotlin/gradle/libs.versions.toml").readText()
        val name = Regex("libs\\.(?:plugins\\.|versions\\.)?([a-z.0-9]+?)(?:\\.get)?\\b[()]")
        val named = listOf("../build.gradle.kts", "../ui/build.gradle.kts", "build.gradle.kts")
            .flatMap { name.findAll(File(it).readText()) }
            .map { it.groupValues[1].replace('.', '-') }
        assertTrue(named.size > 10, "$named")
        for (each in named) assertTrue(Regex("(?m)^$each = ").containsMatchIn(catalogue), each)
    }

    @Test
    fun theManifestSaysWhatTheBuildWritesIntoIt() {
        val placeholders = Regex("\\$\\{(\\w+)}").findAll(File("src/main/AndroidManifest.xml").readText())
            .map { it.groupValues[1] }.toSet()
        val written = Regex("manifestPlaceholders\\[\"(\\w+)\"]").findAll(File("build.gradle.kts").readText())
            .map { it.groupValues[1] }.toSet()
        assertEquals(written, placeholders)
    }
}
