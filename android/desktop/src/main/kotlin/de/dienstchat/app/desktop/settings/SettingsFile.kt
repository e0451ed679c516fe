package de.dienstchat.app.desktop.settings

import de.dienstchat.app.desktop.CannotStart
import java.nio.file.Path

/**
 * A configuration file as the terminal client has it (docs/cli.md), as far as it goes here: keys with
 * strings, and lists of strings on one line, up to the first table. What follows is the issuer table,
 * which the core reads itself.
 */
internal class SettingsFile private constructor(
    private val file: Path,
    private val values: Map<String, List<String>>,
    /** The tables, as they stand in the file; empty when there are none. */
    val issuers: String,
) {
    /** The strings of a list, or one string; empty when the key is not there. */
    fun list(key: String): List<String> = values[key].orEmpty()

    /** The string of this key. */
    fun string(key: String): String? {
        val strings = values[key] ?: return null
        return strings.singleOrNull() ?: throw CannotStart.WrongSetting(file, key)
    }

    companion object {
        private val KEYS = setOf("connector", "app_hosts", "secrets", "data_dir", "issuers_file")
        private val LINE = Regex("""([a-z_]+)\s*=\s*(.*)""")
        private val STRING = Regex(""""([^"\\]*)"|'([^']*)'""")
        private val COMMENT = Regex("""\s*(#.*)?""")

        /** Reads the text of this file; fails with a [CannotStart] that names the line or the key. */
        fun parse(file: Path, text: String): SettingsFile {
            val lines = text.lines()
            val end = lines.indexOfFirst { it.trimStart().startsWith("[") }.takeIf { it >= 0 } ?: lines.size
            val values = mutableMapOf<String, List<String>>()
            lines.take(end).forEachIndexed { index, line ->
                if (COMMENT.matches(line)) return@forEachIndexed
                fun wrong() = CannotStart.WrongLine(file, index + 1)
                val (key, value) = (LINE.matchEntire(line.trim()) ?: throw wrong()).destructured
                if (key !in KEYS) throw CannotStart.WrongSetting(file, key)
                if (values.put(key, strings(value) ?: throw wrong()) != null) throw wrong()
            }
            return SettingsFile(file, values, lines.drop(end).joinToString("\n"))
        }

        private fun strings(value: String): List<String>? {
            if (!value.startsWith("[")) return one(value)?.let { (string, end) -> listOf(string).takeIf { ends(value, end) } }
            val found = mutableListOf<String>()
            var rest = value.drop(1).trimStart()
            while (!rest.startsWith("]")) {
                val (string, end) = one(rest) ?: return null
                found += string
                rest = rest.drop(end).trimStart()
                if (rest.startsWith(",")) rest = rest.drop(1).trimStart() else if (!rest.startsWith("]")) return null
            }
            return found.takeIf { ends(rest, 1) }
        }

        /** The string at the beginning, and where it ends. */
        private fun one(text: String): Pair<String, Int>? =
            STRING.matchAt(text, 0)?.let { (it.groups[1] ?: it.groups[2])!!.value to it.range.last + 1 }

        private fun ends(text: String, at: Int): Boolean = COMMENT.matches(text.substring(at))
    }
}
