package de.dienstchat.app.theme

import androidx.compose.foundation.shape.RoundedCornerShape
import androidx.compose.material3.Shapes
import androidx.compose.material3.Typography
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp

/** The sizes of text, few and none below 13 sp: it is read in the rain. */
internal fun typography(family: FontFamily): Typography {
    fun style(size: Int, line: Int, weight: FontWeight = FontWeight.Normal) =
        TextStyle(fontFamily = family, fontWeight = weight, fontSize = size.sp, lineHeight = line.sp)

    val headline = style(size = 24, line = 32, FontWeight.Medium)
    val title = style(size = 20, line = 26, FontWeight.Medium)
    val strong = style(size = 16, line = 22, FontWeight.Medium)
    val body = style(size = 16, line = 23)
    val small = style(size = 14, line = 20)
    val label = style(size = 15, line = 20, FontWeight.Medium)
    val tiny = style(size = 13, line = 18)
    return Typography(
        displayLarge = headline,
        displayMedium = headline,
        displaySmall = headline,
        headlineLarge = headline,
        headlineMedium = headline,
        headlineSmall = headline,
        titleLarge = title,
        titleMedium = strong,
        titleSmall = label,
        bodyLarge = body,
        bodyMedium = small,
        bodySmall = tiny,
        labelLarge = label,
        labelMedium = tiny.copy(fontWeight = FontWeight.Medium),
        labelSmall = tiny,
    )
}

internal val DienstchatShapes = Shapes(
    extraSmall = RoundedCornerShape(6.dp),
    small = RoundedCornerShape(10.dp),
    medium = RoundedCornerShape(14.dp),
    large = RoundedCornerShape(18.dp),
    extraLarge = RoundedCornerShape(26.dp),
)
