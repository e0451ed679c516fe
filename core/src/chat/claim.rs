//! The claim on a message that is being sent: nobody else takes it meanwhile.
//!
//! Whoever sends may be broken off at any moment. The message is then given back at once, so that
//! neither it nor what was written after it waits for the end of the lease. It keeps its
//! transaction id, by which the server knows it should it have arrived.

use std::{sync::Arc, time::Duration};

use tokio::{runtime::Handle, sync::OwnedMutexGuard};

use crate::{
    store::{Message, StoreError},
    sync::{CallError, Connection},
};

/// For so long nobody else takes a message that is being sent by a process that has died.
const LEASE: Duration = Duration::from_mins(2);

/// The turn to empty the queue. Clones share it, and it is over with the last of them: whoever is
/// next finds what was given back.
#[derive(Clone)]
pub(crate) struct Turn {
    inner: Arc<Inner>,
}

struct Inner {
    given_back: Box<dyn Fn() + Send + Sync>,
    _one: OwnedMutexGuard<()>,
}

impl Turn {
    /// The turn that is over when `one` is let go of; `given_back` is called when a message can
    /// be tried again because its sending was broken off.
    pub(crate) fn new(
        one: OwnedMutexGuard<()>,
        given_back: impl Fn() + Send + Sync + 'static,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                given_back: Box::new(given_back),
                _one: one,
            }),
        }
    }
}

/// A message that is being sent. It is given back when this is dropped before it was settled.
pub(super) struct Claim {
    message: Message,
    settled: bool,
    connection: Connection,
    turn: Turn,
    /// A call that is broken off is dropped on any thread.
    runtime: Handle,
}

impl Claim {
    /// Claims the next message whose turn and time have come.
    ///
    /// # Errors
    /// [`CallError::Store`].
    pub(super) async fn next(
        connection: &Connection,
        turn: &Turn,
    ) -> Result<Option<Self>, CallError> {
        let (connection, turn) = (connection.clone(), turn.clone());
        // The transaction runs to its end, also when nobody waits for it any more. In a task of
        // its own what it claims is dropped then, after the end of the transaction.
        let claiming = tokio::spawn(async move {
            let message = connection
                .write(|tx, context| tx.queue().claim(context.now, LEASE))
                .await?;
            Ok(message.map(|message| Self {
                message,
                settled: false,
                connection,
                turn,
                runtime: Handle::current(),
            }))
        });
        claiming
            .await
            .map_err(|_| CallError::Store(StoreError::Stopped))?
    }

    /// What is being sent.
    pub(super) fn message(&self) -> &Message {
        &self.message
    }

    /// What became of the message has been written down.
    pub(super) fn settle(mut self) {
        self.settled = true;
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if self.settled {
            return;
        }
        let (connection, turn) = (self.connection.clone(), self.turn.clone());
        let (txn_id, attempt) = (self.message.txn_id.clone(), self.message.attempts);
        self.runtime.spawn(async move {
            let given_back = connection
                .write(move |tx, context| tx.queue().give_back(&txn_id, attempt, context.now))
                .await;
            match given_back {
                Ok(true) => (turn.inner.given_back)(),
                // It was settled in the last moment; or the next start releases it.
                Ok(false) | Err(StoreError::Closed) => {}
                Err(error) => {
                    tracing::warn!(%error, "a message waits for the end of its lease");
                }
            }
        });
    }
}
