package de.dienstchat.app

import de.dienstchat.app.texts.Texts
import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class TextsTest {
    @Test
    fun everyTextIsUsed() {
        val texts = Texts::class.java.methods.map { it.name.removePrefix("get").replaceFirstChar(Char::lowercase) }
        assertTrue(texts.size > 100, "$texts")
        val used = listOf("../../android", "../../ios").map(::File).flatMap { folder ->
            folder.walk().onEnter { it.name !in NOT_OURS }
                .filter { it.extension == "kt" || it.extension == "swift" }
                .flatMap { file -> WORD.findAll(file.readText()).map { it.value } }
        }.toSet()
        assertEquals(emptyList(), (texts - used).sorted(), "remove them from texts/*.toml")
    }

    private companion object {
        /** What is made from the texts or by a build, and tests. */
        val NOT_OURS = setOf("target", "build", ".build", "Generated", "test", "Tests")

        val WORD = Regex("""\b[a-z]\w+""")
    }
}
