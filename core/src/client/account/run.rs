//! Synchronising and sending again and again.

use std::{future::Future, time::Duration};

use tokio::sync::watch;

use super::{
    Account,
    offline::{Watched, until_reached},
};
use crate::{client::error::SyncError, store::StoreError};

/// The first pause after a failed round; it doubles up to the longest.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(1);
/// The longest while there is no connection: somebody may be looking at the screen and waiting for it.
const LONGEST_OFFLINE: Duration = Duration::from_secs(15);
/// The shortest pause between two looks at the send queue.
const SHORTEST_PAUSE: Duration = Duration::from_millis(200);
/// How long one round of [`Account::run`] waits for something new while there is a connection.
const LONG_POLL: Duration = Duration::from_secs(30);

impl Account {
    /// Synchronises, and sends what is written meanwhile, until `stop` resolves, the client is
    /// closed or the account cannot be used any more. Waits longer after each failure, at most 15 seconds
    /// while there is no connection and a minute after any other.
    /// Meanwhile [`AccountInfo::offline`](crate::client::AccountInfo::offline) says whether there is a
    /// connection.
    ///
    /// # Errors
    /// The error after which trying again is of no use.
    pub async fn run(&self, stop: impl Future<Output = ()>) -> Result<(), SyncError> {
        let _watched = Watched(self);
        let error = tokio::select! {
            biased;
            () = self.inner.signals.closed() => return Ok(()),
            () = stop => return Ok(()),
            () = self.left() => SyncError::NoSuchAccount,
            error = self.keep_syncing() => error,
            error = self.keep_sending() => error,
        };
        match error {
            SyncError::Closed => Ok(()),
            error => Err(error),
        }
    }

    async fn keep_syncing(&self) -> SyncError {
        let mut network = self.inner.signals.network();
        let mut offline = self.offline();
        let mut pause = FIRST_PAUSE;
        loop {
            self.until_online(&mut network).await;
            offline.mark_unchanged();
            // Who has no connection wants to hear of one at once, not when something is new.
            let wait = if self.is_offline() {
                Duration::ZERO
            } else {
                LONG_POLL
            };
            match self.sync_once(wait).await {
                Ok(_) => pause = FIRST_PAUSE,
                Err(error @ (SyncError::Offline | SyncError::Busy | SyncError::Server)) => {
                    let longest = match error {
                        SyncError::Offline => LONGEST_OFFLINE,
                        _ => LONGEST_PAUSE,
                    };
                    tokio::select! {
                        () = tokio::time::sleep(pause.min(longest)) => {
                            pause = pause.saturating_mul(2).min(longest);
                        }
                        // The sender lives as long as this.
                        _ = network.changed() => pause = FIRST_PAUSE,
                        () = until_reached(&mut offline) => pause = FIRST_PAUSE,
                    }
                }
                Err(error) => return error,
            }
        }
    }

    /// Sends when something was queued, when an attempt has become due, and at once when the
    /// network has changed or there is a connection again.
    async fn keep_sending(&self) -> SyncError {
        let mut network = self.inner.signals.network();
        let mut offline = self.offline();
        loop {
            let wait = match self.next_attempt() {
                Ok(wait) => wait,
                Err(error) => return error,
            };
            let due = async {
                match wait {
                    Some(wait) => tokio::time::sleep(wait).await,
                    None => std::future::pending().await,
                }
            };
            let hurry = tokio::select! {
                () = self.inner.queued.notified() => false,
                () = due => false,
                _ = network.changed() => true,
                () = until_reached(&mut offline) => true,
            };
            // Both may have happened, and the next wait takes note of the change.
            let hurry = hurry || network.has_changed().unwrap_or(false);
            let waited = self.until_online(&mut network).await;
            if (hurry || waited)
                && let Err(error) = self.hurry()
            {
                return error;
            }
            match self.flush().await {
                Ok(_) | Err(SyncError::Offline | SyncError::Busy | SyncError::Server) => {}
                Err(error) => return error,
            }
        }
    }

    /// Waits while the system says that there is no network, and says so; at most a minute, since
    /// it may be wrong. Whether it had to wait.
    async fn until_online(&self, network: &mut watch::Receiver<u64>) -> bool {
        let mut waited = false;
        let online = async {
            loop {
                // Before asking: what changes after the answer ends the wait.
                network.borrow_and_update();
                if self.inner.environment.connectivity.is_online() {
                    return;
                }
                waited = true;
                self.set_offline(true);
                if network.changed().await.is_err() {
                    return;
                }
            }
        };
        // After a minute it is tried all the same.
        let _ = tokio::time::timeout(LONGEST_PAUSE, online).await;
        waited
    }

    /// Makes what waits for its next attempt due.
    pub(super) fn hurry(&self) -> Result<(), SyncError> {
        let local = self.local();
        self.inner.connection.store().write(|tx| {
            let now = tx.times().get()?.effective(local);
            Ok(tx.queue().hurry(now)?)
        })
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
