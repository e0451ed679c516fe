//! Starting and stopping.

use std::sync::Arc;

use reqwest::redirect;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use url::Url;

use crate::app::App;
use crate::config::Config;
use crate::error::{Error, StartError};
use crate::handle::connector::ConnectorHandle;
use crate::handle::duty::DutyHandle;
use crate::handle::login::LoginHandle;
use crate::handle::organisation::OrganisationHandle;
use crate::keys::SigningKey;
use crate::model::Organisation;
use crate::{demo, server};

/// A running stand-in. It stops when this is dropped, at the latest.
#[derive(Debug)]
pub struct Standin {
    app: Arc<App>,
    stop: watch::Sender<bool>,
    server: Option<JoinHandle<()>>,
}

impl Standin {
    /// Starts on the current tokio runtime. It accepts connections when this returns.
    ///
    /// # Errors
    /// When the address cannot be listened on, or keys or HTTP client cannot be made.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        let listener = TcpListener::bind(config.listen).await?;
        let public_url = match config.public_url.clone() {
            Some(url) => url,
            None => Url::parse(&format!("http://{}", listener.local_addr()?))
                .map_err(|_| StartError::PublicUrl)?,
        };
        let key = match config.signing_key.clone() {
            Some(key) => key,
            None => tokio::task::spawn_blocking(SigningKey::generate)
                .await
                .map_err(|_| crate::error::KeyError::Generation)??,
        };
        // Whoever starts several parts in one process may have installed a provider before; one is
        // as good as the other.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(config.connector_timeout)
            .no_proxy()
            .build()
            .map_err(StartError::Client)?;

        let app = Arc::new(App::new(config, public_url, key, http));
        let (stop, mut stopped) = watch::channel(false);
        let router = server::router(&app);
        let server = tokio::spawn(async move {
            let stopped = async move {
                // An error means that the handle is gone, which is a stop as well.
                let _ = stopped.wait_for(|stop| *stop).await;
            };
            if let Err(error) = axum::serve(listener, router)
                .with_graceful_shutdown(stopped)
                .await
            {
                tracing::error!(%error, "the server has ended");
            }
        });
        Ok(Self {
            app,
            stop,
            server: Some(server),
        })
    }

    /// The address it is reached under.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.app.public_url
    }

    /// The issuer: `iss` of ID tokens and statements, [`url`](Self::url) without the slash at the
    /// end.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.app.issuer
    }

    /// Adds an organisation, whose chat function is off.
    ///
    /// # Errors
    /// When the code is not `[a-z0-9]{2,8}` or is taken, or the name is empty or too long.
    pub fn add_organisation(&self, ov: &str, name: &str) -> Result<Organisation, Error> {
        self.app.add_organisation(ov, name)
    }

    /// All organisations, by code.
    #[must_use]
    pub fn organisations(&self) -> Vec<Organisation> {
        self.app
            .state()
            .organisations()
            .map(|entry| entry.organisation.clone())
            .collect()
    }

    /// What an admin does in the organisation `ov`.
    #[must_use]
    pub fn organisation(&self, ov: &str) -> OrganisationHandle {
        self.app.organisation(ov)
    }

    /// What a dispatcher does with a duty.
    #[must_use]
    pub fn duty(&self, ov: &str, id: &str) -> DutyHandle {
        self.app.duty(ov, id)
    }

    /// The identity provider.
    #[must_use]
    pub fn login(&self) -> LoginHandle {
        self.app.login()
    }

    /// The line to the connector.
    #[must_use]
    pub fn connector(&self) -> ConnectorHandle {
        self.app.connector()
    }

    /// Fills in sample data: the organisation [`DEMO_OV`](crate::DEMO_OV) with people and a duty
    /// that is staffed but has no chat yet, and a second organisation. The chat function is off.
    ///
    /// # Errors
    /// When there are such organisations already.
    pub fn seed_demo(&self) -> Result<(), Error> {
        demo::seed(&self.app)
    }

    /// Lets pages and sign-in answer 503, as in a maintenance, until called with `false`. The
    /// handles and the API go on working, and so do the calls to the connector.
    pub fn set_away(&self, away: bool) {
        self.app.set_away(away);
    }

    /// Stops listening and waits until open requests are answered.
    pub async fn stop(mut self) {
        let _ = self.stop.send(true);
        if let Some(server) = self.server.take() {
            let _ = server.await;
        }
    }
}

impl Drop for Standin {
    fn drop(&mut self) {
        if let Some(server) = &self.server {
            server.abort();
        }
    }
}
