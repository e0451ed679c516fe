package de.dienstchat.app.desktop.settings

import de.dienstchat.app.desktop.Arguments
import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.secrets.SecretsKind
import java.io.IOException
import java.nio.file.Path
import kotlin.io.path.exists
import kotlin.io.path.readText

/** Where the connector is, which issuers are trusted, where the data lies. */
internal class Settings(
    /** The file that says so, for what is said of mistakes in it. */
    val file: Path,
    val connector: String,
    val appHosts: List<String>,
    /** The issuer table, as TOML. */
    val issuers: String,
    /** The loopback redirect URI that the table names. */
    val redirectUri: String,
    val dataDir: Path,
    /** Where secrets are to be kept; nothing when nobody says. */
    val secrets: SecretsKind?,
) {
    companion object {
        /** What a publisher packs into the app, beside this class: `publisher.toml`. */
        private const val PUBLISHERS = "/publisher.toml"

        /** In the file: as if it did not say. */
        private const val AUTO = "auto"
        private val REDIRECT_URIS = Regex("""redirect_uris\s*=\s*\[(?:\s*(?:"[^"]*"|'[^']*')\s*,?)*\s*]""")
        private val LOOPBACK = Regex("""["'](http://(?:127\.0\.0\.1|\[::1])[:/][^"'\s]*)["']""")

        /**
         * Puts the command line and the file together: the one that is named, else the publisher's own,
         * else the one in the configuration folder.
         */
        fun load(
            arguments: Arguments,
            places: Places = Places(),
            publishers: String? = Settings::class.java.getResource(PUBLISHERS)?.readText(),
        ): Settings {
            val path = arguments.config ?: places.config
            val text = when {
                arguments.config == null && publishers != null -> publishers
                arguments.config == null && !path.exists() -> throw CannotStart.NotSetUp(path)
                else -> read(path)
            }
            return combine(arguments, path, SettingsFile.parse(path, text), places)
        }

        private fun combine(arguments: Arguments, path: Path, file: SettingsFile, places: Places): Settings {
            val connector = file.string("connector") ?: throw CannotStart.NotSetUp(path)
            val issuers = file.string("issuers_file")
                ?.let { read(path.resolveSibling(it)) + "\n" + file.issuers }
                ?: file.issuers
            return Settings(
                file = path,
                connector = connector,
                appHosts = file.list("app_hosts").ifEmpty { listOf(connector.trimEnd('/')) },
                issuers = issuers,
                redirectUri = loopback(issuers) ?: throw CannotStart.WrongSetting(path, "redirect_uris"),
                dataDir = arguments.dataDir ?: file.string("data_dir")?.let { Path.of(it, "desktop") } ?: places.data,
                secrets = arguments.secrets ?: file.string("secrets")?.takeIf { it != AUTO }?.let { name ->
                    SecretsKind.named(name) ?: throw CannotStart.WrongSetting(path, "secrets")
                },
            )
        }

        /** A publisher has one for all its issuers; any port of it is accepted (RFC 8252, section 7.3). */
        private fun loopback(issuers: String): String? {
            val said = issuers.lineSequence().filterNot { it.trimStart().startsWith("#") }.joinToString("\n")
            return REDIRECT_URIS.findAll(said).firstNotNullOfOrNull { LOOPBACK.find(it.value)?.groupValues?.get(1) }
        }

        private fun read(path: Path): String = try {
            path.readText()
        } catch (_: IOException) {
            throw CannotStart.Unreadable(path)
        }
    }
}
