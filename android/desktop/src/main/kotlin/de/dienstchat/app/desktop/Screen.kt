package de.dienstchat.app.desktop

import java.awt.AWTError
import java.awt.GraphicsEnvironment
import java.awt.Toolkit

/**
 * Whether there is a screen for a window: none on a machine without one, nor where `DISPLAY` leads nowhere.
 *
 * AWT can be asked this once; afterwards it fails in ways of its own. Who asks first should be on the process' main
 * thread: from there X11 has the windows' class, by which `packaging/de.dienstchat.desktop` knows them.
 */
internal val hasScreen: Boolean by lazy {
    try {
        if (!GraphicsEnvironment.isHeadless()) Toolkit.getDefaultToolkit()
        !GraphicsEnvironment.isHeadless()
    } catch (_: AWTError) {
        false
    }
}
