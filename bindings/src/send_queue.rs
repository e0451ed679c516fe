//! The send queue of a chat.

use std::fmt;

use dienstchat_core::{client, time::Timestamp};

use crate::{ChatError, ItemState, QueueUpdates, guard::guarded};

/// A message in the send queue.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct QueuedMessage {
    /// Names it, for ever.
    pub transaction_id: String,
    /// Its text.
    pub text: String,
    /// When it was written.
    pub queued_at: Timestamp,
    /// How far it is.
    pub state: ItemState,
}

impl From<client::QueuedMessage> for QueuedMessage {
    fn from(message: client::QueuedMessage) -> Self {
        Self {
            transaction_id: message.transaction_id.to_string(),
            text: message.text,
            queued_at: message.queued_at,
            state: message.state.into(),
        }
    }
}

impl fmt::Debug for QueuedMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QueuedMessage")
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// The messages of a chat that are on their way, in order. They are kept until they are sent, also
/// across restarts.
#[derive(Debug, uniffi::Object)]
pub struct SendQueue(pub(crate) client::Chat);

#[uniffi::export]
impl SendQueue {
    /// Takes a text into the queue, for good, and returns its transaction id. It is sent while
    /// the account synchronises. At most 8 KiB of UTF-8.
    ///
    /// # Errors
    /// When nothing may be written, or the text is empty or too long.
    pub fn send_text(&self, text: &str) -> Result<String, ChatError> {
        guarded(|| Ok(self.0.send_text(text)?.to_string()))
    }

    /// What is in the queue, in order.
    ///
    /// # Errors
    /// When the chat is gone, or its data cannot be read.
    pub fn list(&self) -> Result<Vec<QueuedMessage>, ChatError> {
        guarded(|| Ok(self.0.queue()?.into_iter().map(Into::into).collect()))
    }

    /// A subscription to the queue.
    #[must_use]
    pub fn subscribe(&self) -> QueueUpdates {
        QueueUpdates(self.0.queue_feed())
    }

    /// Puts a failed message back into the queue.
    ///
    /// # Errors
    /// When there is none of this transaction id.
    pub fn retry(&self, transaction_id: &str) -> Result<(), ChatError> {
        guarded(|| Ok(self.0.retry(transaction_id.into())?))
    }

    /// Drops a message that is not sent yet.
    ///
    /// # Errors
    /// When there is none of this transaction id, or it is on its way.
    pub fn discard(&self, transaction_id: &str) -> Result<(), ChatError> {
        guarded(|| Ok(self.0.discard(transaction_id.into())?))
    }
}
