package de.dienstchat.app.desktop

import de.dienstchat.app.root.Platform
import java.awt.Toolkit
import java.awt.datatransfer.StringSelection
import java.util.Locale

/** A desktop with a keyboard. */
internal class DesktopPlatform(override val version: String) : Platform {
    override val language: String = Locale.getDefault().toLanguageTag()

    // What GNOME and those who follow it say of animations; elsewhere nothing is known.
    override val reducedMotion: Boolean
        get() = Toolkit.getDefaultToolkit().getDesktopProperty("gnome.Gtk/EnableAnimations") == 0

    override val sendsByEnter: Boolean = true

    // The desktop's own lock is the one that people know.
    override val hasAppLock: Boolean = false

    override val hasPreviews: Boolean = false

    override val canLock: Boolean = false

    override fun copy(text: String): Boolean = try {
        Toolkit.getDefaultToolkit().systemClipboard.setContents(StringSelection(text), null)
        true
    } catch (_: IllegalStateException) {
        // Another program is at it.
        false
    }

    override suspend fun unlock(): Boolean = true
}
