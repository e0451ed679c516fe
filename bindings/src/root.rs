//! The root object.

use std::{fmt, path::PathBuf, sync::Arc};

use dienstchat_core::{client, login::issuers::IssuerTable};

use crate::{
    Accounts, Chats, Clock, Connectivity, KeyStore, Links, OpenError, Organisations, SignIn, chats,
    environment::environment,
    guard::{self, guarded, guarded_quietly},
};

/// The settings of one installation.
#[derive(Clone, Debug, uniffi::Record)]
pub struct Config {
    /// The folder for all data, which is made if it is not there: one folder per account in it.
    pub data_dir: String,
    /// The base URL of the connector.
    pub connector: String,
    /// The hosts of deep links, as `https://host`.
    pub app_hosts: Vec<String>,
    /// The table of the issuers that the publisher of the app trusts, as TOML.
    pub issuers: String,
}

impl TryFrom<Config> for client::Config {
    type Error = OpenError;

    fn try_from(config: Config) -> Result<Self, OpenError> {
        Ok(Self {
            data_dir: PathBuf::from(config.data_dir),
            connector: config
                .connector
                .parse()
                .map_err(|_| OpenError::InvalidConnector)?,
            app_hosts: config
                .app_hosts
                .iter()
                .map(|host| host.parse().map_err(|_| OpenError::InvalidAppHost))
                .collect::<Result<_, _>>()?,
            issuers: IssuerTable::from_toml(&config.issuers)
                .map_err(|_| OpenError::InvalidIssuers)?,
        })
    }
}

/// Dienstchat on this device. One object per process is enough; it hands out all the others.
#[derive(uniffi::Object)]
pub struct Dienstchat {
    inner: client::Dienstchat,
}

#[uniffi::export]
impl Dienstchat {
    /// Opens what is on this device and deletes what has to be deleted by now. Needs no network.
    ///
    /// Without a clock, the system's is used. Without connectivity, each attempt shows whether
    /// there is a network.
    ///
    /// # Errors
    /// When a setting is not valid or the data folder cannot be used. An account that cannot be
    /// opened is none: `Accounts.list` says why.
    #[uniffi::constructor(default(clock = None, connectivity = None))]
    pub fn open(
        config: Config,
        key_store: Arc<dyn KeyStore>,
        clock: Option<Arc<dyn Clock>>,
        connectivity: Option<Arc<dyn Connectivity>>,
    ) -> Result<Self, OpenError> {
        guard::install_hook();
        guarded(|| {
            let environment = environment(key_store, clock, connectivity);
            let inner = client::Dienstchat::open(config.try_into()?, environment)?;
            Ok(Self { inner })
        })
    }

    /// The organisations that use Dienstchat.
    #[must_use]
    pub fn organisations(&self) -> Organisations {
        Organisations(self.inner.organisations())
    }

    /// Signing in.
    #[must_use]
    pub fn sign_in(&self) -> SignIn {
        SignIn(self.inner.sign_in())
    }

    /// The accounts on this device.
    #[must_use]
    pub fn accounts(&self) -> Accounts {
        Accounts(self.inner.accounts())
    }

    /// Links to chats.
    #[must_use]
    pub fn links(&self) -> Links {
        Links(self.inner.links())
    }

    /// The chats of all accounts that can be used, in one list.
    #[must_use]
    pub fn chats(&self) -> Chats {
        Chats(chats::Of::All(self.inner.clone()))
    }

    /// The network may be another one, or be there again: what waits for its next attempt is tried
    /// at once.
    pub fn network_changed(&self) {
        guarded_quietly(|| self.inner.network_changed());
    }

    /// Ends what is under way and lets go of the files: loops and subscriptions end, and from now
    /// on every call on every object that came from here fails with `Closed`. What was being
    /// written is written. A second call does nothing.
    ///
    /// Letting go of all objects does the same, whenever that is.
    pub fn shut_down(&self) {
        guarded_quietly(|| self.inner.close());
    }
}

impl fmt::Debug for Dienstchat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Dienstchat").finish_non_exhaustive()
    }
}

/// The version of Dienstchat, as `1.2.3`.
#[uniffi::export]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
