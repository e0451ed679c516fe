package de.dienstchat.app.desktop.real

import java.awt.Point
import java.awt.Robot
import java.awt.Window
import java.awt.event.InputEvent
import java.awt.event.KeyEvent

/** The hands of who sits before the screen: they find things by what they say, and use mouse and keys. */
internal class Hands {
    private val robot = Robot()

    /** Waits until something says this. */
    fun waitFor(text: String): Seen = until("nothing says “$text”") { find(text) }

    /** Waits until nothing says this any more. */
    fun waitUntilGone(text: String) {
        until("something still says “$text”") { if (find(text) == null) Unit else null }
    }

    /** Clicks on what says this. */
    fun click(text: String) = click(resting { find(text) }.middle)

    /** Clicks into the field for text, and waits until letters go there. */
    fun clickField() {
        until("no window has the focus") { Window.getWindows().find { it.isFocused } }
        click(resting { field() }.middle)
        until("the field has not got the focus") { field()?.takeIf { it.focused } }
    }

    /** Waits until there is a field that says it is called so. */
    fun waitForField(name: String) {
        until("no field is called “$name”") { field()?.takeIf { name in it.text } }
    }

    /** Types letters that have a key each. */
    fun type(text: String) = text.forEach { letter ->
        val code = KeyEvent.getExtendedKeyCodeForChar(letter.code)
        if (letter.isUpperCase()) robot.keyPress(KeyEvent.VK_SHIFT)
        press(code)
        if (letter.isUpperCase()) robot.keyRelease(KeyEvent.VK_SHIFT)
    }

    /** Presses a key, as `VK_` names it. */
    fun key(name: String) = press(KeyEvent::class.java.getField("VK_$name").getInt(null))

    private fun press(code: Int) {
        robot.keyPress(code)
        robot.keyRelease(code)
        robot.waitForIdle()
    }

    private fun click(at: Point) {
        robot.mouseMove(at.x, at.y)
        robot.mousePress(InputEvent.BUTTON1_DOWN_MASK)
        robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK)
        robot.waitForIdle()
    }

    /** The smallest that says it: a whole window says everything that is in it. */
    private fun find(text: String): Seen? =
        seen().filter { text in it.text }.minByOrNull { it.place.width * it.place.height }

    private fun field(): Seen? = seen().find { it.editable }

    /** Waits until it is there and does not move any more. */
    private fun resting(find: () -> Seen?): Seen {
        var before: Seen? = null
        var alike = 0
        return until("what was to be clicked is not there") {
            val now = find()
            alike = if (now == before) alike + 1 else 0
            before = now
            now.takeIf { alike >= RESTING_LOOKS }
        }
    }

    private fun <T : Any> until(otherwise: String, look: () -> T?): T {
        val end = System.nanoTime() + PATIENCE_NANOS
        while (true) {
            look()?.let { return it }
            check(System.nanoTime() < end) { "$otherwise, but: ${seen().map { it.text }.filter { it.isNotBlank() }}" }
            // There is nothing that tells of changes in other programs' windows either.
            Thread.sleep(LOOK_EVERY_MS)
        }
    }

    private companion object {
        const val PATIENCE_NANOS = 90_000_000_000
        const val LOOK_EVERY_MS = 40L

        /** So often it is where it was: a slow machine takes longer than one look for a frame. */
        const val RESTING_LOOKS = 4
    }
}
