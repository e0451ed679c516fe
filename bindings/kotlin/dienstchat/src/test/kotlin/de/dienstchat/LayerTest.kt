package de.dienstchat

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** What holds for the sources as a whole. */
class LayerTest {
    private val module = File("").absoluteFile
    private val build = module.parentFile

    /** The compiler insists on visibility; nothing of the language insists on documentation. */
    @Test
    fun everythingPublicIsDocumented() {
        val sources = listOf("src/main/kotlin", "src/android/kotlin")
            .flatMap { folder -> module.resolve(folder).walk().filter { it.extension == "kt" } }
        assertTrue(sources.size > 5, "$sources")
        val bare = sources.flatMap { source ->
            val lines = source.readLines().map(String::trim)
            lines.indices
                // What ends in a comma is a constructor's property; its class documents it.
                .filter { lines[it].startsWith("public ") && !lines[it].endsWith(",") }
                .filter { at -> !lines.take(at).last { !it.startsWith("@") }.endsWith("*/") }
                .map { "${source.name}: ${lines[it]}" }
        }
        assertEquals(emptyList(), bare)
    }

    @Test
    fun mavenAndGradleAgreeOnVersions() {
        val maven = Regex("<(\\w+)\\.version>([^<]+)</")
            .findAll(build.resolve("pom.xml").readText())
            .associate { it.groupValues[1] to it.groupValues[2] }
        val gradle = Regex("(?m)^([\\w-]+) = \"([^\"]+)\"$")
            .findAll(build.resolve("gradle/libs.versions.toml").readText())
            .associate { it.groupValues[1] to it.groupValues[2] }
        val both = maven.keys intersect gradle.keys
        assertEquals(setOf("kotlin", "coroutines", "jna", "dokka"), both)
        assertEquals(both.associateWith(maven::getValue), both.associateWith(gradle::getValue))
    }

    /** Dienstchat's version stands in Cargo's, in Gradle's and in each of Maven's files. */
    @Test
    fun cargoMavenAndGradleBuildTheSameVersion() {
        val written = Regex("(?m)^ *version = \"([^\"]+)\"$")
        val pom = Regex("<version>(\\d[^<]*)</")
        val cargo = build.resolve("../../Cargo.toml").readText().substringAfter("\n[workspace.package]\n")
        val versions = listOf(written to cargo, written to build.resolve("build.gradle.kts").readText()) +
            listOf("pom.xml", "generated/pom.xml", "dienstchat/pom.xml")
                .map { pom to build.resolve(it).readText() }
        val version = version().also { assertTrue(it.isNotEmpty()) }
        assertEquals(
            List(versions.size) { version },
            versions.map { (form, text) -> form.find(text)?.groupValues?.get(1) },
        )
    }
}
