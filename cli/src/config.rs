//! Where the connector is, which issuers are believed, where the data lies: a file and flags.
//!
//! Flags win over the file. Without `--config` the file is `$XDG_CONFIG_HOME/dienstchat/config.toml`
//! and need not be there; one that is named must be.

mod error;
mod file;
mod paths;

use std::path::{Path, PathBuf};

use dienstchat_core::{duty::AppHost, login::issuers::IssuerTable};
use url::Url;

pub(crate) use error::ConfigError;
use file::File;

use crate::keystore::Choice;

/// What the command line says of the configuration.
#[derive(Clone, Debug, Default)]
pub(crate) struct Overrides {
    /// `--config`
    pub(crate) file: Option<PathBuf>,
    /// `--connector`
    pub(crate) connector: Option<Url>,
    /// `--issuers`
    pub(crate) issuers: Option<PathBuf>,
    /// `--app-host`
    pub(crate) app_hosts: Vec<AppHost>,
    /// `--data-dir`
    pub(crate) data_dir: Option<PathBuf>,
    /// `--secrets`
    pub(crate) secrets: Option<Choice>,
}

/// The configuration of one run.
#[derive(Debug)]
pub(crate) struct Config {
    /// The connector's base URL.
    pub(crate) connector: Url,
    /// Hosts whose https links are links to duties.
    pub(crate) app_hosts: Vec<AppHost>,
    /// The issuers that are believed.
    pub(crate) issuers: IssuerTable,
    /// Where accounts are kept.
    pub(crate) data_dir: PathBuf,
    /// Where secrets are kept.
    pub(crate) secrets: Choice,
}

impl Config {
    /// Puts the file and the flags together.
    ///
    /// # Errors
    /// [`ConfigError`] names the key and the file.
    pub(crate) fn load(overrides: &Overrides) -> Result<Self, ConfigError> {
        let place = place(overrides)?;
        let file = match &place {
            Place::Named(path) => File::read(path)?,
            Place::Default(path) => match File::read(path) {
                Err(ConfigError::Unreadable {
                    kind: std::io::ErrorKind::NotFound,
                    ..
                }) => File::default(),
                read => read?,
            },
        };
        Self::combine(overrides, file, place.path())
    }

    fn combine(overrides: &Overrides, file: File, path: &Path) -> Result<Self, ConfigError> {
        let connector = match overrides.connector.clone().or(file.connector) {
            Some(url) => check_connector(url)?,
            None => {
                return Err(ConfigError::NotSetUp {
                    file: path.to_owned(),
                });
            }
        };
        let issuers = match &overrides.issuers {
            Some(issuers) => read_issuers(issuers)?,
            None => match (file.issuers, file.issuers_path) {
                (Some(_), Some(_)) => {
                    return Err(ConfigError::IssuersTwice {
                        file: path.to_owned(),
                    });
                }
                (Some(table), None) => table,
                // Relative to the file that names it.
                (None, Some(issuers)) => {
                    read_issuers(&path.parent().unwrap_or(Path::new("")).join(issuers))?
                }
                (None, None) => {
                    return Err(ConfigError::NoIssuers {
                        file: path.to_owned(),
                    });
                }
            },
        };
        let app_hosts = if !overrides.app_hosts.is_empty() {
            overrides.app_hosts.clone()
        } else if !file.app_hosts.is_empty() {
            file.app_hosts
        } else {
            // Links usually lead to the connector's own landing page.
            connector
                .origin()
                .ascii_serialization()
                .parse()
                .into_iter()
                .collect()
        };
        let data_dir = match overrides.data_dir.clone().or(file.data_dir) {
            Some(folder) => folder,
            None => paths::data_dir().ok_or(ConfigError::NoHome)?,
        };
        let secrets = overrides.secrets.or(file.secrets).unwrap_or_default();
        Ok(Self {
            connector,
            app_hosts,
            issuers,
            data_dir,
            secrets,
        })
    }
}

enum Place {
    Named(PathBuf),
    Default(PathBuf),
}

impl Place {
    fn path(&self) -> &Path {
        match self {
            Self::Named(path) | Self::Default(path) => path,
        }
    }
}

fn place(overrides: &Overrides) -> Result<Place, ConfigError> {
    match &overrides.file {
        Some(path) => Ok(Place::Named(path.clone())),
        None => paths::config_file()
            .map(Place::Default)
            .ok_or(ConfigError::NoHome),
    }
}

/// https, or http on this machine only: the connector carries codes and sessions.
fn check_connector(url: Url) -> Result<Url, ConfigError> {
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    let secure = url.scheme() == "https" || (url.scheme() == "http" && loopback);
    let plain = url.username().is_empty()
        && url.password().is_none()
        && url.query().is_none()
        && url.fragment().is_none();
    if secure && plain {
        Ok(url)
    } else {
        Err(ConfigError::Connector)
    }
}

fn read_issuers(path: &Path) -> Result<IssuerTable, ConfigError> {
    let text = std::fs::read_to_string(path).map_err(|error| ConfigError::Unreadable {
        file: path.to_owned(),
        kind: error.kind(),
    })?;
    let table = IssuerTable::from_toml(&text).map_err(|error| ConfigError::Issuers {
        file: path.to_owned(),
        error,
    })?;
    if table.entries().is_empty() {
        return Err(ConfigError::NoIssuers {
            file: path.to_owned(),
        });
    }
    Ok(table)
}

#[cfg(test)]
mod tests;
