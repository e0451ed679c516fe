package de.dienstchat.app.desktop.real

import java.util.concurrent.TimeUnit

/**
 * A program whose process here ends no sooner than the last of those that it starts and that hold its output:
 * until then they may write into the folder of a test.
 */
internal fun programWithItsChildren(vararg command: String): ProcessBuilder =
    ProcessBuilder("sh", "-c", "\"\$@\" | cat", "sh", *command)

/** Waits until a process that was asked to end has done so. */
internal fun Process.awaitEnd() {
    val ended = waitFor(60, TimeUnit.SECONDS)
    descendants().forEach(ProcessHandle::destroyForcibly)
    destroyForcibly()
    check(ended) { "it does not end" }
}
