package de.dienstchat.app.desktop

import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.WindowPlacement
import androidx.compose.ui.window.WindowPosition
import androidx.compose.ui.window.WindowState
import java.awt.Rectangle
import kotlin.test.Test
import kotlin.test.assertEquals

class WindowPlaceTest {
    private val screens = listOf(Rectangle(0, 0, 1920, 1080), Rectangle(1920, 0, 1280, 1024))

    @Test
    fun theWindowIsAtTheNextStartWhereItWas() {
        val left = WindowState(position = WindowPosition(2000.dp, 100.dp), size = DpSize(600.dp, 700.dp))
        val kept = WindowPlace().changedBy(left)
        val begun = WindowPlace.of(kept.values()).toState(screens)
        assertEquals(left.position, begun.position)
        assertEquals(left.size, begun.size)
        assertEquals(WindowPlacement.Floating, begun.placement)
    }

    @Test
    fun aWindowThatFillsTheScreenKeepsWhereItWasBefore() {
        val before = WindowPlace(600, 700, 10 to 20)
        val filling = WindowState(WindowPlacement.Maximized, position = WindowPosition(0.dp, 0.dp), size = DpSize(1920.dp, 1080.dp))
        assertEquals(before.copy(maximised = true), WindowPlace.of(before.changedBy(filling).values()))
    }

    @Test
    fun whereNoScreenIsAnyMoreTheSystemChooses() {
        val place = WindowPlace(600, 700, 2000 to 100)
        assertEquals(WindowPosition.PlatformDefault, place.toState(screens.take(1)).position)
        // The bar by which it could be moved back is above the screen.
        assertEquals(WindowPosition.PlatformDefault, WindowPlace(600, 700, 0 to -50).toState(screens).position)
    }

    @Test
    fun whatMakesNoSenseIsAsAtTheFirstStart() {
        assertEquals(WindowPlace(), WindowPlace.of(mapOf("width" to "wide", "height" to "", "x" to "5", "maximised" to "?")))
        val tiny = WindowPlace.of(mapOf("width" to "1", "height" to "-7"))
        assertEquals(WindowPlace.LEAST_WIDTH to WindowPlace.LEAST_HEIGHT, tiny.width to tiny.height)
        assertEquals(16_384, WindowPlace.of(mapOf("width" to "2000000000")).width)
    }
}
