//! Writing a message: it is saved before this returns, and stays until it is sent or taken away.

use ruma::{OwnedTransactionId, TransactionId};

use super::{Viewer, content};
use crate::{
    duty::Phase,
    store::{Chat, ChatState, Membership, ReadTx, SendFailure, SendState, StoreError, WriteTx},
    time::{Entropy, EntropyError, Timestamp},
};

/// A message in the send queue. Its Debug output shows no text.
#[derive(Clone, PartialEq, Eq)]
pub struct QueuedMessage {
    /// Its transaction id, for ever.
    pub transaction_id: OwnedTransactionId,
    /// The text.
    pub text: String,
    /// When it was written.
    pub queued_at: Timestamp,
    /// How far it is.
    pub state: SendState,
}

impl std::fmt::Debug for QueuedMessage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueuedMessage")
            .field("transaction_id", &self.transaction_id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

/// Why a message is not taken.
#[derive(Debug, thiserror::Error)]
pub(crate) enum QueueRefusal {
    /// There is no text.
    #[error("the text is empty")]
    Empty,
    /// There is too much text.
    #[error("the text is too long")]
    TooLong,
    /// The chat is read only.
    #[error("the chat is read only")]
    ReadOnly,
    /// The time of the chat is over.
    #[error("the chat was deleted")]
    Deleted,
    /// The account is not in the chat any more.
    #[error("not on this duty")]
    NotAMember,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no randomness.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

/// Takes a text in, at the end of the chat's queue.
pub(crate) fn enqueue(
    tx: &WriteTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
    text: &str,
    entropy: &dyn Entropy,
) -> Result<OwnedTransactionId, QueueRefusal> {
    if text.trim().is_empty() {
        return Err(QueueRefusal::Empty);
    }
    if text.len() > content::MAX_TEXT_BYTES {
        return Err(QueueRefusal::TooLong);
    }
    writable(chat, viewer.now)?;
    let transaction_id = new_transaction_id(entropy)?;
    let content = content::text_message(text);
    tx.queue().push(
        &chat.room_id,
        &transaction_id,
        "m.room.message",
        &content.to_string(),
        viewer.now,
    )?;
    Ok(transaction_id)
}

/// Whether the account may write here now.
pub(super) fn writable(chat: &Chat, now: Timestamp) -> Result<(), QueueRefusal> {
    if chat.state != ChatState::Open || chat.membership != Some(Membership::Join) {
        return Err(QueueRefusal::NotAMember);
    }
    match chat.limits.phase(now) {
        Phase::Active => Ok(()),
        Phase::ReadOnly => Err(QueueRefusal::ReadOnly),
        Phase::Deleted => Err(QueueRefusal::Deleted),
    }
}

/// Ends what waits in chats that are read only by now and was never tried: it could only be
/// refused. What was tried may have arrived, and is tried with its transaction id once more.
pub(crate) fn expire_queue(tx: &WriteTx<'_>, now: Timestamp) -> Result<(), StoreError> {
    for chat in tx.chats().list()? {
        if chat.limits.phase(now) == Phase::Active {
            continue;
        }
        for message in tx.queue().of_chat(&chat.room_id)? {
            if message.state == SendState::Queued && message.attempts == 0 {
                tx.queue().fail(&message.txn_id, SendFailure::ReadOnly)?;
            }
        }
    }
    Ok(())
}

/// What is in the queue of a chat.
pub(crate) fn queue(tx: &ReadTx<'_>, chat: &Chat) -> Result<Vec<QueuedMessage>, StoreError> {
    let messages = tx.queue().of_chat(&chat.room_id)?;
    Ok(messages
        .into_iter()
        .map(|message| QueuedMessage {
            text: content::text_of(&message.content),
            transaction_id: message.txn_id,
            queued_at: message.queued_at,
            state: message.state,
        })
        .collect())
}

/// Tries a failed message again. `false` when it does not wait for that.
pub(crate) fn retry(
    tx: &WriteTx<'_>,
    chat: &Chat,
    transaction: &TransactionId,
    now: Timestamp,
) -> Result<bool, QueueRefusal> {
    writable(chat, now)?;
    Ok(is_of(tx, chat, transaction)? && tx.queue().revive(transaction, now)?)
}

/// Takes a message away that is not being sent. `false` when there is none, or it is too late.
pub(crate) fn discard(
    tx: &WriteTx<'_>,
    chat: &Chat,
    transaction: &TransactionId,
) -> Result<bool, StoreError> {
    let waits = tx
        .queue()
        .get(transaction)?
        .is_some_and(|message| matches!(message.state, SendState::Queued | SendState::Failed(_)));
    Ok(waits && is_of(tx, chat, transaction)? && tx.queue().remove(transaction)?)
}

fn is_of(tx: &ReadTx<'_>, chat: &Chat, transaction: &TransactionId) -> Result<bool, StoreError> {
    Ok(tx
        .queue()
        .get(transaction)?
        .is_some_and(|message| message.room_id == chat.room_id))
}

fn new_transaction_id(entropy: &dyn Entropy) -> Result<OwnedTransactionId, EntropyError> {
    let mut bytes = [0; 16];
    entropy.fill(&mut bytes)?;
    Ok(format!("{:032x}", u128::from_be_bytes(bytes)).into())
}
