package de.dienstchat.app.desktop.real

import de.dienstchat.Clock
import java.nio.file.Path
import java.nio.file.StandardCopyOption.ATOMIC_MOVE
import java.nio.file.StandardCopyOption.REPLACE_EXISTING
import kotlin.io.path.moveTo
import kotlin.io.path.readText
import kotlin.io.path.writeText
import kotlin.time.Duration

/** The clock that all programs of a stack share: the system's, and so many seconds more as its file says. */
internal class FileClock(private val file: Path) : Clock {
    override fun nowMs(): Long = System.currentTimeMillis() + file.readText().trim().toLong() * 1_000

    /** Moves all of them to so far ahead of the system's clock; whole or not at all, for they read at any moment. */
    fun set(ahead: Duration) {
        val unfinished = file.resolveSibling("clock.moved")
        unfinished.writeText(ahead.inWholeSeconds.toString())
        unfinished.moveTo(file, ATOMIC_MOVE, REPLACE_EXISTING)
    }
}
