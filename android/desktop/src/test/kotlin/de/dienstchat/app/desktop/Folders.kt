package de.dienstchat.app.desktop

import java.nio.file.Files
import java.nio.file.Path
import org.junit.rules.ExternalResource

/** A folder for one test. */
class Folder : ExternalResource() {
    lateinit var path: Path

    override fun before() {
        path = Files.createTempDirectory("dienstchat")
    }

    override fun after() {
        path.toFile().deleteRecursively()
    }
}
