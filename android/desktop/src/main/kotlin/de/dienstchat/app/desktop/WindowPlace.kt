package de.dienstchat.app.desktop

import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.WindowPlacement
import androidx.compose.ui.window.WindowPosition
import androidx.compose.ui.window.WindowState
import java.awt.GraphicsEnvironment
import java.awt.Rectangle

/** Where the window is and how large, for the next start. */
internal data class WindowPlace(
    val width: Int = FIRST_WIDTH,
    val height: Int = FIRST_HEIGHT,
    /** Its corner; the system chooses when there is none. */
    val corner: Pair<Int, Int>? = null,
    val maximised: Boolean = false,
) {
    /** The window as it is now: one that fills the screen keeps where it was before. */
    fun changedBy(state: WindowState): WindowPlace = when (state.placement) {
        WindowPlacement.Floating -> WindowPlace(
            state.size.width.value.toInt(),
            state.size.height.value.toInt(),
            state.position.takeIf { it.isSpecified }?.let { it.x.value.toInt() to it.y.value.toInt() },
        )
        else -> copy(maximised = true)
    }

    /** A window that begins here, or in the middle where no screen shows this place any more. */
    fun toState(screens: List<Rectangle> = screens()): WindowState {
        val seen = corner?.takeIf { (x, y) -> screens.any { it.contains(x + width / 2, y) } }
        return WindowState(
            if (maximised) WindowPlacement.Maximized else WindowPlacement.Floating,
            position = seen?.let { (x, y) -> WindowPosition(x.dp, y.dp) } ?: WindowPosition.PlatformDefault,
            size = DpSize(width.dp, height.dp),
        )
    }

    fun values(): Map<String, String> = buildMap {
        put("width", "$width")
        put("height", "$height")
        put("maximised", "$maximised")
        corner?.let { (x, y) ->
            put("x", "$x")
            put("y", "$y")
        }
    }

    companion object {
        /** Below it, texts in large letters do not fit any more. */
        const val LEAST_WIDTH = 360
        const val LEAST_HEIGHT = 480
        private const val FIRST_WIDTH = 480
        private const val FIRST_HEIGHT = 760
        private const val LARGEST = 16_384

        /** What these values say; what they do not say sensibly is as at the first start. */
        fun of(values: Map<String, String>): WindowPlace {
            fun number(name: String, least: Int) = values[name]?.toIntOrNull()?.coerceIn(least, LARGEST)
            val x = number("x", -LARGEST)
            val y = number("y", -LARGEST)
            return WindowPlace(
                number("width", LEAST_WIDTH) ?: FIRST_WIDTH,
                number("height", LEAST_HEIGHT) ?: FIRST_HEIGHT,
                if (x == null || y == null) null else x to y,
                values["maximised"] == "true",
            )
        }

        private fun screens(): List<Rectangle> =
            GraphicsEnvironment.getLocalGraphicsEnvironment().screenDevices.map { it.defaultConfiguration.bounds }
    }
}
