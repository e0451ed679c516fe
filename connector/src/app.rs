//! What every part of the running connector shares.

use std::{collections::BTreeMap, sync::Arc};

use dienstchat_core::{
    ids::InvalidId,
    login::provider::{ClientSecret, Provider},
    time::{Clock, Entropy},
};
use ruma::{OwnedServerName, ServerName};

use crate::{
    config::Config,
    db::{Db, DbError},
    fetch::{Fetch, upstream_client},
    homeserver::Homeserver,
    metrics::Metrics,
    reconcile::Triggers,
};

/// An identity provider, ready to be asked.
pub struct IssuerClient {
    /// The provider.
    pub provider: Provider,
    /// The client's secret there.
    pub secret: Option<ClientSecret>,
}

/// The running connector.
pub struct App {
    /// The configuration.
    pub config: Config,
    /// The database.
    pub db: Db,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// The source of randomness.
    pub entropy: Arc<dyn Entropy>,
    /// The HTTP client for issuers and homeservers; follows no redirects.
    pub http: reqwest::Client,
    /// The homeservers, by name.
    pub homeservers: BTreeMap<OwnedServerName, Arc<Homeserver>>,
    /// The identity providers, by issuer.
    pub issuers: BTreeMap<String, IssuerClient>,
    /// The counters.
    pub metrics: Metrics,
    /// What wakes the reconciler.
    pub triggers: Triggers,
}

/// Why the connector cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database cannot be used.
    #[error(transparent)]
    Db(#[from] DbError),
    /// A homeserver's name is too long for user ids.
    #[error("a homeserver's name is too long")]
    ServerName(#[from] InvalidId),
    /// No HTTP client can be made: the system's certificates cannot be read.
    #[error("no HTTP client can be made")]
    Http(#[source] reqwest::Error),
    /// The address to listen on is not free.
    #[error("the address to listen on cannot be used")]
    Listen(#[source] std::io::Error),
}

impl App {
    /// Opens the database and makes the clients; asks nobody anything yet.
    ///
    /// # Errors
    /// [`StartError`].
    pub async fn open(
        config: Config,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Result<Arc<Self>, StartError> {
        let db = Db::open(&config.database).await?;
        let http = upstream_client(config.limits.upstream_timeout).map_err(StartError::Http)?;
        let mut homeservers = BTreeMap::new();
        for homeserver in &config.homeservers {
            let client = Homeserver::new(homeserver, &config.limits, http.clone())?;
            homeservers.insert(homeserver.server_name.clone(), Arc::new(client));
        }
        let issuers = config
            .issuers
            .iter()
            .map(|issuer| {
                let fetch = Arc::new(Fetch::new(http.clone()));
                let client = IssuerClient {
                    provider: Provider::new(issuer.entry.clone(), fetch, Arc::clone(&clock)),
                    secret: issuer
                        .client_secret
                        .as_ref()
                        .map(|secret| ClientSecret::new(secret.expose().to_owned())),
                };
                (issuer.entry.issuer.as_str().to_owned(), client)
            })
            .collect();
        Ok(Arc::new(Self {
            config,
            db,
            clock,
            entropy,
            http,
            homeservers,
            issuers,
            metrics: Metrics::default(),
            triggers: Triggers::default(),
        }))
    }

    /// The homeserver with this name, if it is configured.
    #[must_use]
    pub fn homeserver(&self, name: &ServerName) -> Option<&Arc<Homeserver>> {
        self.homeservers.get(name)
    }
}
