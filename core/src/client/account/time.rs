//! What an account learns of the real time.

use std::sync::atomic::Ordering;

use url::Url;

use super::Account;
use crate::{
    client::error::SyncError,
    http::HttpRequest,
    store::StoreError,
    time::{HOUR, ServerDate, TimeSource, Timestamp},
};

impl Account {
    /// Keeps dates that were seen elsewhere; true when the last is trusted.
    pub(in crate::client) async fn learn(
        &self,
        dates: Vec<ServerDate>,
    ) -> Result<bool, StoreError> {
        if dates.is_empty() {
            return Ok(true);
        }
        let (trusted, moved) = self
            .inner
            .connection
            .write(move |tx, _| {
                let mut time = tx.times().get()?;
                let before = time.offset_ms();
                let mut trusted = true;
                for date in dates {
                    trusted = time.observe(date);
                }
                tx.times().set(&time)?;
                Ok::<_, StoreError>((trusted, time.offset_ms() != before))
            })
            .await?;
        if moved {
            self.changed();
        }
        Ok(trusted)
    }

    /// Takes in the `Date` headers of this round. Where the operator's is not believed, the
    /// issuer is asked, at most once an hour.
    pub(super) async fn learn_time(&self) -> Result<(), SyncError> {
        let trusted = self.learn(self.inner.dates.take()).await?;
        let last = Timestamp::from_millis(self.inner.issuer_asked_at.load(Ordering::Relaxed));
        if trusted || self.local().distance(last) < HOUR {
            return Ok(());
        }
        self.inner
            .issuer_asked_at
            .store(self.local().as_millis(), Ordering::Relaxed);
        self.ask_issuer().await;
        self.learn(self.inner.dates.take()).await?;
        Ok(())
    }

    /// Any answer of the issuer has its `Date`, also one that says there is no such page.
    async fn ask_issuer(&self) {
        let Ok(mut url) = Url::parse(self.inner.issuer.as_str()) else {
            return;
        };
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty()
                .extend([".well-known", "openid-configuration"]);
        }
        let mut request = HttpRequest::new(Vec::new());
        let Ok(uri) = url.as_str().parse() else {
            return;
        };
        *request.uri_mut() = uri;
        let ask = crate::http::Ask::default();
        if let Err(error) = self.inner.http.send(request, TimeSource::Issuer, ask).await {
            tracing::debug!(%error, "the issuer could not be asked for the time");
        }
    }
}
