package de.dienstchat.app

import java.io.File
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertTrue

/** Who may know whom, and what a screen consists of. */
class ArchitectureTest {
    private val sources = File("src/main/kotlin/de/dienstchat/app").walk().filter { it.extension == "kt" }
        .map { Source(it.path, it.readText()) }.toList()
    private val tests = File("src/test/kotlin/de/dienstchat/app")

    /** Presenters by the packages of their screens. */
    private val screens =
        sources.map { it.file }.filter { it.name.endsWith("Presenter.kt") && it.parentFile.name != "app" }

    @Test
    fun viewsStatesAndEventsKnowNothingOfTheCore() = nobody("knows the core") { it.isPassive && it.knowsTheCore }

    @Test
    fun whatDrawsKnowsNothingOfTheCore() = nobody("draws and knows the core") { it.draws && it.knowsTheCore }

    @Test
    fun presentersStatesAndEventsDoNotDraw() = nobody("draws") { it.draws && it.mayNotDraw }

    @Test
    fun onlyThePortsAreMadeOfThePackage() =
        nobody("uses the live core") { it.file.parentFile.name != "core" && LIVE in it.code }

    @Test
    fun onlyWhatAndroidHasTooIsUsed() =
        nobody("is for the desktop alone") { DESKTOP in it.code }

    @Test
    fun eachScreenHasItsPieces() {
        val expected = setOf(
            "chat", "details", "duties", "licences", "link", "organisation", "privacy", "sealed", "settings", "signin",
            "signout",
        )
        assertEquals(expected, screens.map { it.parentFile.name }.toSet())
        val missing = screens.flatMap { presenter ->
            val name = presenter.name.removeSuffix("Presenter.kt")
            val pieces = listOf("State", "Event", "View").map { presenter.resolveSibling("$name$it.kt") }
            val proofs = listOf("PresenterTest", "ViewTest", "PicturesTest").map {
                tests.resolve(presenter.parentFile.name).resolve("$name$it.kt")
            }
            (pieces + proofs).filterNot { it.exists() }
        }
        assertEquals(emptyList(), missing)
    }

    @Test
    fun eachScreenHasPictures() {
        val without = screens.map { it.parentFile.name }.filter { File("src/test/pictures/$it").list().isNullOrEmpty() }
        assertEquals(emptyList(), without)
    }

    @Test
    fun theRulesBite() {
        assertTrue(sources.size > 50, "${sources.size} sources")
        fun source(name: String, code: String) = Source("src/main/kotlin/de/dienstchat/app/link/$name.kt", code)
        assertTrue(source("LinkView", "import de.dienstchat.LinkTarget").knowsTheCore)
        assertTrue(source("LinkView", "import de.dienstchat.observe").knowsTheCore)
        assertTrue(source("LinkView", "val target: de.dienstchat.LinkTarget").knowsTheCore)
        assertTrue(!source("LinkView", "import de.dienstchat.app.theme.Icons").knowsTheCore)
        val comments = "// as import de.dienstchat.LinkTarget would\n/** de.dienstchat.LinkTarget */"
        assertTrue(!source("LinkView", comments).knowsTheCore)
        assertTrue(source("LinkState", "import androidx.compose.runtime.State").let { it.draws && it.mayNotDraw })
        assertTrue(source("LinkPresenter", "").let { it.mayNotDraw && !it.isPassive })
        assertTrue(source("LinkView", "").let { it.isPassive && !it.mayNotDraw })
        assertTrue(DESKTOP in "import java.awt.Desktop" && LIVE in "LiveCore(dienstchat)" && LIVE !in "OliveCore")
    }

    private fun nobody(does: String, rule: (Source) -> Boolean) =
        assertEquals(emptyList(), sources.filter(rule).map { "${it.file.path} $does" })

    private class Source(path: String, text: String) {
        val file = File(path)
        val code = text.replace(Regex("""/\*.*?\*/""", RegexOption.DOT_MATCHES_ALL), "").replace(Regex("//.*"), "")

        private val piece = file.nameWithoutExtension

        /** A piece that only shows or tells. */
        val isPassive = listOf("View", "State", "Event").any(piece::endsWith)

        val mayNotDraw = listOf("Presenter", "State", "Event").any(piece::endsWith)

        val draws = "androidx.compose" in code

        val knowsTheCore = PACKAGE in code && file.parentFile.name != "core"
    }

    private companion object {
        val PACKAGE = Regex("""\bde\.dienstchat\.(?!app\b)\w""")
        val LIVE = Regex("""\bLive(Core|Chat)\b""")
        val DESKTOP = Regex("""\b(java\.awt|javax\.swing|org\.jetbrains\.ski(a|ko))\b""")
    }
}

