//! The configuration of a homeserver that serves Dienstchat: what design and safety ask of Synapse,
//! as code, so that no setting depends on an operator's memory.
//!
//! [`generate`] is a pure function: the same settings give the same files, and secrets come in as
//! parameters. The settings and their reasons stand in `synapse.rs`, one comment each, which is also
//! what the operator reads in the generated file.

mod log;
mod registration;
mod synapse;
mod yaml;

use std::fmt;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use url::Url;
use zeroize::Zeroizing;

pub use registration::{APPSERVICE_ID, SENDER_LOCALPART};

/// What one homeserver's configuration is made from. All of it is the operator's own; nothing here
/// comes from users.
#[derive(Clone)]
pub struct HomeserverSettings {
    /// The Matrix server name, the part of user ids behind the colon.
    pub server_name: String,
    /// The port on the loopback interface where Synapse listens for the reverse proxy and for the
    /// connector.
    pub listen_port: u16,
    /// The address under which clients reach the homeserver, through the reverse proxy.
    pub public_base_url: Url,
    /// The address under which Synapse reaches the connector, for the events of its rooms.
    pub connector_url: Url,
    /// Authenticates the connector to the homeserver.
    pub as_token: Zeroizing<String>,
    /// Authenticates the homeserver to the connector.
    pub hs_token: Zeroizing<String>,
    /// Makes the first admin, see [`bootstrap`](super::bootstrap::bootstrap).
    pub registration_shared_secret: Zeroizing<String>,
    /// Signs Synapse's short-lived tokens. A change invalidates those.
    pub macaroon_secret_key: Zeroizing<String>,
    /// Protects Synapse's HTML forms. A change invalidates forms that are open.
    pub form_secret: Zeroizing<String>,
    /// The directory that holds these files, the signing key, the media and, with SQLite, the
    /// database. Absolute: Synapse would resolve a relative one from where it is started.
    pub data_dir: PathBuf,
    /// Where Synapse keeps its data.
    pub database: Database,
}

impl fmt::Debug for HomeserverSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HomeserverSettings")
            .field("server_name", &self.server_name)
            .field("listen_port", &self.listen_port)
            .field("public_base_url", &self.public_base_url.as_str())
            .field("connector_url", &self.connector_url.as_str())
            .field("data_dir", &self.data_dir)
            .field("database", &self.database)
            .finish_non_exhaustive()
    }
}

/// The homeserver's database.
#[derive(Clone)]
pub enum Database {
    /// A file `homeserver.db` in the data directory: one machine, no second process.
    Sqlite,
    /// `PostgreSQL`, to be created with `LC_COLLATE` and `LC_CTYPE` `C` and encoding UTF-8; Synapse
    /// refuses others because its indices depend on that order.
    Postgres {
        /// Host name, address, or the directory of a Unix socket.
        host: String,
        /// Usually 5432.
        port: u16,
        /// The database's name.
        name: String,
        /// The role that owns it.
        user: String,
        /// That role's password.
        password: Zeroizing<String>,
    },
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite => f.write_str("Sqlite"),
            Self::Postgres {
                host,
                port,
                name,
                user,
                password: _,
            } => f
                .debug_struct("Postgres")
                .field("host", host)
                .field("port", port)
                .field("name", name)
                .field("user", user)
                .finish_non_exhaustive(),
        }
    }
}

/// What the homeserver is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Real people.
    Production,
    /// Tests: rate limits that do not slow them down, and a log that says more. Nothing else
    /// differs, so what the tests show holds for production.
    Test,
}

/// The generated files. They hold secrets: readable by Synapse's user alone.
pub struct Files {
    /// For Synapse's `--config-path`.
    pub homeserver: Zeroizing<String>,
    /// The connector's registration as an application service; the other file names it.
    pub registration: Zeroizing<String>,
    /// Python's logging configuration; the other file names it.
    pub log: Zeroizing<String>,
}

impl fmt::Debug for Files {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Files").finish_non_exhaustive()
    }
}

impl Files {
    /// The name of Synapse's configuration file.
    pub const HOMESERVER: &str = "homeserver.yaml";
    /// The name of the registration file.
    pub const REGISTRATION: &str = "registration.yaml";
    /// The name of the file with the logging configuration.
    pub const LOG: &str = "log.yaml";

    /// Writes the files into a directory that exists, with mode 0600, each whole or not at all.
    ///
    /// # Errors
    ///
    /// What the file system says.
    pub fn write(&self, directory: &Path) -> io::Result<()> {
        for (name, content) in [
            (Self::HOMESERVER, &self.homeserver),
            (Self::REGISTRATION, &self.registration),
            (Self::LOG, &self.log),
        ] {
            write_private(&directory.join(name), content.as_bytes())?;
        }
        Ok(())
    }
}

/// The configuration of one homeserver.
#[must_use]
pub fn generate(homeserver: &HomeserverSettings, profile: Profile) -> Files {
    Files {
        homeserver: Zeroizing::new(synapse::homeserver_yaml(homeserver, profile)),
        registration: Zeroizing::new(registration::registration_yaml(homeserver)),
        log: Zeroizing::new(log::log_yaml(profile)),
    }
}

fn write_private(path: &Path, content: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("new");
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    // A leftover of an earlier attempt may have another mode.
    match fs::remove_file(&unfinished) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut file = options.open(&unfinished)?;
    file.write_all(content)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests;
