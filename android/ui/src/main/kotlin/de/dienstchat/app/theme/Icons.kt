package de.dienstchat.app.theme

import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.SolidColor
import androidx.compose.ui.graphics.StrokeCap
import androidx.compose.ui.graphics.StrokeJoin
import androidx.compose.ui.graphics.vector.ImageVector
import androidx.compose.ui.graphics.vector.addPathNodes
import androidx.compose.ui.unit.dp

private const val SIZE = 24f
private const val LINE = 2f

/** The app's icons: lines of one width on 24 by 24, coloured where they are shown. */
object Icons {
    val Back by icon("M20 12H5M11 5l-7 7l7 7", mirrored = true)
    val Forward by icon("M9 5l7 7l-7 7", mirrored = true)
    val Send by icon("M4 4l17 8l-17 8l3 -8zM7 12h7", mirrored = true)
    val Down by icon("M12 4v15M5 13l7 7l7 -7")
    val Expand by icon("M5 9l7 7l7 -7")
    val Collapse by icon("M5 15l7 -7l7 7")
    val Close by icon("M6 6l12 12M18 6L6 18")
    val Check by icon("M4 13l5 5L20 6")
    val Search by icon("M17 10.5a6.5 6.5 0 1 1 -13 0a6.5 6.5 0 1 1 13 0zM15.5 15.5L21 21")
    val Refresh by icon("M20 5v5h-5M4 19v-5h5M19.5 10A8 8 0 0 0 5.5 7.5M4.5 14a8 8 0 0 0 14 2.5")
    val Settings by icon(
        "M3 7h7M16 7h5M3 17h5M14 17h7" +
            "M16 7a3 3 0 1 1 -6 0a3 3 0 1 1 6 0zM14 17a3 3 0 1 1 -6 0a3 3 0 1 1 6 0z",
    )
    val Offline by icon("M3 3l18 18M8 7a6 6 0 0 1 9.5 3A4.5 4.5 0 0 1 20 18M16 19H7a5 5 0 0 1 -1 -9.8")
    val Chat by icon("M4 5h16v11h-9l-5 4v-4H4z")
    val Lock by icon("M5 11h14v9H5zM8 11V8a4 4 0 0 1 8 0v3M12 15v1.5")
    val Key by icon("M11 15a4 4 0 1 1 -8 0a4 4 0 1 1 8 0zM10 12L20 3M15.5 7l3.5 3.5")
    val Warning by icon("M12 4L2.5 20h19zM12 10v4.5M12 17v.01")
    val Info by icon("M21 12a9 9 0 1 1 -18 0a9 9 0 1 1 18 0zM12 11v5.5M12 7.5v.01")
    val Clock by icon("M21 12a9 9 0 1 1 -18 0a9 9 0 1 1 18 0zM12 7v5.5l3.5 2")
    val Calendar by icon("M4 6h16v14H4zM4 11h16M8 3v5M16 3v5")
    val Place by icon(
        "M12 21c-4 -4.5 -6.5 -7.7 -6.5 -11a6.5 6.5 0 0 1 13 0c0 3.3 -2.5 6.5 -6.5 11z" +
            "M14.2 10a2.2 2.2 0 1 1 -4.4 0a2.2 2.2 0 1 1 4.4 0z",
    )
    val Person by icon("M16 8a4 4 0 1 1 -8 0a4 4 0 1 1 8 0zM4.5 20.5a7.5 6.5 0 0 1 15 0")
    val People by icon(
        "M12.5 8a3.5 3.5 0 1 1 -7 0a3.5 3.5 0 1 1 7 0zM2.5 20a6.5 6 0 0 1 13 0" +
            "M16 4.8a3.5 3.5 0 0 1 0 6.4M18 14.8a6.5 6 0 0 1 3.5 5.2",
    )
    val Organisation by icon("M4 21V5h9v16M13 10h7v11M2.5 21h19M7.5 9h2M7.5 13h2M7.5 17h2M16.5 14v.01M16.5 17.5v.01")
    val Browser by icon("M14 4h6v6M20 4l-9 9M18 14v6H4V6h6")
    val Link by icon(
        "M10 14a4 4 0 0 0 6 0l3 -3a4.2 4.2 0 0 0 -6 -6l-1 1" +
            "M14 10a4 4 0 0 0 -6 0l-3 3a4.2 4.2 0 0 0 6 6l1 -1",
    )
    val Delete by icon("M4 7h16M9 7V4h6v3M6 7l1 13h10l1 -13M10 11v5.5M14 11v5.5")
    val SignOut by icon("M14 4H5v16h9M10 12h11M17 8l4 4l-4 4", mirrored = true)
    val Update by icon("M12 4v11M7 10.5l5 5l5 -5M4 20h16")
    val Shield by icon("M12 3l8 3v6c0 4.5 -3.5 7.5 -8 9c-4.5 -1.5 -8 -4.5 -8 -9V6z")
}

private fun icon(path: String, mirrored: Boolean = false): Lazy<ImageVector> = lazy {
    ImageVector.Builder(
        defaultWidth = SIZE.dp,
        defaultHeight = SIZE.dp,
        viewportWidth = SIZE,
        viewportHeight = SIZE,
        autoMirror = mirrored,
    ).addPath(
        pathData = addPathNodes(path),
        stroke = SolidColor(Color.Black),
        strokeLineWidth = LINE,
        strokeLineCap = StrokeCap.Round,
        strokeLineJoin = StrokeJoin.Round,
    ).build()
}
