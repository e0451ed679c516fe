package de.dienstchat.app.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isCtrlPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.window.Window
import androidx.compose.ui.window.application
import de.dienstchat.app.root.AppModel
import java.awt.Dimension
import java.awt.Frame
import java.awt.Window as AwtWindow
import kotlinx.coroutines.flow.Flow

/**
 * Shows the app in a window until it is closed.
 *
 * @param kept Where the window was at the last start.
 * @param handedOver What later starts hand over: a link, or nothing.
 * @param closing Called when the window is about to be closed: nobody looks at what is handed over then.
 */
internal fun showWindow(
    kept: PropertiesFile,
    handedOver: Flow<String?>,
    closing: () -> Unit,
    model: AppModel,
    app: @Composable () -> Unit,
) {
    val first = WindowPlace.of(kept.read())
    application(exitProcessOnExit = false) {
        val state = remember { first.toState() }
        val close = {
            closing()
            exitApplication()
        }
        Window(
            onCloseRequest = close,
            state = state,
            title = systemTexts().appName,
            onKeyEvent = { it.closes().also { closes -> if (closes) close() } },
        ) {
            LaunchedEffect(Unit) {
                window.minimumSize = Dimension(WindowPlace.LEAST_WIDTH, WindowPlace.LEAST_HEIGHT)
                var place = first
                snapshotFlow { place.changedBy(state) }.collect { now ->
                    if (now != place) kept.write(now.values())
                    place = now
                }
            }
            LaunchedEffect(Unit) {
                handedOver.collect { link ->
                    link?.let(model::follow)
                    window.bringToFront()
                }
            }
            app()
        }
    }
}

private fun KeyEvent.closes() = type == KeyEventType.KeyDown && isCtrlPressed && (key == Key.W || key == Key.Q)

private fun AwtWindow.bringToFront() {
    if (this is Frame) extendedState = extendedState and Frame.ICONIFIED.inv()
    toFront()
    requestFocus()
}
