package de.dienstchat.app.root

import androidx.compose.foundation.background
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.focus.focusTarget
import androidx.compose.ui.focus.onFocusChanged
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isAltPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.text.font.FontFamily
import de.dienstchat.app.components.KeyScrolling
import de.dienstchat.app.components.LocalKeyScrolling
import de.dienstchat.app.components.scrolledByKeys
import de.dienstchat.app.preferences.Preferences
import de.dienstchat.app.theme.DienstchatTheme
import de.dienstchat.app.theme.isDark
import de.dienstchat.app.theme.rememberFormats
import de.dienstchat.app.theme.texts
import java.time.Clock

/**
 * All of the app: its look as the person has chosen it, and in it what the model shows.
 *
 * @param backProgress How far a gesture that leads back has come, from 0 to 1, where the system tells.
 * @param typeface The system's, where nothing else is given.
 */
@Composable
fun App(
    model: AppModel,
    platform: Platform,
    preferences: Preferences,
    modifier: Modifier = Modifier,
    backProgress: () -> Float = { 0f },
    typeface: FontFamily = FontFamily.Default,
    clock: () -> Clock = Clock::systemDefaultZone,
) {
    val state by model.states.collectAsState()
    val chosen by preferences.chosen.collectAsState()
    val correction by model.clockCorrection.collectAsState()
    val formats = rememberFormats(chosen.language.texts(platform.language), correction, clock)
    val dark = chosen.appearance.isDark(isSystemInDarkTheme())
    val scrolling = remember { KeyScrolling() }
    DienstchatTheme(dark, formats, platform.reducedMotion, typeface) {
        // Above the lock, which takes everything else out of the composition.
        val kept = rememberKeptScreens()
        Box(
            modifier.fillMaxSize().background(MaterialTheme.colorScheme.background).scrolledByKeys(scrolling)
                .backByKeys(state, model::back),
        ) {
            when (val now = state) {
                AppState.Starting -> StartingView()
                is AppState.Failed -> StartFailedView(now.failure, model::retryStart)
                // Not even under the lock is anything drawn of what it hides.
                is AppState.Running -> when {
                    now.locked -> LockView(model::unlock)
                    else -> CompositionLocalProvider(LocalKeyScrolling provides scrolling) {
                        Way(now.entries, now.screens, kept, backProgress, platform.sendsByEnter)
                    }
                }
            }
        }
    }
}

/** Escape, and Alt with the left arrow, unless what has the focus takes them. */
@Composable
private fun Modifier.backByKeys(state: AppState, back: () -> Boolean): Modifier {
    val focus = remember { FocusRequester() }
    var focused by remember { mutableStateOf(false) }
    // Keys go nowhere while nothing has the focus, as on a screen that has just appeared, or when the button that had
    // it has gone.
    LaunchedEffect((state as? AppState.Running)?.entries?.last()) { focus.requestFocus() }
    LaunchedEffect(focused) { if (!focused) focus.requestFocus() }
    return onKeyEvent { it.leadsBack() && back() }
        .onFocusChanged { focused = it.hasFocus }
        .focusRequester(focus)
        .focusTarget()
}

private fun KeyEvent.leadsBack() =
    type == KeyEventType.KeyDown && (key == Key.Escape || key == Key.DirectionLeft && isAltPressed)
