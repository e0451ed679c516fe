package de.dienstchat.app.desktop

import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.toArgb
import androidx.compose.ui.graphics.toAwtImage
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import java.awt.image.BufferedImage
import java.nio.file.Path
import kotlin.io.path.readText
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertTrue

class AppIconTest {
    @Test
    fun itIsDrawnAsOnPhones() {
        val resources = Path.of("../app/src/main/res")
        val drawing = resources.resolve("drawable/icon_foreground.xml").readText()
        val paths = Regex("pathData=\"([^\"]+)\"").findAll(drawing).map { it.groupValues[1] }.toList()
        assertEquals(listOf(AppIcon.BUBBLE, AppIcon.LINES), paths)
        val ground = Regex("name=\"icon\">#([0-9A-F]{8})<").find(resources.resolve("values/colors.xml").readText())
        assertEquals(ground?.groupValues?.get(1), "%08X".format(AppIcon.GROUND.toArgb()))
    }

    @Test
    fun itIsDrawnAsInTheMenusOfDesktops() {
        val packaging = Path.of("packaging")
        val drawing = packaging.resolve("de.dienstchat.svg").readText()
        val paths = Regex(" d=\"([^\"]+)\"").findAll(drawing).map { it.groupValues[1] }.toList()
        assertEquals(listOf(AppIcon.BUBBLE, AppIcon.LINES), paths)
        val ground = "#%06X".format(AppIcon.GROUND.toArgb() and 0xFFFFFF)
        assertEquals(setOf(ground, "#FFFFFF"), Regex("fill=\"([^\"]+)\"").findAll(drawing).map { it.groupValues[1] }.toSet())
        assertContains(packaging.resolve("de.dienstchat.desktop").readText(), "\nIcon=de.dienstchat\n")
    }

    @Test
    fun itFillsWhateverSizeIsAskedFor() {
        for (side in listOf(16, 32, 144)) {
            val drawn = BufferedImage(side, side, BufferedImage.TYPE_INT_ARGB)
            val image = AppIcon.toAwtImage(Density(1f), LayoutDirection.Ltr, Size(side.toFloat(), side.toFloat()))
            drawn.createGraphics().drawImage(image, 0, 0, null)
            fun at(x: Float, y: Float) = Color(drawn.getRGB((x * side).toInt(), (y * side).toInt()))
            assertTrue(at(0f, 0f).alpha < 0.1f, "the corner at $side")
            assertEquals(AppIcon.GROUND, at(0.5f, 0.06f), "the ground at $side")
            assertEquals(Color.White, at(0.78f, 0.57f), "the bubble at $side")
        }
    }
}
