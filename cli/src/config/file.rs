//! `config.toml`.

use std::path::{Path, PathBuf};

use dienstchat_core::{duty::AppHost, login::issuers::IssuerTable};
use toml::{Table, Value};
use url::Url;

use super::ConfigError;
use crate::keystore::Choice;

/// What the file says; every key may be missing.
#[derive(Debug, Default)]
pub(super) struct File {
    pub(super) connector: Option<Url>,
    pub(super) app_hosts: Vec<AppHost>,
    pub(super) issuers: Option<IssuerTable>,
    pub(super) issuers_path: Option<PathBuf>,
    pub(super) data_dir: Option<PathBuf>,
    pub(super) secrets: Option<Choice>,
}

impl File {
    /// Reads the file. Keys are looked at one by one, so that an error can name its key.
    pub(super) fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
            file: path.to_owned(),
            kind: error.kind(),
        })?;
        Self::parse(&text, path)
    }

    fn parse(text: &str, path: &Path) -> Result<Self, ConfigError> {
        let table: Table = text.parse().map_err(|error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = 1 + text
                .bytes()
                .take(start)
                .filter(|byte| *byte == b'\n')
                .count();
            ConfigError::Syntax {
                file: path.to_owned(),
                line,
            }
        })?;
        let mut file = Self::default();
        for (key, value) in table {
            let wrong = |key| ConfigError::Value {
                file: path.to_owned(),
                key,
            };
            match key.as_str() {
                "connector" => {
                    file.connector = Some(parsed(&value).ok_or_else(|| wrong("connector"))?);
                }
                "app_hosts" => file.app_hosts = hosts(&value).ok_or_else(|| wrong("app_hosts"))?,
                "issuers" => file.issuers = Some(issuers(value, path)?),
                "issuers_file" => {
                    file.issuers_path = Some(parsed(&value).ok_or_else(|| wrong("issuers_file"))?);
                }
                "data_dir" => {
                    file.data_dir = Some(parsed(&value).ok_or_else(|| wrong("data_dir"))?);
                }
                "secrets" => file.secrets = Some(parsed(&value).ok_or_else(|| wrong("secrets"))?),
                _ => {
                    return Err(ConfigError::UnknownKey {
                        file: path.to_owned(),
                        key,
                    });
                }
            }
        }
        Ok(file)
    }
}

fn parsed<T: std::str::FromStr>(value: &Value) -> Option<T> {
    value.as_str()?.parse().ok()
}

fn hosts(value: &Value) -> Option<Vec<AppHost>> {
    value.as_array()?.iter().map(parsed).collect()
}

/// The table's own parser reads the entries, so that they have one shape everywhere.
fn issuers(value: Value, path: &Path) -> Result<IssuerTable, ConfigError> {
    let table = Table::from_iter([("issuers".to_owned(), value)]);
    serde_json::to_string(&table)
        .map_err(|_| ConfigError::Value {
            file: path.to_owned(),
            key: "issuers",
        })
        .and_then(|json| {
            IssuerTable::from_json(&json).map_err(|error| ConfigError::Issuers {
                file: path.to_owned(),
                error,
            })
        })
}
