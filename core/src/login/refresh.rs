//! Refreshing the session: single-flight within a process and across processes.
//!
//! Within a process one task refreshes and the others wait for it. Across processes the one that
//! has the right to refresh, which is kept with the session, asks the homeserver, and the others
//! wait for its tokens. The right ends by itself, because a process may end or be stopped while it
//! has it. It is needed: of two refreshes with the same token the homeserver answers both, and
//! takes back the tokens that it gave first, which may be those that were stored.
//!
//! A process that was stopped for longer than that finds other tokens stored, and takes them. A
//! token that the homeserver does not know any more is compared with the stored one before
//! anything is concluded from it.

use std::{error::Error, future::Future, time::Duration};

use tokio::sync::Mutex;

use crate::{
    matrix::{Homeserver, MatrixError},
    secret::{AccessToken, RefreshToken},
    time::{Clock, Timestamp},
};

/// How long before its end an access token is replaced.
const EARLY: Duration = Duration::from_mins(1);
/// For how long one process has the right to refresh: longer than it waits for an answer.
const RIGHT: Duration = Duration::from_secs(40);
/// How often the others look whether it has done so.
const LOOK_EVERY: Duration = Duration::from_millis(50);

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

    /// Takes the right to refresh `session`, in one transaction, from `now` until `right.until`.
    /// False when the session is another one, or another process has the right; a right that
    /// lasts more than twice as long is none, nor is `right.before`, which is our own.
    ///
    /// # Errors
    /// The store failed.
    fn claim(
        &self,
        session: &StoredSession,
        right: Right,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// Gives back the right that ends at `until`.
    ///
    /// # Errors
    /// The store failed.
    fn release(&self, until: Timestamp) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// Stores `new`, and ends the right to refresh, if `expected` is still what is stored, in one transaction; false if not.
    ///
    /// # Errors
    /// The store failed.
    fn compare_and_swap(
        &self,
        expected: &StoredSession,
        new: &StoredSession,
    ) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

/// The right to refresh, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Right {
    /// Now.
    pub now: Timestamp,
    /// Until when it is to last.
    pub until: Timestamp,
    /// The end of a right of our own that was not given back: we were interrupted.
    pub before: Option<Timestamp>,
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
    /// Held by the task that refreshes: the end of its right, until that is given back.
    flight: Mutex<Option<Timestamp>>,
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
        let mut flight = self.flight.lock().await;
        let looks = RIGHT.as_millis() / LOOK_EVERY.as_millis();
        for _ in 0..=looks {
            let Some(stored) = store.load().await? else {
                return Ok(RefreshOutcome::NoSession);
            };
            if stored.access_token != *used {
                return Ok(RefreshOutcome::AlreadyRefreshed(stored));
            }
            let Some(refresh_token) = stored.refresh_token.clone() else {
                return Ok(RefreshOutcome::SealedNeeded);
            };
            let now = clock.now();
            let right = Right {
                now,
                until: now.plus(RIGHT),
                before: *flight,
            };
            if store.claim(&stored, right).await? {
                *flight = Some(right.until);
                let outcome = ask(homeserver, store, stored, refresh_token, clock).await?;
                store.release(right.until).await?;
                *flight = None;
                return Ok(outcome);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
        // Whoever has the right neither uses it nor gives it back.
        Ok(RefreshOutcome::Offline)
    }
}

/// Asks for new tokens and stores them.
async fn ask<S: SessionStore>(
    homeserver: &Homeserver,
    store: &S,
    stored: StoredSession,
    refresh_token: RefreshToken,
    clock: &dyn Clock,
) -> Result<RefreshOutcome, S::Error> {
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
