package de.dienstchat.app.desktop.real

import java.awt.Point
import java.awt.Rectangle
import java.awt.Window
import javax.accessibility.AccessibleContext
import javax.accessibility.AccessibleState
import javax.accessibility.AccessibleText
import javax.swing.SwingUtilities

/** Something in a window as a screen reader has it. */
internal data class Seen(val text: String, val place: Rectangle, val editable: Boolean, val focused: Boolean) {
    val middle: Point get() = Point(place.centerX.toInt(), place.centerY.toInt())
}

/** Everything that the windows of this process show now. */
internal fun seen(): List<Seen> {
    val found = mutableListOf<Seen>()
    SwingUtilities.invokeAndWait {
        Window.getWindows().filter { it.isShowing }.forEach { collect(it.accessibleContext, found) }
    }
    return found
}

private fun collect(context: AccessibleContext?, found: MutableList<Seen>) {
    if (context == null) return
    place(context)?.let { place ->
        found += Seen(text(context), place, context.accessibleEditableText != null, context.says(AccessibleState.FOCUSED))
    }
    for (index in 0 until context.accessibleChildrenCount) {
        collect(context.getAccessibleChild(index)?.accessibleContext, found)
    }
}

private fun text(context: AccessibleContext): String {
    val written = context.accessibleText?.let { text ->
        (0 until text.charCount).joinToString("") { text.getAtIndex(AccessibleText.CHARACTER, it).orEmpty() }
    }
    return listOfNotNull(context.accessibleName, context.accessibleDescription, written).distinct().joinToString("\n")
}

private fun place(context: AccessibleContext): Rectangle? {
    if (!context.says(AccessibleState.SHOWING)) return null
    val component = context.accessibleComponent ?: return null
    val corner = component.locationOnScreen ?: return null
    return Rectangle(corner, component.size).takeIf { it.width > 0 && it.height > 0 }
}

private fun AccessibleContext.says(state: AccessibleState) = accessibleStateSet?.contains(state) == true
