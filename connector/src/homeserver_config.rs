//! The subcommand `homeserver-config`: from the connector's configuration to the homeserver's.

use std::{io, path::PathBuf};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::{Args, ValueEnum};
use dienstchat_connector::{
    config::{Config, ConfigError, Secret},
    homeserver::config::{Database, HomeserverSettings, Profile, generate},
};
use sha2::{Digest as _, Sha256};
use url::Url;
use zeroize::Zeroizing;

/// What to write, and where.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The connector's configuration file.
    #[arg(long)]
    config: PathBuf,
    /// Which of its homeservers.
    #[arg(long)]
    server_name: String,
    /// The directory for the files, which exists; also the homeserver's data directory.
    #[arg(long)]
    out: PathBuf,
    /// Where the homeserver reaches the connector; by default the address it listens on.
    #[arg(long)]
    connector_url: Option<Url>,
    /// What the homeserver is for.
    #[arg(long, value_enum, default_value = "production")]
    profile: ProfileName,
    /// The host of a `PostgreSQL` server; without one the homeserver uses `SQLite`.
    #[arg(long, requires_all = ["postgres_name", "postgres_user", "postgres_password_file"])]
    postgres_host: Option<String>,
    /// Its port.
    #[arg(long, default_value_t = 5432)]
    postgres_port: u16,
    /// The database's name.
    #[arg(long)]
    postgres_name: Option<String>,
    /// The role that owns it.
    #[arg(long)]
    postgres_user: Option<String>,
    /// A file that holds that role's password.
    #[arg(long)]
    postgres_password_file: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum ProfileName {
    /// Real people.
    Production,
    /// Tests: other rate limits, more logs.
    Test,
}

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The connector's configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The configuration has no such homeserver.
    #[error("the configuration has no homeserver of this name")]
    UnknownHomeserver,
    /// The homeserver's or the connector's address cannot be used.
    #[error("the address of the homeserver or the connector cannot be used")]
    Address,
    /// A file cannot be read or written.
    #[error("a file cannot be read or written")]
    File(#[from] io::Error),
}

/// Writes the files.
pub(crate) fn write(arguments: &Arguments) -> Result<(), Error> {
    let config = Config::load(&arguments.config)?;
    let homeserver = config
        .homeservers
        .iter()
        .find(|homeserver| homeserver.server_name.as_str() == arguments.server_name)
        .ok_or(Error::UnknownHomeserver)?;
    let connector_url = match &arguments.connector_url {
        Some(url) => url.clone(),
        None => Url::parse(&format!("http://{}", config.listen)).map_err(|_| Error::Address)?,
    };
    let data_dir = arguments.out.canonicalize()?;
    let settings = HomeserverSettings {
        server_name: homeserver.server_name.to_string(),
        listen_port: homeserver
            .url
            .port_or_known_default()
            .ok_or(Error::Address)?,
        public_base_url: homeserver.base_url.clone(),
        connector_url,
        as_token: copy(&homeserver.as_token),
        hs_token: copy(&homeserver.hs_token),
        registration_shared_secret: copy(&homeserver.registration_shared_secret),
        macaroon_secret_key: derive("macaroon", &homeserver.registration_shared_secret),
        form_secret: derive("form", &homeserver.registration_shared_secret),
        data_dir: data_dir.clone(),
        database: database(arguments)?,
    };
    let profile = match arguments.profile {
        ProfileName::Production => Profile::Production,
        ProfileName::Test => Profile::Test,
    };
    generate(&settings, profile).write(&data_dir)?;
    Ok(())
}

fn database(arguments: &Arguments) -> Result<Database, Error> {
    let (Some(host), Some(name), Some(user), Some(file)) = (
        &arguments.postgres_host,
        &arguments.postgres_name,
        &arguments.postgres_user,
        &arguments.postgres_password_file,
    ) else {
        return Ok(Database::Sqlite);
    };
    let password = Zeroizing::new(std::fs::read_to_string(file)?);
    Ok(Database::Postgres {
        host: host.clone(),
        port: arguments.postgres_port,
        name: name.clone(),
        user: user.clone(),
        password: Zeroizing::new(password.trim_end_matches(['\r', '\n']).to_owned()),
    })
}

fn copy(secret: &Secret) -> Zeroizing<String> {
    Zeroizing::new(secret.expose().to_owned())
}

/// A secret that follows from another one, so that the files come out the same each time: a new
/// macaroon key would invalidate what Synapse has given out.
fn derive(purpose: &str, secret: &Secret) -> Zeroizing<String> {
    let digest = Sha256::new()
        .chain_update("de.dienstchat.homeserver-config.v1\0")
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(secret.expose())
        .finalize();
    Zeroizing::new(URL_SAFE_NO_PAD.encode(digest))
}
