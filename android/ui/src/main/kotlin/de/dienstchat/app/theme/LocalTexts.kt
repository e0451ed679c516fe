package de.dienstchat.app.theme

import androidx.compose.runtime.ProvidableCompositionLocal
import androidx.compose.runtime.staticCompositionLocalOf
import de.dienstchat.app.texts.German
import de.dienstchat.app.texts.Texts

/** What is said, in the language that was chosen. */
val LocalTexts: ProvidableCompositionLocal<Texts> = staticCompositionLocalOf { German }
