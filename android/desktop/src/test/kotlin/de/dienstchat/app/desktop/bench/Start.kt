package de.dienstchat.app.desktop.bench

import de.dienstchat.app.desktop.real.seen
import de.dienstchat.app.desktop.start
import java.awt.Window
import java.awt.event.WindowEvent
import javax.swing.SwingUtilities
import kotlin.concurrent.thread
import kotlin.system.exitProcess

private const val TITLE = "Sanitätsdienst Stadtfest"
private const val LOOK_EVERY_MS = 5L

/**
 * The app as it starts, without a link; says when the list is there and ends then. What is to be seen
 * has been painted: both are work of the same thread, which answers in between.
 */
fun main(words: Array<String>) {
    thread(isDaemon = true) {
        while (seen().none { TITLE in it.text }) Thread.sleep(LOOK_EVERY_MS)
        println("shown")
        SwingUtilities.invokeLater {
            Window.getWindows().forEach { it.dispatchEvent(WindowEvent(it, WindowEvent.WINDOW_CLOSING)) }
        }
    }
    exitProcess(start(words.dropLast(1)))
}
