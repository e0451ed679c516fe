package de.dienstchat.app.licences

import java.io.File
import javax.xml.parsers.DocumentBuilderFactory
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertTrue
import org.w3c.dom.Element

class ComponentsTest {
    private val components = components()
    private val names = components.map { it.name }.toSet()

    @Test
    fun everyDependencyOfTheLibraryIsNamed() {
        val named = listOf("../../bindings/Cargo.toml", "../../core/Cargo.toml").flatMap { crates(File(it)) }
        assertTrue("ruma" in named && "uniffi" in named, "$named")
        assertEquals(emptyList(), named.filter { it !in names }, "run android/licences.py")
    }

    @Test
    fun everyDependencyOfTheAppsIsNamed() {
        val poms = checkNotNull(File("..").listFiles()).map { it.resolve("pom.xml") }.filter { it.exists() }
        val named = poms.flatMap { artifacts(it) }
        assertTrue("org.jetbrains.compose.material3:material3-desktop" in named, "$named")
        assertEquals(emptyList(), named.filter { it !in names }.distinct(), "run android/licences.py")
    }

    @Test
    fun eachHasAVersionAndALicence() {
        assertEquals(emptyList(), components.filter { it.version.isBlank() || it.licence.isBlank() })
        assertEquals(components.distinct(), components)
    }

    @Test
    fun eachVersionOfACrateIsTheOneThatIsBuilt() {
        val locked = Regex("""name = "(.+)"\nversion = "(.+)"""").findAll(File("../../Cargo.lock").readText())
            .map { "${it.groupValues[1]} ${it.groupValues[2]}" }.toSet()
        val crates = components.filter { Regex("[a-z0-9_-]+").matches(it.name) && "(" !in it.version }
            .map { "${it.name} ${it.version}" }
        assertTrue(crates.size > 100, "$crates")
        assertEquals(emptyList(), crates.filter { it !in locked }, "run android/licences.py")
    }

    @Test
    fun eachHasTheTextOfItsLicence() {
        assertEquals(emptyList(), components.filter { paragraphs(it).joinToString().length < 400 })
        val mpl = paragraphs(components.single { it.name == "uniffi" })
        assertTrue(mpl[0].startsWith("Source code: https://"), mpl[0])
        assertEquals("Mozilla Public License Version 2.0", mpl[1])
        assertContains(paragraphs(components.single { it.name == "SQLCipher" }), "Copyright (c) 2008-2020 Zetetic LLC")
        assertEquals(emptyList(), components.filter { it.name == "OpenSSL" }, "it is not inside any more")
    }

    @Test
    fun theTextsTakeLittleRoom() {
        val texts = checkNotNull(Component::class.java.getResource("/de/dienstchat/app/licence-texts.txt")).readBytes()
        assertTrue(texts.size < 150_000, "${texts.size} bytes")
        val named = components.flatMap { it.texts }.toSet()
        val there = texts.decodeToString().lines().filter { it.startsWith("==== ") }.map { it.removePrefix("==== ") }
        assertEquals(named.sorted(), there, "each once, none for nothing")
    }

    /** What stands in a crate's tables of dependencies; macros and ours are not inside. */
    private fun crates(manifest: File): List<String> {
        var counts = false
        return buildList {
            for (line in manifest.readLines()) {
                if (line.startsWith("[")) counts = Regex("""\[(target\..*\.)?dependencies]""").matches(line)
                val name = Regex("""([a-z0-9_-]+)(\.workspace)? *=.*""").matchEntire(line)?.groupValues?.get(1)
                if (counts && name != null && !name.startsWith("dienstchat")) add(name)
            }
        }
    }

    private fun artifacts(pom: File): List<String> {
        val project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(pom).documentElement
        val dependencies = project.children("dependencies").flatMap { it.children("dependency") }
        return dependencies.filter { it.text("scope") != "test" && it.text("scope") != "provided" }
            .filter { it.text("groupId") != "de.dienstchat" && !it.isManagedForTests() }
            .map { "${it.text("groupId")}:${it.text("artifactId")}" }
    }

    // Their scope stands in the parent's pom.
    private fun Element.isManagedForTests() =
        listOf("../pom.xml", "../../bindings/kotlin/pom.xml").any { parent ->
            val project = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(File(parent)).documentElement
            project.children("dependencyManagement").flatMap { it.children("dependencies") }
                .flatMap { it.children("dependency") }
                .any { it.text("artifactId") == text("artifactId") && it.text("scope") == "test" }
        }

    private fun Element.children(name: String): List<Element> =
        (0 until childNodes.length).mapNotNull { childNodes.item(it) as? Element }.filter { it.tagName == name }

    private fun Element.text(name: String): String? = children(name).singleOrNull()?.textContent
}
