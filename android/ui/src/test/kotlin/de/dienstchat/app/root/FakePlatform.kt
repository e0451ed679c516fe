package de.dienstchat.app.root

import kotlinx.coroutines.awaitCancellation

/** A system whose abilities a test sets. */
class FakePlatform(
    override var version: String = "1.2.3",
    override var language: String = "de",
    override var reducedMotion: Boolean = false,
    override var sendsByEnter: Boolean = false,
    override var hasAppLock: Boolean = true,
    override var hasPreviews: Boolean = true,
    override var canLock: Boolean = true,
) : Platform {
    /** How often the person was asked. */
    var asked = 0
    var unlocking: suspend () -> Boolean = { awaitCancellation() }

    /** What was copied. */
    val copied = mutableListOf<String>()

    override fun copy(text: String): Boolean = copied.add(text)

    override suspend fun unlock(): Boolean {
        asked += 1
        return unlocking()
    }
}
