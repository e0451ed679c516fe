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
        /** The one of this name. `auto` is the Secret Service: a file is taken only when it is asked for. */
        fun named(name: String): SecretsKind? =
            if (name == "auto") SECRET_SERVICE else entries.find { it.label == name }
    }
}
