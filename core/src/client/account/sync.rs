//! One round of synchronising, and sending.

use std::{sync::atomic::Ordering, time::Duration};

use super::Account;
use crate::{
    chat::{self, Sent},
    client::error::SyncError,
    store::{AccountState as StoredState, ConnId},
    sync::{CallError, SyncSummary, reconcile, round::Round},
    time::Timestamp,
};

/// How often the list of joined rooms is compared, at least.
const RECONCILE_EVERY: Duration = Duration::from_mins(10);

impl Account {
    /// Goes through one round: sends what the key management wants sent, waits up to `wait` for
    /// something new, applies it, fills gaps, deletes what is due and sends the queue.
    ///
    /// # Errors
    /// [`SyncError`]; what was done up to then is kept.
    pub async fn sync_once(&self, wait: Duration) -> Result<SyncSummary, SyncError> {
        self.inner.signals.unless_closed(self.round(wait)).await
    }

    async fn round(&self, wait: Duration) -> Result<SyncSummary, SyncError> {
        let _one = self.inner.syncing.lock().await;
        self.may_sync()?;
        let round = Round {
            conn_id: ConnId::APP,
            wait,
        };
        let result = round.run(&self.inner.connection).await;
        // Before anything is concluded from the time.
        self.learn_time().await?;
        let result = match result {
            Ok(summary) => self.reconcile(summary).await,
            Err(error) => Err(error),
        };
        // What is due is due whatever the server says.
        let destroyed = self.destroy_due()?;
        let summary = match result {
            Ok(summary) => summary,
            Err(error) => {
                self.changed();
                return Err(error.into());
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
            .unless_closed(async {
                self.may_sync()?;
                self.send().await
            })
            .await
    }

    /// A sealed account may not be used; one that was merely out of contact may find it again.
    fn may_sync(&self) -> Result<(), SyncError> {
        self.inner.signals.open()?;
        if self.inner.left.load(Ordering::SeqCst) {
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
        let _one = self.inner.sending.lock().await;
        let sent = chat::send_pending(&self.inner.connection).await;
        // A failure may have sealed the account.
        if sent.as_ref().map_or(true, |sent| *sent != Sent::default()) {
            self.changed();
        }
        Ok(sent?)
    }
}
