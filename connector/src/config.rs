//! The connector's configuration: one TOML file, checked whole before anything starts.
//!
//! An unknown key is an error: a misspelt limit or credential would otherwise be ignored without
//! a word. Nothing in the file is changed while the connector runs.

use std::{collections::HashSet, fmt, net::SocketAddr, path::PathBuf, time::Duration};

use dienstchat_core::login::issuers::{IssuerEntry, IssuerTable};
use ruma::OwnedServerName;
use serde::Deserialize;
use url::Url;
use zeroize::Zeroizing;

mod limits;

pub use limits::Limits;

/// The whole configuration.
#[derive(Debug)]
pub struct Config {
    /// Where the HTTP server listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// The address under which apps and HiOrg-Server reach the connector.
    pub public_url: Url,
    /// The host of the deep links.
    pub app_host: String,
    /// The `SQLite` file.
    pub database: PathBuf,
    /// HiOrg-Server's credentials.
    pub credentials: Vec<Credential>,
    /// The homeservers; an organisation that names none gets the first.
    pub homeservers: Vec<HomeserverConfig>,
    /// The identity providers.
    pub issuers: Vec<Issuer>,
    /// The apps that open deep links.
    pub apps: Apps,
    /// Limits and intervals.
    pub limits: Limits,
}

/// A bearer token of HiOrg-Server, known by its hash only.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// The one issuer whose organisations and duties this credential may write.
    pub iss: String,
    /// SHA-256 of the token.
    pub token_sha256: [u8; 32],
}

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credential")
            .field("iss", &self.iss)
            .finish_non_exhaustive()
    }
}

/// A secret of the configuration; not shown, wiped when dropped.
#[derive(Clone, Deserialize)]
#[serde(from = "String")]
pub struct Secret(Zeroizing<String>);

impl From<String> for Secret {
    fn from(secret: String) -> Self {
        Self::new(secret)
    }
}

impl Secret {
    /// Takes over a secret.
    #[must_use]
    pub fn new(secret: String) -> Self {
        Self(Zeroizing::new(secret))
    }

    /// The secret itself.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// A homeserver on which duty chats live.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeserverConfig {
    /// Its server name.
    pub server_name: OwnedServerName,
    /// Where the connector reaches it.
    pub url: Url,
    /// The address that apps are told.
    pub base_url: Url,
    /// The application service's token.
    pub as_token: Secret,
    /// The token with which the homeserver calls the connector.
    pub hs_token: Secret,
    /// The secret that makes the connector's user an administrator once.
    pub registration_shared_secret: Secret,
}

/// An identity provider: its entry of the issuer table and what only the connector knows of it.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// The entry, the same as in the app.
    pub entry: IssuerEntry,
    /// The client's secret, where the issuer insists on one; presented in the `Authorization`
    /// header, which every provider with secrets accepts (RFC 6749 §2.3.1).
    pub client_secret: Option<Secret>,
}

/// The apps that are associated with the links, and where to get them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Apps {
    /// The package of the Android app.
    pub android_package: Option<String>,
    /// The SHA-256 fingerprints of the Android app's signing certificates.
    pub android_sha256: Vec<String>,
    /// The application identifiers (`TEAM.bundle`) of the Apple app.
    pub apple_app_ids: Vec<String>,
    /// The app's page in Google Play.
    pub play_store_url: Option<Url>,
    /// The app's page in the App Store.
    pub app_store_url: Option<Url>,
}

/// Why a configuration was refused. Names keys, never values.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file cannot be read")]
    Unreadable(#[source] std::io::Error),
    /// Not TOML of the right shape.
    #[error("the configuration is wrong at line {line}: {what}")]
    Syntax {
        /// The line, counted from 1; 0 where it is not known.
        line: usize,
        /// What is expected there.
        what: &'static str,
    },
    /// A key has a value that cannot be used.
    #[error("{key}: {why}")]
    Value {
        /// The key.
        key: String,
        /// What is wrong.
        why: &'static str,
    },
}

impl ConfigError {
    fn value(key: impl Into<String>, why: &'static str) -> Self {
        Self::Value {
            key: key.into(),
            why,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawConfig {
    listen: SocketAddr,
    public_url: Url,
    app_host: String,
    database: PathBuf,
    #[serde(default)]
    credentials: Vec<RawCredential>,
    #[serde(default)]
    homeservers: Vec<HomeserverConfig>,
    #[serde(default)]
    issuers: Vec<toml::Table>,
    #[serde(default)]
    apps: Apps,
    #[serde(default)]
    limits: limits::RawLimits,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCredential {
    iss: String,
    token_sha256: String,
}

impl Config {
    /// Reads and checks a file.
    ///
    /// # Errors
    /// [`ConfigError`], with the key or line that is wrong.
    pub fn load(path: &std::path::Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(ConfigError::Unreadable)?;
        Self::from_toml(&text)
    }

    /// Checks a configuration.
    ///
    /// # Errors
    /// [`ConfigError`], with the key or line that is wrong.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let raw: RawConfig = toml::from_str(text).map_err(|error| ConfigError::Syntax {
            line: error.span().map_or(0, |span| line_of(text, span.start)),
            // The parser's own message quotes the file, which holds secrets.
            what: "a key is missing, unknown or of another type",
        })?;
        let issuers = issuers(raw.issuers)?;
        let credentials = credentials(raw.credentials)?;
        if raw.homeservers.is_empty() {
            return Err(ConfigError::value("homeservers", "at least one is needed"));
        }
        let mut names = HashSet::new();
        let mut tokens = HashSet::new();
        for (index, homeserver) in raw.homeservers.iter().enumerate() {
            if !names.insert(homeserver.server_name.clone()) {
                return Err(ConfigError::value(
                    format!("homeservers[{index}].server_name"),
                    "is named before",
                ));
            }
            for (key, secret) in [
                ("as_token", &homeserver.as_token),
                ("hs_token", &homeserver.hs_token),
            ] {
                if secret.expose().len() < 16 {
                    return Err(ConfigError::value(
                        format!("homeservers[{index}].{key}"),
                        "is shorter than 16 bytes",
                    ));
                }
            }
            if !tokens.insert(homeserver.hs_token.expose().to_owned()) {
                return Err(ConfigError::value(
                    format!("homeservers[{index}].hs_token"),
                    "is used before",
                ));
            }
        }
        Ok(Self {
            listen: raw.listen,
            public_url: raw.public_url,
            app_host: raw.app_host,
            database: raw.database,
            credentials,
            homeservers: raw.homeservers,
            issuers,
            apps: raw.apps,
            limits: raw.limits.check()?,
        })
    }
}

fn credentials(raw: Vec<RawCredential>) -> Result<Vec<Credential>, ConfigError> {
    raw.into_iter()
        .enumerate()
        .map(|(index, raw)| {
            let token_sha256 = hex32(&raw.token_sha256).ok_or_else(|| {
                ConfigError::value(
                    format!("credentials[{index}].token_sha256"),
                    "is not 64 hex digits",
                )
            })?;
            Ok(Credential {
                iss: raw.iss,
                token_sha256,
            })
        })
        .collect()
}

fn issuers(raw: Vec<toml::Table>) -> Result<Vec<Issuer>, ConfigError> {
    let mut issuers = Vec::with_capacity(raw.len());
    for (index, mut table) in raw.into_iter().enumerate() {
        let key = |name: &str| format!("issuers[{index}].{name}");
        let client_secret = match table.remove("client_secret") {
            None => None,
            Some(toml::Value::String(secret)) if !secret.is_empty() => Some(Secret::new(secret)),
            Some(_) => return Err(ConfigError::value(key("client_secret"), "is not a text")),
        };
        let entry: IssuerEntry = toml::Value::Table(table).try_into().map_err(|_| {
            ConfigError::value(
                format!("issuers[{index}]"),
                "is not a valid entry of the issuer table",
            )
        })?;
        issuers.push(Issuer {
            entry,
            client_secret,
        });
    }
    IssuerTable::new(issuers.iter().map(|issuer| issuer.entry.clone()).collect())
        .map_err(|_| ConfigError::value("issuers", "an issuer is named twice"))?;
    Ok(issuers)
}

fn hex32(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * index..2 * index + 2)?, 16).ok()?;
    }
    Some(bytes)
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}

/// A duration of the configuration in milliseconds.
fn millis(value: u64) -> Duration {
    Duration::from_millis(value)
}

#[cfg(test)]
mod tests;
