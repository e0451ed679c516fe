package de.dienstchat.app.desktop

import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.graphics.drawscope.scale
import androidx.compose.ui.graphics.drawscope.translate
import androidx.compose.ui.graphics.painter.Painter
import androidx.compose.ui.graphics.vector.PathParser

/** The app's icon as phones show it: a speech bubble on a square with round corners. */
internal object AppIcon : Painter() {
    /** Of the drawing for Android, which is larger than what is to be seen of it. */
    const val BUBBLE = "M36,34h36a6,6 0,0 1,6 6v22a6,6 0,0 1,-6 6h-20l-12,10v-10h-4a6,6 0,0 1,-6 -6v-22a6,6 0,0 1,6 -6z"
    const val LINES = "M39,43h30v4h-30zM39,50h30v4h-30zM39,57h18v4h-18z"
    val GROUND = Color(0xFF1D5C69)
    private const val MARGIN = 18f
    private const val SEEN = 72f
    private const val ROUND = 16f

    private val bubble = PathParser().parsePathString(BUBBLE).toPath()
    private val lines = PathParser().parsePathString(LINES).toPath()

    override val intrinsicSize = Size(SEEN, SEEN)

    override fun DrawScope.onDraw() {
        scale(size.width / SEEN, size.height / SEEN, Offset.Zero) {
            drawRoundRect(GROUND, size = intrinsicSize, cornerRadius = CornerRadius(ROUND))
            translate(-MARGIN, -MARGIN) {
                drawPath(bubble, Color.White)
                drawPath(lines, GROUND)
            }
        }
    }
}
