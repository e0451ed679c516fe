package de.dienstchat.app.theme

import androidx.compose.material3.LocalContentColor
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.remember
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.text.font.FontFamily
import de.dienstchat.app.format.Formats
import de.dienstchat.app.texts.Texts

/** Whether the person wants nothing to move that need not. */
val LocalReducedMotion: ProvidableCompositionLocal<Boolean> = staticCompositionLocalOf { false }

/**
 * The look of the app, and in which words it speaks.
 *
 * @param dark By night; see `Appearance.isDark`.
 * @param formats How it says times, in the language of its texts; see `rememberFormats`.
 * @param reducedMotion What the system says of it.
 * @param typeface The system's, where nothing else is given.
 */
@Composable
fun DienstchatTheme(
    dark: Boolean,
    formats: Formats,
    reducedMotion: Boolean = false,
    typeface: FontFamily = FontFamily.Default,
    content: @Composable () -> Unit,
) {
    val colours = if (dark) DarkColours else LightColours
    MaterialTheme(colours, DienstchatShapes, remember(typeface) { typography(typeface) }) {
        CompositionLocalProvider(
            LocalTexts provides formats.texts,
            LocalFormats provides formats,
            LocalReducedMotion provides reducedMotion,
            LocalContentColor provides colours.onBackground,
            content = content,
        )
    }
}

/** What is said, in the language that was chosen. Outside of [DienstchatTheme] nothing is. */
val LocalTexts: ProvidableCompositionLocal<Texts> = staticCompositionLocalOf { error("no DienstchatTheme") }

/** How times are said, in the language that was chosen. */
val LocalFormats: ProvidableCompositionLocal<Formats> = staticCompositionLocalOf { error("no DienstchatTheme") }
