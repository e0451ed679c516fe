package de.dienstchat.app.pictures

import androidx.compose.runtime.Composable
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO
import kotlin.test.fail

private const val LARGEST_FILE = 25_000

/** What a picture is called; whatever else lies in its folder is somebody's own. */
private val PICTURE = Regex(""".+-(light|dark)-(de|en)-[12]00\.png""")

/**
 * The golden pictures of a screen, all its states, each in light and dark, German and English, with
 * text of 100 % and 200 %:
 *
 * ```
 * @Test
 * fun pictures() = pictures("duties") {
 *     picture("empty") { DutiesView(state, on = {}) }
 * }
 * ```
 *
 * They lie in `src/test/pictures/<screen>/<state>-<variant>.png`. Whatever differs from them, has no
 * picture or is a picture of nothing fails the test, all of it in one message, and lies in
 * `target/pictures` beside what differs. `mvn test -Dpictures=write` writes those that differ; with
 * `-Dpictures.folder=DIR` elsewhere, to be looked at.
 */
fun pictures(screen: String, states: PicturedScreen.() -> Unit) {
    val pictured = PicturedScreen(
        golden = File(System.getProperty("pictures.folder") ?: "src/test/pictures", screen),
        wrong = File("target/pictures/$screen"),
        write = System.getProperty("pictures") == "write",
    )
    pictured.states()
    pictured.finish()
}

/** The states of one screen. */
class PicturedScreen internal constructor(
    private val golden: File,
    private val wrong: File,
    private val write: Boolean,
) {
    private val seen = mutableSetOf<String>()
    private val failures = mutableListOf<String>()

    /** What [content] shows is the state of this name. */
    fun picture(state: String, content: @Composable () -> Unit) {
        for (variant in Variant.ALL) {
            val name = "$state-${variant.name}.png"
            check(seen.add(name)) { "two states are called $state" }
            val actual = variant.render(content)
            if (write) write(name, actual) else compare(name, actual)
        }
    }

    internal fun finish() {
        val stale = golden.list().orEmpty().filter { it !in seen && PICTURE.matches(it) }.sorted()
        if (write) stale.forEach { golden.resolve(it).delete() } else stale.forEach { failures += "$it: no such state" }
        if (failures.isNotEmpty()) {
            fail("${golden.path}, see ${wrong.path}; -Dpictures=write:\n${failures.joinToString("\n")}")
        }
    }

    // One that is there and would do stays, so that a change shows which pictures it changes.
    private fun write(name: String, actual: BufferedImage) {
        val file = golden.resolve(name)
        val keep = file.exists() && Comparison(ImageIO.read(file), actual).same
        if (!keep) written(actual, file)
    }

    private fun compare(name: String, actual: BufferedImage) {
        val file = golden.resolve(name)
        if (!file.exists()) {
            written(actual, wrong.resolve(name))
            failures += "$name: no picture"
            return
        }
        val comparison = Comparison(ImageIO.read(file), actual)
        if (comparison.same) return
        written(actual, wrong.resolve(name))
        written(comparison.difference(), wrong.resolve(name.replace(".png", "-difference.png")))
        failures += "$name: ${comparison.differing} pixels differ"
    }

    private fun written(picture: BufferedImage, file: File) {
        file.parentFile.mkdirs()
        val bytes = smallPng(picture)
        file.writeBytes(bytes)
        if (bytes.size > LARGEST_FILE) failures += "${file.name}: ${bytes.size} bytes are too many"
    }
}
