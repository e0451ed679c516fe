package de.dienstchat.app.pictures

import androidx.compose.runtime.Composable
import androidx.compose.ui.ImageComposeScene
import androidx.compose.ui.unit.Density
import androidx.compose.ui.use
import de.dienstchat.app.format.Formats
import de.dienstchat.app.testing.NOON_CLOCK
import de.dienstchat.app.testing.ROBOTO
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import de.dienstchat.app.theme.DienstchatTheme
import java.awt.image.BufferedImage
import org.jetbrains.skia.Bitmap
import org.jetbrains.skia.Image

private const val WIDTH = 360
private const val HEIGHT = 740

// Far enough for what appears at once to have appeared; time stands still here otherwise.
private const val SETTLED_NANOS = 1_000_000_000L

// What is placed may want a list scrolled to it, which takes a frame to be known, one to be done, one to be drawn.
private const val FRAMES_BEFORE = 4

/** One of the ways in which each state is pictured. */
data class Variant(val dark: Boolean, val english: Boolean, val fontScale: Int) {
    /** As it stands in a file's name: "light-de-100". */
    val name = listOf(if (dark) "dark" else "light", if (english) "en" else "de", "${fontScale}00").joinToString("-")

    /** The picture of a small phone that shows this. */
    fun render(content: @Composable () -> Unit): BufferedImage {
        val formats = Formats(if (english) English else German, NOON_CLOCK)
        val scene = ImageComposeScene(WIDTH, HEIGHT, Density(density = 1f, fontScale = fontScale.toFloat())) {
            DienstchatTheme(dark, formats, reducedMotion = true, typeface = ROBOTO, content = content)
        }
        return scene.use {
            repeat(FRAMES_BEFORE) { frame -> it.render(nanoTime = SETTLED_NANOS / FRAMES_BEFORE * frame).close() }
            it.render(nanoTime = SETTLED_NANOS).use(Image::pixels)
        }
    }

    companion object {
        val ALL = listOf(false, true).flatMap { dark ->
            listOf(false, true).flatMap { english -> listOf(1, 2).map { Variant(dark, english, it) } }
        }
    }
}

private fun Image.pixels(): BufferedImage = Bitmap.makeFromImage(this).use { bitmap ->
    BufferedImage(width, height, BufferedImage.TYPE_INT_RGB).also { pixels ->
        for (y in 0 until height) for (x in 0 until width) pixels.setRGB(x, y, bitmap.getColor(x, y))
    }
}
