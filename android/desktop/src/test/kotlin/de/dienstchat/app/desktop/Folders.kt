package de.dienstchat.app.desktop

import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.deleteRecursively
import org.junit.rules.ExternalResource

/** A folder for one test. */
@OptIn(ExperimentalPathApi::class)
class Folder : ExternalResource() {
    lateinit var path: Path

    override fun before() {
        path = Files.createTempDirectory("dienstchat")
    }

    // A program that is ending may still delete something in it.
    override fun after(): Unit = path.deleteRecursively()
}
