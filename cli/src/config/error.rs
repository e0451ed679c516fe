//! What can be wrong with the configuration.

use std::{io, path::PathBuf};

use dienstchat_core::login::issuers::IssuerTableError;

use crate::lang::{Lang, german_io};

/// Why there is no configuration to work with. Names files and keys, never values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ConfigError {
    /// No connector is named anywhere: nothing was set up yet.
    NotSetUp {
        /// The file in which it is looked for.
        file: PathBuf,
    },
    /// Neither `HOME` nor the XDG variables say where files belong.
    NoHome,
    /// A file cannot be read.
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        kind: io::ErrorKind,
    },
    /// The file is not TOML.
    Syntax {
        /// The file.
        file: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A key that does not exist.
    UnknownKey {
        /// The file.
        file: PathBuf,
        /// The key.
        key: String,
    },
    /// A key whose value is not what it should be.
    Value {
        /// The file.
        file: PathBuf,
        /// The key.
        key: &'static str,
    },
    /// The connector's URL is not https (or http on this machine), or has a query or a user.
    Connector,
    /// No issuer is named.
    NoIssuers {
        /// The file in which they are looked for.
        file: PathBuf,
    },
    /// Both `issuers` and `issuers_file`.
    IssuersTwice {
        /// The file.
        file: PathBuf,
    },
    /// The issuer table is wrong.
    Issuers {
        /// The file.
        file: PathBuf,
        /// What is wrong.
        error: IssuerTableError,
    },
}

/// What a first configuration looks like.
const EXAMPLE: &str = r#"    connector = "https://chat.example.org"

    [[issuers]]
    issuer = "https://id.example.org"
    client_id = "dienstchat-app"
    redirect_uris = ["http://127.0.0.1/callback"]"#;

impl ConfigError {
    /// The name of the error in `--json`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::NotSetUp { .. } => "not_set_up",
            _ => "configuration",
        }
    }

    /// What to tell people.
    pub(crate) fn text(&self, lang: Lang) -> String {
        match self {
            Self::NotSetUp { file } => {
                let file = file.display();
                lang.pick(
                    format!(
                        "Dienstchat ist noch nicht eingerichtet. Trage in {file}\nden Connector und den Anbieter der Anmeldung ein, die dein Betreiber dir nennt:\n\n{EXAMPLE}\n\nDanach: dienstchat organisations, dann dienstchat login OV"
                    ),
                    format!(
                        "Dienstchat is not set up yet. Write the connector and the sign-in provider that your operator\ntells you into {file}:\n\n{EXAMPLE}\n\nThen: dienstchat organisations, then dienstchat login OV"
                    ),
                )
            }
            Self::NoHome => lang
                .pick(
                    "Weder HOME noch XDG_CONFIG_HOME und XDG_DATA_HOME sind gesetzt; nenne --config und --data-dir.",
                    "Neither HOME nor XDG_CONFIG_HOME and XDG_DATA_HOME are set; give --config and --data-dir.",
                )
                .to_owned(),
            Self::Unreadable { file, kind } => {
                let file = file.display();
                lang.pick(format!("{file} ist nicht lesbar: {}", german_io(*kind)), format!("{file} cannot be read: {kind}"))
            }
            Self::Syntax { file, line } => {
                let file = file.display();
                lang.pick(
                    format!("{file} ist in Zeile {line} kein gültiges TOML."),
                    format!("{file} is not valid TOML at line {line}."),
                )
            }
            Self::UnknownKey { file, key } => {
                let file = file.display();
                lang.pick(
                    format!("{file}: den Schlüssel \"{key}\" gibt es nicht."),
                    format!("{file}: there is no key \"{key}\"."),
                )
            }
            Self::Value { file, key } => {
                let file = file.display();
                lang.pick(
                    format!("{file}: der Wert von \"{key}\" ist ungültig."),
                    format!("{file}: the value of \"{key}\" is not valid."),
                )
            }
            Self::Connector => lang
                .pick(
                    "\"connector\" muss eine https-Adresse ohne Anfrage und Benutzer sein (http nur auf diesem Rechner).",
                    "\"connector\" must be an https address without query and user (http on this machine only).",
                )
                .to_owned(),
            Self::NoIssuers { file } => {
                let file = file.display();
                lang.pick(
                    format!("{file}: es ist kein Anbieter der Anmeldung eingetragen (\"issuers\", \"issuers_file\" oder --issuers)."),
                    format!("{file}: no sign-in provider is named (\"issuers\", \"issuers_file\" or --issuers)."),
                )
            }
            Self::IssuersTwice { file } => {
                let file = file.display();
                lang.pick(
                    format!("{file}: \"issuers\" und \"issuers_file\" schließen sich aus."),
                    format!("{file}: \"issuers\" and \"issuers_file\" exclude each other."),
                )
            }
            // The table's own words are for those who write it, in English in either language.
            Self::Issuers { file, error } => format!("{}: \"issuers\": {error}", file.display()),
        }
    }
}
