package de.dienstchat.app.desktop.secrets

import de.dienstchat.KeyStore
import de.dienstchat.app.desktop.CannotStart
import de.dienstchat.app.desktop.replaceWith
import java.io.IOException
import java.nio.file.Path
import java.security.SecureRandom
import java.util.HexFormat
import kotlin.io.path.exists
import kotlin.io.path.readText

/**
 * Opens the key store of the installation in this folder.
 *
 * An installation stays with what it began with, as `key-store.toml` says; where nobody says anything it
 * begins with the Secret Service: a file is taken only when it is asked for. Otherwise a start that asks
 * for another one would find no secrets and take healthy stores for lost. It also tells this
 * installation's secrets from another one's of the same user.
 */
internal fun openKeyStore(
    folder: Path,
    wanted: SecretsKind?,
    secretService: (String) -> SecretServiceKeyStore = { SecretServiceKeyStore(it) },
): KeyStore {
    val file = folder.resolve("key-store.toml")
    val known = if (file.exists()) readMarker(file) else null
    if (known != null && wanted != null && known.kind != wanted) throw CannotStart.SecretsElsewhere()
    val marker = known ?: Marker(wanted ?: SecretsKind.SECRET_SERVICE, randomInstallation())
    val opened = when (marker.kind) {
        SecretsKind.FILE -> FileKeyStore(folder).also { it.check() }
        SecretsKind.SECRET_SERVICE -> secretService(marker.installation).also {
            if (!it.isThere()) throw CannotStart.NoSecretService()
        }
    }
    if (known == null) writeMarker(file, marker)
    return opened
}

private fun randomInstallation(): String =
    HexFormat.of().formatHex(ByteArray(16).also(SecureRandom()::nextBytes))

private class Marker(val kind: SecretsKind, val installation: String)

private val MARKER = Regex("""kind = "([a-z-]+)"\ninstallation = "([0-9a-f]{32})"\n""")

private fun readMarker(file: Path): Marker {
    val text = try {
        file.readText()
    } catch (_: IOException) {
        throw CannotStart.Unreadable(file)
    }
    val (label, installation) = (MARKER.matchEntire(text) ?: throw CannotStart.SecretsDamaged(file)).destructured
    val kind = SecretsKind.entries.find { it.label == label } ?: throw CannotStart.SecretsDamaged(file)
    return Marker(kind, installation)
}

private fun writeMarker(file: Path, marker: Marker) = try {
    file.replaceWith("kind = \"${marker.kind.label}\"\ninstallation = \"${marker.installation}\"\n".toByteArray())
} catch (_: IOException) {
    throw CannotStart.DataFolder(file.parent)
}
