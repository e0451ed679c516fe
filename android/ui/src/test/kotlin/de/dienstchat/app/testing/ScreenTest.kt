package de.dienstchat.app.testing

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.platform.LocalLayoutDirection
import androidx.compose.ui.test.ComposeUiTest
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.runSkikoComposeUiTest
import androidx.compose.ui.unit.Density
import androidx.compose.ui.unit.LayoutDirection
import de.dienstchat.app.format.Formats
import de.dienstchat.app.texts.German
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.DienstchatTheme

/** Tests what a small phone shows: 360 by 740, everything as in the pictures. */
@OptIn(ExperimentalTestApi::class)
fun screenTest(
    content: @Composable () -> Unit,
    texts: Texts = German,
    fontScale: Float = 1f,
    direction: LayoutDirection = LayoutDirection.Ltr,
    reducedMotion: Boolean = true,
    test: ComposeUiTest.() -> Unit,
) = runSkikoComposeUiTest(Size(width = 360f, height = 740f), Density(density = 1f, fontScale)) {
    setContent {
        DienstchatTheme(dark = false, Formats(texts, NOON_CLOCK), reducedMotion, typeface = ROBOTO) {
            CompositionLocalProvider(LocalLayoutDirection provides direction, content = content)
        }
    }
    test()
}
