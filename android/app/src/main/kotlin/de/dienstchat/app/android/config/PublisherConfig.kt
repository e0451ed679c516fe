package de.dienstchat.app.android.config

import android.content.Context
import de.dienstchat.Config
import java.io.File

/**
 * What the publisher of the app packs into it (an example is in `publisher/publisher.toml`): whose
 * servers it talks to and who may sign people in. Nothing of it comes from anywhere else.
 */
class PublisherConfig private constructor(
    /** The base URL of the connector. */
    val connector: String,
    /** The host of links to chats, which the manifest claims. */
    val appHost: String,
    /** The issuer table. */
    val issuers: String,
    /** Where the browser is sent to after a sign-in. */
    val redirectUri: String,
) {
    /** The scheme of [redirectUri], which the manifest claims. */
    val redirectScheme: String get() = redirectUri.substringBefore(':')

    /** The core's settings, with the data below this folder. */
    fun core(folder: File): Config = Config(
        dataDir = File(folder, "data").path,
        connector = connector,
        appHosts = listOf(appHost),
        issuers = issuers,
    )

    companion object {
        /** The file's name among the app's assets. */
        const val FILE: String = "publisher.toml"

        private val CONNECTOR = Regex("""(?m)^connector *= *"([^"]+)"""")
        private val APP_HOST = Regex("""(?m)^app_hosts *= *\[ *"([^"]+)" *]""")
        private val ISSUERS = Regex("""(?ms)^\[\[issuers]].*""")
        private val REDIRECT_URI = Regex("""(?m)^redirect_uris *=[^#\n]*"((?!https?:)[a-z][a-z0-9+.-]*:[^"]+)"""")

        /** Reads it from the app. Fails with an [IllegalStateException] where the publisher forgot something. */
        fun of(context: Context): PublisherConfig =
            parse(context.assets.open(FILE).use { it.readBytes().decodeToString() })

        /** Reads it from its text. */
        fun parse(text: String): PublisherConfig {
            fun found(what: String, regex: Regex) =
                checkNotNull(regex.find(text)) { "$FILE: $what is missing" }.groupValues.last()
            return PublisherConfig(
                connector = found("connector", CONNECTOR),
                appHost = found("app_hosts with one host", APP_HOST),
                issuers = found("[[issuers]]", ISSUERS),
                redirectUri = found("a redirect URI with a scheme of the app's own", REDIRECT_URI),
            )
        }
    }
}
