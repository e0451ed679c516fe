package de.dienstchat.app.desktop.real

import com.google.gson.JsonObject
import com.google.gson.JsonParser
import de.dienstchat.app.desktop.start
import java.awt.Rectangle
import java.awt.Robot
import java.awt.Toolkit
import java.awt.Window
import java.awt.datatransfer.DataFlavor
import java.awt.event.WindowEvent
import java.io.File
import java.nio.file.Path
import javax.imageio.ImageIO
import javax.swing.SwingUtilities
import kotlin.concurrent.thread
import kotlin.system.exitProcess

/**
 * The app as it is, in a process of its own, with the stack's clock and with hands: each line of the
 * input is something to do, and is answered by a line.
 */
fun main(words: Array<String>) {
    thread(isDaemon = true) { obey() }
    exitProcess(start(words.toList(), FileClock(Path.of(System.getenv("DIENSTCHAT_TEST_CLOCK")))))
}

private fun obey() {
    val hands = Hands()
    for (line in generateSequence(::readlnOrNull)) {
        val answer = JsonObject()
        try {
            answer.addProperty("said", carryOut(JsonParser.parseString(line).asJsonObject, hands))
        } catch (failure: Exception) {
            answer.addProperty("error", failure.toString())
        }
        println(answer)
    }
}

/** Does it, and gives what there is to say of it. */
private fun carryOut(command: JsonObject, hands: Hands): String {
    val with = command["with"].asString
    when (val name = command["do"].asString) {
        "wait_for" -> hands.waitFor(with)
        "wait_until_gone" -> hands.waitUntilGone(with)
        "click" -> hands.click(with)
        "click_field" -> hands.clickField()
        "wait_for_field" -> hands.waitForField(with)
        "type" -> hands.type(with)
        "key" -> hands.key(with)
        "clipboard" -> return Toolkit.getDefaultToolkit().systemClipboard.getData(DataFlavor.stringFlavor) as String
        "has_icon" -> {
            val shown = Window.getWindows().filter { it.isShowing }
            return "${shown.isNotEmpty() && shown.all { it.iconImages.isNotEmpty() }}"
        }
        "close" -> SwingUtilities.invokeLater {
            Window.getWindows().forEach { it.dispatchEvent(WindowEvent(it, WindowEvent.WINDOW_CLOSING)) }
        }
        "picture" -> {
            val all = Rectangle(Toolkit.getDefaultToolkit().screenSize)
            ImageIO.write(Robot().createScreenCapture(all), "png", File(with))
        }
        else -> error("nobody can $name")
    }
    return ""
}
