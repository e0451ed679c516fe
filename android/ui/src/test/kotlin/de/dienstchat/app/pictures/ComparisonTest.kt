package de.dienstchat.app.pictures

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.dp
import java.awt.image.BufferedImage
import java.io.File
import javax.imageio.ImageIO
import kotlin.test.Test
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertTrue

class ComparisonTest {
    private val variant = Variant(dark = false, english = false, fontScale = 1)

    @Test
    fun theSameIsTheSame() {
        assertEquals(0, Comparison(lines(), lines()).differing)
    }

    @Test
    fun aLineThatMovedByOnePixelDiffers() {
        assertFalse(Comparison(lines(), lines(moved = 1)).same)
    }

    @Test
    fun oneOtherLetterDiffers() {
        assertFalse(Comparison(lines(), lines(text = "Heule")).same)
    }

    @Test
    fun anotherSizeDiffers() {
        assertFalse(Comparison(lines(), BufferedImage(10, 10, BufferedImage.TYPE_INT_RGB)).same)
    }

    @Test
    fun whatAFileRoundsIsTheSame() {
        assertEquals(0, Comparison(ImageIO.read(smallPng(lines()).inputStream()), lines()).differing)
    }

    @Test
    fun aLineThatMovedDiffersFromItsFileToo() {
        assertFalse(Comparison(ImageIO.read(smallPng(lines()).inputStream()), lines(moved = 1)).same)
    }

    @Test
    fun anotherProcessorsSmoothingIsTheSame() {
        val smoothed = lines()
        for (x in 0 until smoothed.width) smoothed.setRGB(x, 20, smoothed.getRGB(x, 20) xor 0x070707)
        assertTrue(Comparison(lines(), smoothed).same)
    }

    @Test
    fun everyFolderOfPicturesHasItsTest() {
        val tests = File("src/test/kotlin").walk().filter { it.extension == "kt" }.map { it.readText() }.toList()
        val folders = File("src/test/pictures").list().orEmpty().toList()
        assertEquals(emptyList(), folders.filter { folder -> tests.none { "pictures(\"$folder\")" in it } })
    }

    private fun lines(moved: Int = 0, text: String = "Heute"): BufferedImage = variant.render { Lines(moved, text) }

    @Composable
    private fun Lines(moved: Int, text: String) {
        Column {
            Text("Sanitätsdienst Stadtfest")
            Text(text, Modifier.padding(top = moved.dp))
        }
    }
}
