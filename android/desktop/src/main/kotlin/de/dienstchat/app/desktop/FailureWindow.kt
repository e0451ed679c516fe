package de.dienstchat.app.desktop

import androidx.compose.foundation.background
import androidx.compose.foundation.isSystemInDarkTheme
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.unit.DpSize
import androidx.compose.ui.unit.dp
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.WindowState
import androidx.compose.ui.window.application
import de.dienstchat.app.components.Action
import de.dienstchat.app.components.Notice
import de.dienstchat.app.texts.Texts
import de.dienstchat.app.theme.DienstchatTheme
import de.dienstchat.app.theme.Icons
import de.dienstchat.app.theme.rememberFormats

/** Says in a window why the app does not go on: who has clicked on it sees no terminal. */
internal fun showFailure(texts: Texts, failure: CannotStart) {
    if (!hasScreen) return
    application(exitProcessOnExit = false) {
        val state = WindowState(size = DpSize(480.dp, 480.dp))
        Window(onCloseRequest = ::exitApplication, state = state, title = texts.appName, icon = AppIcon) {
            DienstchatTheme(isSystemInDarkTheme(), rememberFormats(texts)) {
                Failure(texts, failure.text(texts), ::exitApplication)
            }
        }
    }
}

/** What went wrong, and a way out. */
@Composable
internal fun Failure(texts: Texts, text: String, close: () -> Unit) {
    Notice(
        Icons.Warning,
        texts.desktopCannotStart,
        text,
        Modifier.background(MaterialTheme.colorScheme.background),
        primary = Action(texts.close, close),
    )
}
