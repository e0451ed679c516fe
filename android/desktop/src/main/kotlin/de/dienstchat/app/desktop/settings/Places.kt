package de.dienstchat.app.desktop.settings

import java.nio.file.InvalidPathException
import java.nio.file.Path

/**
 * Where files belong on this system: by the XDG Base Directory specification, on macOS in
 * `~/Library/Application Support`, on Windows in `AppData`.
 */
internal class Places(
    private val system: String = System.getProperty("os.name"),
    private val home: String = System.getProperty("user.home"),
    private val environment: (String) -> String? = System::getenv,
) {
    /** The configuration, which the terminal client reads too. */
    val config: Path get() = base("XDG_CONFIG_HOME", "APPDATA", ".config").resolve("dienstchat").resolve("config.toml")

    /** What the app keeps. The terminal client's own lies one folder above. */
    val data: Path get() = base("XDG_DATA_HOME", "LOCALAPPDATA", ".local/share").resolve("dienstchat").resolve("desktop")

    private fun base(xdg: String, windows: String, belowHome: String): Path = when {
        system.startsWith("Windows") -> absolute(windows) ?: Path.of(home)
        system.startsWith("Mac") -> Path.of(home, "Library", "Application Support")
        else -> absolute(xdg) ?: Path.of(home).resolve(belowHome)
    }

    // The specification says to ignore a variable that is not absolute.
    private fun absolute(variable: String): Path? = try {
        environment(variable)?.let(Path::of)?.takeIf { it.isAbsolute }
    } catch (_: InvalidPathException) {
        null
    }
}
