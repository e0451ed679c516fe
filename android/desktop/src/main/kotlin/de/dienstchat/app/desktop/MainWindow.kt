package de.dienstchat.app.desktop

import androidx.compose.runtime.Composable
import androidx.compose.runtime.CompositionLocalProvider
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.runtime.snapshotFlow
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEvent
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isAltPressed
import androidx.compose.ui.input.key.isCtrlPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.type
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.unit.Density
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
 * @param kept Where the window was at the last start, and how large its text.
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
    val before = kept.read()
    val first = WindowPlace.of(before)
    application(exitProcessOnExit = false) {
        val state = remember { first.toState() }
        var textSize by remember { mutableStateOf(TextSize.of(before)) }
        val close = {
            closing()
            exitApplication()
        }
        Window(
            onCloseRequest = close,
            state = state,
            title = systemTexts().appName,
            icon = AppIcon,
            onPreviewKeyEvent = { event ->
                val changed = if (event.isCommand()) textSize.after(event.key) else null
                changed?.let { textSize = it }
                changed != null
            },
            onKeyEvent = { it.closes().also { closes -> if (closes) close() } },
        ) {
            LaunchedEffect(Unit) {
                window.minimumSize = Dimension(WindowPlace.LEAST_WIDTH, WindowPlace.LEAST_HEIGHT)
                var place = first
                var written = first.values() + textSize.values()
                snapshotFlow { place.changedBy(state) to textSize }.collect { (now, size) ->
                    place = now
                    val values = now.values() + size.values()
                    if (values != written) kept.write(values)
                    written = values
                }
            }
            LaunchedEffect(Unit) {
                handedOver.collect { link ->
                    link?.let(model::follow)
                    window.bringToFront()
                }
            }
            val screen = LocalDensity.current
            CompositionLocalProvider(
                LocalDensity provides Density(screen.density, screen.fontScale * textSize.factor),
                content = app,
            )
        }
    }
}

private fun KeyEvent.closes() = isCommand() && (key == Key.W || key == Key.Q)

private fun KeyEvent.isCommand() = type == KeyEventType.KeyDown && isCtrlPressed && !isAltPressed

private fun AwtWindow.bringToFront() {
    if (this is Frame) extendedState = extendedState and Frame.ICONIFIED.inv()
    toFront()
    requestFocus()
}
