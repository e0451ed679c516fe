//! Ending a session on the server after everything of it is gone from this device.
//!
//! At the start and in maintenance nobody waits for a network, and nothing waits for the server
//! there before it is wiped. What it takes to end the session is in memory alone, and the attempt
//! is the only one: without a connection the session ends when the device is signed out elsewhere.

use std::thread;

use crate::{
    http::HttpClient,
    matrix::{Homeserver, MatrixError},
    store::{SessionRecord, Tokens},
};

/// A session that is to be ended.
pub(super) struct Farewell {
    homeserver: Homeserver,
    tokens: Tokens,
}

impl Farewell {
    pub(super) fn new(session: &SessionRecord, http: &HttpClient) -> Option<Self> {
        let homeserver = Homeserver::new(session.homeserver.as_str(), http.clone()).ok()?;
        Some(Self {
            homeserver,
            tokens: session.tokens.clone(),
        })
    }

    /// Tells the server, with nobody waiting for it.
    pub(super) fn send(self) {
        // These calls come from outside of any runtime, and may not block.
        let sent = thread::Builder::new()
            .name("dienstchat-farewell".to_owned())
            .spawn(move || {
                let mut runtime = tokio::runtime::Builder::new_current_thread();
                let runtime = runtime.enable_all().build()?;
                if runtime.block_on(self.log_out()).is_err() {
                    tracing::info!("the server could not be told that a session is over");
                }
                Ok::<_, std::io::Error>(())
            });
        if sent.is_err() {
            tracing::warn!("there is no thread to tell the server that a session is over");
        }
    }

    async fn log_out(&self) -> Result<(), MatrixError> {
        let Tokens {
            access_token,
            refresh_token,
            ..
        } = &self.tokens;
        match (self.homeserver.logout(access_token).await, refresh_token) {
            // It was good for a short time only.
            (Err(MatrixError::UnknownToken { .. }), Some(refresh_token)) => {
                let refreshed = self.homeserver.refresh(refresh_token).await?;
                self.homeserver.logout(&refreshed.access_token).await
            }
            (answer, _) => answer,
        }
    }
}
