//! The line to the connector, as tests see and cut it.

use std::sync::Arc;

use reqwest::Method;
use serde_json::Value;

use crate::app::App;
use crate::config::ConnectorTarget;
use crate::error::Error;
use crate::outbound::{Object, Receipt};
use crate::statement::{DAY, READ_DAYS, VALIDITY, WRITE_DAYS};

/// The line to the connector and what waits on it.
#[derive(Clone, Debug)]
pub struct ConnectorHandle {
    app: Arc<App>,
}

impl ConnectorHandle {
    pub(crate) fn new(app: Arc<App>) -> Self {
        Self { app }
    }

    /// Names the connector, or takes it away. What waits is sent with the next change or
    /// [`flush`](Self::flush).
    pub fn set(&self, target: Option<ConnectorTarget>) {
        self.app.outbound.set_target(target);
    }

    /// The connector that is told.
    #[must_use]
    pub fn target(&self) -> Option<ConnectorTarget> {
        self.app.outbound.target()
    }

    /// What the links of "Chat öffnen" begin with from now on.
    pub fn set_app_link_base(&self, base: &str) {
        self.app.set_app_link_base(base);
    }

    /// Tries everything that waits, and returns what still does.
    pub async fn flush(&self) -> Vec<Object> {
        self.app.outbound.flush().await;
        self.pending()
    }

    /// Renews the statements that have passed half of their 7 days, for as long as their chats can
    /// exist, and tries everything that waits. The program does this by itself every few seconds;
    /// in tests the test says when.
    pub async fn tick(&self) -> Vec<Object> {
        {
            let now = self.app.now();
            let mut state = self.app.state();
            let due: Vec<(String, String)> = state
                .organisations()
                .flat_map(|entry| entry.duties.values())
                .filter(|entry| {
                    let chat_ends = entry
                        .duty
                        .ends_at
                        .saturating_add((WRITE_DAYS + READ_DAYS) * DAY);
                    entry.statement.is_some()
                        && now < chat_ends
                        && now >= entry.issued_at.saturating_add(VALIDITY / 2)
                })
                .map(|entry| (entry.duty.ov.clone(), entry.duty.id.clone()))
                .collect();
            for (ov, id) in due {
                // Listed under the same lock, so it is there.
                let _renewed = self.app.announce(&mut state, &ov, &id, None);
            }
        }
        self.flush().await
    }

    /// What waits for the next attempt.
    #[must_use]
    pub fn pending(&self) -> Vec<Object> {
        self.app.outbound.pending()
    }

    /// The newest message about each object and what became of it.
    #[must_use]
    pub fn receipts(&self) -> Vec<Receipt> {
        self.app.outbound.receipts()
    }

    /// The newest message about this object and what became of it.
    #[must_use]
    pub fn receipt(&self, object: &Object) -> Option<Receipt> {
        self.app.outbound.receipt(object)
    }

    /// Sends a request of HiOrg-Server's that is in no book, with its credential: for malformed
    /// and contradictory ones. Returns status and JSON body (null if it is not JSON).
    ///
    /// # Errors
    /// When no connector is set or it cannot be reached; `method` must be an HTTP method.
    pub async fn send_raw(
        &self,
        method: &str,
        path: &str,
        body: impl Into<Vec<u8>>,
    ) -> Result<(u16, Value), Error> {
        let method = Method::from_bytes(method.as_bytes()).map_err(|_| Error::Invalid("method"))?;
        self.app.outbound.send_raw(method, path, body.into()).await
    }
}
