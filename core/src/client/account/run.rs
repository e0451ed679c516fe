//! Synchronising and sending again and again.

use std::{future::Future, time::Duration};

use super::Account;
use crate::{client::error::SyncError, store::StoreError};

/// The first pause after a failed round; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// The shortest pause between two looks at the send queue.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
/// How long one round of [`Account::run`] waits for something new.
const LONG_POLL: Duration = Duration::from_secs(30);

impl Account {
    /// Synchronises, and sends what is written meanwhile, until `stop` resolves, the client is
    /// closed or the account cannot be used any more. Waits longer after each failure, at most a minute.
    ///
    /// # Errors
    /// The error after which trying again is of no use.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<(), SyncError> {
        let error = tokio::select! {
            biased;
            () = self.inner.signals.closed() => return Ok(()),
            () = stop => return Ok(()),
            error = self.keep_syncing() => error,
            error = self.keep_sending() => error,
        };
        match error {
            SyncError::Closed => Ok(()),
            error => Err(error),
        }
    }

    async fn keep_syncing(&self) -> SyncError {
        let mut pause = FIRST_PAUSE;
        loop {
            match self.sync_once(LONG_POLL).await {
                Ok(_) => pause = FIRST_PAUSE,
                Err(SyncError::Offline | SyncError::Busy | SyncError::Server) => {
                    tokio::time::sleep(pause).await;
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                }
                Err(error) => return error,
            }
        }
    }

    /// Sends when something was queued and when an attempt has become due.
    async fn keep_sending(&self) -> SyncError {
        loop {
            match self.next_attempt() {
                Ok(Some(wait)) => {
                    tokio::select! {
                        () = self.inner.queued.notified() => {}
                        () = tokio::time::sleep(wait) => {}
                    }
                }
                Ok(None) => self.inner.queued.notified().await,
                Err(error) => return error,
            }
            match self.flush().await {
                Ok(_) | Err(SyncError::Offline | SyncError::Busy | SyncError::Server) => {}
                Err(error) => return error,
            }
        }
    }

    /// How long until the next message may be tried, at least a moment and at most a minute.
    fn next_attempt(&self) -> Result<Option<Duration>, SyncError> {
        let local = self.local();
        let store = self.inner.connection.store();
        let (at, now) = store.read(|tx| {
            let now = tx.times().get()?.effective(local);
            Ok::<_, StoreError>((tx.queue().next_attempt_at()?, now))
        })?;
        Ok(at.map(|at| at.since(now).clamp(SHORTEST_PAUSE, LONGEST_PAUSE)))
    }
}
