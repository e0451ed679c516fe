package de.dienstchat.app.desktop

import kotlin.io.path.exists
import kotlin.io.path.writeText
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import org.junit.Rule

class PropertiesFileTest {
    @get:Rule
    val folder = Folder()

    private val path get() = folder.path.resolve("some.properties")

    @Test
    fun theNewestIsThereAtTheNextStart() {
        PropertiesFile(path).use { file ->
            for (number in 1..1_000) file.write(mapOf("number" to "$number"))
            file.write(mapOf("name" to "Bereitschaft Süd = 1: \u202e", "organisation.name.xyz" to ""))
        }
        val expected = mapOf("name" to "Bereitschaft Süd = 1: \u202e", "organisation.name.xyz" to "")
        assertEquals(expected, PropertiesFile(path).use { it.read() })
    }

    @Test
    fun whatCannotBeReadIsNothing() {
        path.writeText("name = \\u12")
        assertEquals(emptyMap(), PropertiesFile(path).use { it.read() })
    }

    @Test
    fun whatCannotBeWrittenIsAPityAndNoMore() {
        val nowhere = folder.path.resolve("missing").resolve("some.properties")
        PropertiesFile(nowhere).use { it.write(mapOf("a" to "b")) }
        assertFalse(nowhere.exists())
    }
}
