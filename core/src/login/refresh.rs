//! Refreshing the session: single-flight within a process and across processes.
//!
//! Within a process one task refreshes and the others wait for it. Two processes may both ask the
//! homeserver; the one whose new tokens are stored first wins, and the other takes the stored
//! ones. (The homeserver keeps the old refresh token good until a new token is used, so both get
//! an answer.) A token that the homeserver does not know any more is therefore compared with the
//! stored one before anything is concluded from it.

use std::{error::Error, future::Future, time::Duration};

use tokio::sync::Mutex;

use crate::{
    matrix::{Homeserver, MatrixError},
    secret::{AccessToken, RefreshToken},
    time::{Clock, Timestamp},
};

/// How long before its end an access token is replaced.
const EARLY: Duration = Duration::from_mins(1);

/// A session as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredSession {
    /// The access token.
    pub access_token: AccessToken,
    /// The refresh token; a session without one ends with its access token.
    pub refresh_token: Option<RefreshToken>,
    /// Until when the access token is good.
    pub expires_at: Option<Timestamp>,
}

impl StoredSession {
    /// Whether the access token is good no longer, or not for a minute more.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.expires_at
            .is_some_and(|expires_at| now.plus(EARLY) >= expires_at)
    }
}

/// Where a session is stored.
pub trait SessionStore: Send + Sync {
    /// Why the store failed.
    type Error: Error;

    /// The session as it is stored now, by whichever process; `None` when the account is not on
    /// this device any more.
    ///
    /// # Errors
    /// The store failed.
    fn load(&self) -> impl Future<Output = Result<Option<StoredSession>, Self::Error>> + Send;

    /// Stores `new` if `expected` is still what is stored, in one transaction; false if not.
    ///
    /// # Errors
    /// The store failed.
    fn compare_and_swap(
        &self,
        expected: &StoredSession,
        new: &StoredSession,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

/// How a refresh ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefreshOutcome {
    /// New tokens, stored.
    Refreshed(StoredSession),
    /// Somebody else has refreshed: the stored tokens.
    AlreadyRefreshed(StoredSession),
    /// The account is not on this device any more.
    NoSession,
    /// The homeserver refuses to refresh: the account is sealed and asks for a new sign-in.
    SealedNeeded,
    /// Not now: no network, or the homeserver is ill. The stored session is as it was.
    Offline,
    /// Not now: the homeserver asks to wait.
    RetryAfter(Duration),
}

/// Refreshes the session of one account; one for each account and process.
#[derive(Debug, Default)]
pub struct Refresher {
    flight: Mutex<()>,
}

impl Refresher {
    /// Makes a refresher.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gets new tokens after `used` was answered with
    /// [`MatrixError::UnknownToken`], or before its end.
    ///
    /// # Errors
    /// The store failed. When it failed after the homeserver answered, the old refresh token is
    /// still good.
    pub async fn refresh<S: SessionStore>(
        &self,
        homeserver: &Homeserver,
        store: &S,
        used: &AccessToken,
        clock: &dyn Clock,
    ) -> Result<RefreshOutcome, S::Error> {
        let _flight = self.flight.lock().await;
        let Some(stored) = store.load().await? else {
            return Ok(RefreshOutcome::NoSession);
        };
        if stored.access_token != *used {
            return Ok(RefreshOutcome::AlreadyRefreshed(stored));
        }
        let Some(refresh_token) = stored.refresh_token.clone() else {
            return Ok(RefreshOutcome::SealedNeeded);
        };
        match homeserver.refresh(&refresh_token).await {
            Ok(refreshed) => {
                let new = StoredSession {
                    access_token: refreshed.access_token,
                    refresh_token: refreshed.refresh_token.or(Some(refresh_token)),
                    expires_at: refreshed
                        .expires_in
                        .map(|lifetime| clock.now().plus(lifetime)),
                };
                if store.compare_and_swap(&stored, &new).await? {
                    Ok(RefreshOutcome::Refreshed(new))
                } else {
                    Ok(already(store.load().await?))
                }
            }
            Err(error) => {
                let now_stored = store.load().await?;
                if now_stored.as_ref() != Some(&stored) {
                    return Ok(already(now_stored));
                }
                Ok(refused(error))
            }
        }
    }
}

fn already(stored: Option<StoredSession>) -> RefreshOutcome {
    stored.map_or(RefreshOutcome::NoSession, RefreshOutcome::AlreadyRefreshed)
}

fn refused(error: MatrixError) -> RefreshOutcome {
    match error {
        // Synapse answers 403 for a refresh token that was used before or has expired.
        MatrixError::UnknownToken { .. } | MatrixError::Forbidden => RefreshOutcome::SealedNeeded,
        MatrixError::LimitExceeded { retry_after } => RefreshOutcome::RetryAfter(retry_after),
        _ => RefreshOutcome::Offline,
    }
}
