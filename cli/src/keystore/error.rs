//! Why there is no key store to work with.

use std::path::PathBuf;

use super::Kind;
use crate::lang::{Lang, german_io};

/// Why the key store cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum KeyStoreFailure {
    /// The Secret Service is asked for, and there is none.
    NoSecretService,
    /// The Secret Service is there and stays locked.
    #[cfg_attr(
        not(all(target_os = "linux", feature = "secret-service")),
        allow(dead_code, reason = "only a Secret Service can be locked")
    )]
    Locked,
    /// This installation's secrets are kept elsewhere than asked for.
    Elsewhere {
        /// Where they are.
        kind: Kind,
    },
    /// Others can read the file of secrets.
    Exposed {
        /// The file.
        file: PathBuf,
    },
    /// A file of the key store is damaged, or no regular file.
    Damaged {
        /// The file.
        file: PathBuf,
    },
    /// A file cannot be read or written.
    Io {
        /// The file.
        file: PathBuf,
        /// Why.
        kind: std::io::ErrorKind,
    },
    /// The system gives no random bytes.
    Entropy,
}

impl KeyStoreFailure {
    /// The name of the error in `--json`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::NoSecretService => "no_secret_service",
            Self::Locked => "key_store_locked",
            Self::Elsewhere { .. } => "key_store_elsewhere",
            Self::Exposed { .. } => "key_store_exposed",
            Self::Damaged { .. } => "key_store_damaged",
            Self::Io { .. } | Self::Entropy => "key_store_failed",
        }
    }

    /// What to tell people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match self {
            Self::NoSecretService => lang
                .pick(
                    "Hier gibt es keinen Secret Service (D-Bus). Melde dich am Desktop an oder nimm --secrets file.",
                    "There is no Secret Service (D-Bus) here. Log in to the desktop, or use --secrets file.",
                )
                .to_owned(),
            Self::Locked => lang
                .pick(
                    "Der Schlüsselbund ist gesperrt. Entsperre ihn und versuche es noch einmal.",
                    "The keyring is locked. Unlock it and try again.",
                )
                .to_owned(),
            Self::Elsewhere { kind } => {
                let kind = kind.name();
                lang.pick(
                    format!("Die Schlüssel dieses Datenverzeichnisses liegen in \"{kind}\"; lass --secrets weg."),
                    format!("The secrets of this data directory are kept in \"{kind}\"; leave --secrets out."),
                )
            }
            Self::Exposed { file } => {
                let file = file.display();
                lang.pick(
                    format!("Andere können {file} lesen; so wird die Datei nicht verwendet. Abhilfe: chmod 600 {file}"),
                    format!("Others can read {file}; it is not used like that. Remedy: chmod 600 {file}"),
                )
            }
            Self::Damaged { file } => {
                let file = file.display();
                lang.pick(format!("{file} ist beschädigt."), format!("{file} is damaged."))
            }
            Self::Io { file, kind } => {
                let file = file.display();
                lang.pick(
                    format!("{file} lässt sich nicht lesen oder schreiben: {}", german_io(*kind)),
                    format!("{file} cannot be read or written: {kind}"),
                )
            }
            Self::Entropy => lang
                .pick("Das System liefert keine Zufallszahlen.", "The system gives no random bytes.")
                .to_owned(),
        }
    }
}
