package de.dienstchat.app.desktop

import de.dienstchat.app.desktop.secrets.SecretsKind
import java.nio.file.InvalidPathException
import java.nio.file.Path

/** What the command line says. */
internal class Arguments(
    /** Another configuration file. */
    val config: Path? = null,
    /** Another data folder. */
    val dataDir: Path? = null,
    /** Where secrets are kept. */
    val secrets: SecretsKind? = null,
    /** What to open, as the system hands over a link that was clicked. */
    val link: String? = null,
    /** Whether only the use is to be told. */
    val help: Boolean = false,
) {
    companion object {
        /** Reads the command line; fails with [CannotStart.Usage]. */
        fun parse(words: List<String>): Arguments {
            var read = Arguments()
            val rest = words.iterator()
            while (rest.hasNext()) {
                val word = rest.next()
                read = when {
                    word == "--help" -> read.with(help = true)
                    word == "--config" -> read.with(config = path(rest))
                    word == "--data-dir" -> read.with(dataDir = path(rest))
                    word == "--secrets" -> read.with(secrets = kind(rest))
                    word.startsWith("-") || read.link != null -> throw CannotStart.Usage()
                    // Whatever it is: whether it is a link to a chat is for the core to say.
                    else -> read.with(link = word)
                }
            }
            return read
        }

        private fun value(rest: Iterator<String>): String =
            if (rest.hasNext()) rest.next() else throw CannotStart.Usage()

        private fun path(rest: Iterator<String>): Path = try {
            Path.of(value(rest)).toAbsolutePath()
        } catch (_: InvalidPathException) {
            throw CannotStart.Usage()
        }

        private fun kind(rest: Iterator<String>): SecretsKind =
            SecretsKind.named(value(rest)) ?: throw CannotStart.Usage()
    }

    private fun with(
        config: Path? = this.config,
        dataDir: Path? = this.dataDir,
        secrets: SecretsKind? = this.secrets,
        link: String? = this.link,
        help: Boolean = this.help,
    ) = Arguments(config, dataDir, secrets, link, help)
}
