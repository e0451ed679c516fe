package de.dienstchat.app.desktop.real

import java.nio.file.Path
import kotlin.io.path.createDirectories

/** A GNOME Keyring of its own on a bus of its own, unlocked. */
internal class Keyring(home: Path) : AutoCloseable {
    private val process = programWithItsChildren("dbus-run-session", "--", "sh", "-euc", SCRIPT)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .apply {
            environment() += mapOf(
                "HOME" to home.toString(),
                "XDG_RUNTIME_DIR" to home.toString(),
                "XDG_DATA_HOME" to home.resolve("data").createDirectories().toString(),
                "XDG_CONFIG_HOME" to home.resolve("config").createDirectories().toString(),
            )
            // There is nobody to be asked.
            environment() -= listOf("DISPLAY", "WAYLAND_DISPLAY")
        }
        .start()
    private val answers = process.inputStream.bufferedReader()
    private val commands = process.outputStream.bufferedWriter()

    /** What a program needs to find it. */
    val environment: Map<String, String> =
        mapOf("DBUS_SESSION_BUS_ADDRESS" to checkNotNull(answers.readLine()) { "no keyring" })

    /** Locks it. */
    fun lock() {
        commands.write("lock\n")
        commands.flush()
        check(answers.readLine() == "locked") { "the keyring did not lock" }
    }

    /** It ends with its input; the daemon a moment after its bus. */
    override fun close() {
        commands.close()
        process.awaitEnd()
    }

    private companion object {
        /** The daemon holds the output as 3, because it lets go of the usual ones. */
        val SCRIPT = """
            printf password | gnome-keyring-daemon --unlock --components=secrets 3>&1 >/dev/null
            echo "${'$'}DBUS_SESSION_BUS_ADDRESS"
            while read -r word; do
                dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \
                    org.freedesktop.Secret.Service.Lock \
                    array:objpath:/org/freedesktop/secrets/aliases/default,/org/freedesktop/secrets/collection/login >&2
                echo locked
            done
        """.trimIndent()
    }
}
