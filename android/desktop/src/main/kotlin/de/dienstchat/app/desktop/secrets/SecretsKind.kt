package de.dienstchat.app.desktop.secrets

/** Where the secrets of an installation lie. */
internal enum class SecretsKind(
    /** Its name in `key-store.toml`, in the configuration and on the command line. */
    val label: String,
) {
    /** The desktop's Secret Service: GNOME Keyring, KWallet, KeePassXC. */
    SECRET_SERVICE("secret-service"),

    /** A file that only its user can read. */
    FILE("file");

    companion object {
        /** The one of this name. */
        fun named(name: String): SecretsKind? = entries.find { it.label == name }
    }
}
