package de.dienstchat.app.desktop.real

import java.util.concurrent.TimeUnit

/** A screen that nobody sees. */
internal class Xvfb : AutoCloseable {
    private val process = ProcessBuilder(
        "Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp", "-noreset",
    ).redirectError(ProcessBuilder.Redirect.DISCARD).start()

    /** Its name, for `DISPLAY`: the first that was free. */
    val display: String = ":" + checkNotNull(process.inputStream.bufferedReader().readLine()) { "no Xvfb" }

    override fun close() {
        process.destroy()
        if (!process.waitFor(10, TimeUnit.SECONDS)) process.destroyForcibly()
    }
}
