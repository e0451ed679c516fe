//! What a client is made with.

use std::{fmt, path::PathBuf, sync::Arc};

use url::Url;

use crate::{
    duty::AppHost,
    login::issuers::IssuerTable,
    store::KeyStore,
    time::{Clock, Entropy},
};

/// The settings of one installation.
#[derive(Clone, Debug)]
pub struct Config {
    /// The folder for all data: one folder per account in it.
    pub data_dir: PathBuf,
    /// The base URL of the connector.
    pub connector: Url,
    /// The hosts of `https` deep links.
    pub app_hosts: Vec<AppHost>,
    /// The issuers that the publisher of this app trusts.
    pub issuers: IssuerTable,
}

/// What the core takes from outside.
#[derive(Clone)]
pub struct Environment {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Where secrets are kept.
    pub key_store: Arc<dyn KeyStore>,
    /// Whether there is a network.
    pub connectivity: Arc<dyn Connectivity>,
}

/// What the system says of the network. Whoever has one that can say "no" calls
/// [`Dienstchat::network_changed`](super::Dienstchat::network_changed) when the answer may be
/// another one.
pub trait Connectivity: Send + Sync {
    /// Whether trying to reach a server may be worth while. It is tried once a minute in any case.
    fn is_online(&self) -> bool;
}

/// Tries and sees, for systems that do not say.
#[derive(Clone, Copy, Debug, Default)]
pub struct AlwaysOnline;

impl Connectivity for AlwaysOnline {
    fn is_online(&self) -> bool {
        true
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Environment(…)")
    }
}
