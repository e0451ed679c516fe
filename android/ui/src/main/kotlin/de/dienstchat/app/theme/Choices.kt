package de.dienstchat.app.theme

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import de.dienstchat.app.format.Formats
import de.dienstchat.app.preferences.Appearance
import de.dienstchat.app.preferences.Language
import de.dienstchat.app.texts.English
import de.dienstchat.app.texts.German
import de.dienstchat.app.texts.Texts
import java.time.Clock
import kotlin.time.Duration
import kotlin.time.toJavaDuration
import kotlinx.coroutines.delay

private const val MINUTE = 60_000L

/** Whether that is dark, on a system that is dark or not. */
fun Appearance.isDark(systemIsDark: Boolean): Boolean = when (this) {
    Appearance.SYSTEM -> systemIsDark
    Appearance.LIGHT -> false
    Appearance.DARK -> true
}

/** The words of that language; on a system with another than German ("de-AT", "fr"), English ones. */
fun Language.texts(system: String): Texts = when (this) {
    Language.SYSTEM -> if (system.lowercase().substringBefore('-').substringBefore('_') == "de") German else English
    Language.GERMAN -> German
    Language.ENGLISH -> English
}

/**
 * How times are said, new each minute, so that what depends on now ("today", "2 more hours") goes on
 * by itself.
 *
 * @param correction Added to the clock, which may be wrong.
 * @param clock Asked each time: a device's time zone may change.
 */
@Composable
fun rememberFormats(
    texts: Texts,
    correction: Duration = Duration.ZERO,
    clock: () -> Clock = Clock::systemDefaultZone,
): Formats {
    fun corrected() = Clock.offset(clock(), correction.toJavaDuration())
    var formats by remember(texts, correction) { mutableStateOf(Formats(texts, corrected())) }
    LaunchedEffect(texts, correction) {
        while (true) {
            delay(MINUTE - corrected().millis().mod(MINUTE))
            formats = Formats(texts, corrected())
        }
    }
    return formats
}
