//! What every handle of one client hears of: that something has changed, that the network has,
//! and that the client was closed.

use std::{future::Future, sync::Arc};

use tokio::sync::watch;

/// The client was closed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Closed;

/// The signals of one client. Clones are the same signals.
#[derive(Clone)]
pub(super) struct Signals {
    inner: Arc<Inner>,
}

struct Inner {
    changes: watch::Sender<u64>,
    network: watch::Sender<u64>,
    closed: watch::Sender<bool>,
}

impl Signals {
    pub(super) fn new() -> Self {
        Self {
            inner: Arc::new(Inner {
                changes: watch::Sender::new(0),
                network: watch::Sender::new(0),
                closed: watch::Sender::new(false),
            }),
        }
    }

    /// Something of any account, or which accounts there are, has changed.
    pub(super) fn changed(&self) {
        bump(&self.inner.changes);
    }

    /// Hears of every change from now on.
    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.inner.changes.subscribe()
    }

    /// The network may be another one.
    pub(super) fn network_changed(&self) {
        bump(&self.inner.network);
    }

    /// Hears when the network may be another one.
    pub(super) fn network(&self) -> watch::Receiver<u64> {
        self.inner.network.subscribe()
    }

    /// Closes the client.
    pub(super) fn close(&self) {
        self.inner.closed.send_replace(true);
    }

    /// Refuses once the client was closed.
    pub(super) fn open(&self) -> Result<(), Closed> {
        if *self.inner.closed.borrow() {
            return Err(Closed);
        }
        Ok(())
    }

    /// Waits for the end of the client.
    pub(super) async fn closed(&self) {
        let mut closed = self.inner.closed.subscribe();
        // The sender is in `self` and lives longer.
        let _ = closed.wait_for(|closed| *closed).await;
    }

    /// Does something that takes long, unless the client is closed before it is done.
    pub(super) fn unless_closed<T, E: From<Closed>>(
        &self,
        work: impl Future<Output = Result<T, E>>,
    ) -> impl Future<Output = Result<T, E>> {
        // Such a future is large, and would be copied into each layer above.
        let work = Box::pin(work);
        async move {
            tokio::select! {
                biased;
                () = self.closed() => Err(Closed.into()),
                done = work => done,
            }
        }
    }
}

/// Wakes everybody who waits for the next one.
pub(super) fn bump(counter: &watch::Sender<u64>) {
    counter.send_modify(|count| *count = count.wrapping_add(1));
}
