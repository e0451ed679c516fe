//! One round of synchronising, and sending.

use std::{
    future,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::sync::watch;

use super::Account;
use crate::{
    chat::{self, Sent, Turn},
    client::error::SyncError,
    store::{AccountState as StoredState, ConnId},
    sync::{CallError, SyncSummary, reconcile, round::Round},
    time::Timestamp,
};

/// How often the list of joined rooms is compared, at least.
const RECONCILE_EVERY: Duration = Duration::from_mins(10);

/// Somebody waits for a round who does not want to wait for long.
struct Hurry<'a>(&'a watch::Sender<usize>);

impl<'a> Hurry<'a> {
    fn new(hurried: &'a watch::Sender<usize>) -> Self {
        hurried.send_modify(|waiting| *waiting = waiting.saturating_add(1));
        Self(hurried)
    }
}

impl Drop for Hurry<'_> {
    fn drop(&mut self) {
        self.0
            .send_modify(|waiting| *waiting = waiting.saturating_sub(1));
    }
}

impl Account {
    /// Goes through one round: sends what the key management wants sent, waits up to `wait` for
    /// something new, applies it, fills gaps, deletes what is due and sends the queue.
    ///
    /// One round at a time: a round that waits for something new ends its wait for one that does
    /// not want to wait, and when the network has changed. After it an account signs itself out
    /// whose chosen duty is over ([`Accounts::sign_out_after`](crate::client::Accounts::sign_out_after)).
    /// Whether it found a connection is told by [`AccountInfo::offline`](crate::client::AccountInfo::offline).
    ///
    /// # Errors
    /// [`SyncError`]; what was done up to then is kept.
    pub async fn sync_once(&self, wait: Duration) -> Result<SyncSummary, SyncError> {
        let done = self
            .inner
            .signals
            .unless_closed(self.unless_left(self.round(wait)))
            .await;
        // Also offline: the end needs no server.
        self.sign_out_when_over().await?;
        done
    }

    async fn round(&self, wait: Duration) -> Result<SyncSummary, SyncError> {
        let hurry = wait.is_zero().then(|| Hurry::new(&self.inner.hurried));
        let _one = self.inner.syncing.lock().await;
        drop(hurry);
        self.may_sync()?;
        let round = Round {
            conn_id: ConnId::APP,
            wait,
        };
        let mut hurried = self.inner.hurried.subscribe();
        let mut network = self.inner.signals.network();
        // Nothing was heard of the server when its answer was not waited for.
        let mut given_up = false;
        let hurried = async {
            if wait.is_zero() {
                future::pending::<()>().await;
            }
            // The senders live as long as this.
            tokio::select! {
                _ = hurried.wait_for(|waiting| *waiting > 0) => {}
                _ = network.changed() => {}
            }
            given_up = true;
        };
        let result = round.run(&self.inner.connection, hurried).await;
        // Before anything is concluded from the time.
        self.learn_time().await?;
        let result = match result {
            Ok(summary) => self.reconcile(summary).await,
            Err(error) => Err(error),
        };
        let result = result.map_err(SyncError::from);
        match result {
            Ok(_) if !given_up => self.set_offline(false),
            Err(SyncError::Offline) => self.set_offline(true),
            _ => {}
        }
        // What is due is due whatever the server says.
        let destroyed = self.destroy_due()?;
        let summary = match result {
            Ok(summary) => summary,
            Err(error) => {
                self.changed();
                return Err(error);
            }
        };
        // When another process applied the answer, what is new is in the store all the same.
        let new = summary.anything || summary.stale || destroyed > 0;
        if self.has_passed()? || new {
            self.changed();
        }
        self.send().await?;
        Ok(summary)
    }

    /// Sends what is in the queue now.
    ///
    /// # Errors
    /// [`SyncError`]; without a connection the messages stay, which is no error.
    pub async fn flush(&self) -> Result<Sent, SyncError> {
        self.inner
            .signals
            .unless_closed(self.unless_left(async {
                self.may_sync()?;
                self.send().await
            }))
            .await
    }

    /// Does something that takes long, unless the account leaves before it is done.
    async fn unless_left<T>(
        &self,
        work: impl Future<Output = Result<T, SyncError>>,
    ) -> Result<T, SyncError> {
        tokio::select! {
            biased;
            () = self.left() => Err(SyncError::NoSuchAccount),
            done = work => done,
        }
    }

    /// A sealed account may not be used; one that was merely out of contact may find it again.
    fn may_sync(&self) -> Result<(), SyncError> {
        self.inner.signals.open()?;
        if self.has_left() {
            return Err(SyncError::NoSuchAccount);
        }
        match self
            .inner
            .connection
            .store()
            .read(|tx| tx.session().state())?
        {
            StoredState::Active => Ok(()),
            StoredState::Sealed(_) => Err(SyncError::Sealed),
        }
    }

    /// Compares the list of joined rooms, when that is due.
    async fn reconcile(&self, mut summary: SyncSummary) -> Result<SyncSummary, CallError> {
        let last = self.inner.reconciled_at.load(Ordering::Relaxed);
        let local = self.local();
        let due = last == 0 || local.distance(Timestamp::from_millis(last)) >= RECONCILE_EVERY;
        if due && !summary.stale {
            summary.anything |= reconcile(&self.inner.connection, &ConnId::APP).await?;
            self.inner
                .reconciled_at
                .store(local.as_millis(), Ordering::Relaxed);
        }
        Ok(summary)
    }

    async fn send(&self) -> Result<Sent, SyncError> {
        let turn = self.turn().await;
        let sent = chat::send_pending(&self.inner.connection, &turn).await;
        // A failure may have sealed the account.
        if sent.as_ref().map_or(true, |sent| *sent != Sent::default()) {
            self.changed();
        }
        Ok(sent?)
    }

    /// Waits for the turn to empty the queue.
    async fn turn(&self) -> Turn {
        let one = Arc::clone(&self.inner.sending).lock_owned().await;
        let account = self.clone();
        Turn::new(one, move || {
            account.queued();
            account.changed();
        })
    }
}
