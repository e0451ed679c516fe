//! One duty's chat.

use ruma::{OwnedRoomId, OwnedTransactionId, TransactionId};

use super::{account::Account, error::ChatError};
use crate::{
    chat::{
        self, ChatMember, ChatSummary, QueuedMessage, TimelinePage, TimelineToken, Viewer, Window,
    },
    duty::Phase,
    store::{Chat as StoredChat, ChatState, ReadTx},
    sync::fill_newest_gap,
};

/// The longest draft, in bytes. It may be longer than a message, so that nothing is lost while
/// somebody shortens it.
pub const MAX_DRAFT_BYTES: usize = 64 * 1024;

/// A chat. Clones are handles of the same chat.
#[derive(Clone, Debug)]
pub struct Chat {
    account: Account,
    room: OwnedRoomId,
}

/// What an operation needs of its chat.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Need {
    /// That it exists.
    Exists,
    /// That it is not sealed.
    Open,
}

impl Chat {
    pub(super) fn new(account: Account, room: OwnedRoomId) -> Self {
        Self { account, room }
    }

    /// The account that is in the chat.
    #[must_use]
    pub fn account(&self) -> &Account {
        &self.account
    }

    /// The chat as it stands in the list; of a sealed one only what the duty is.
    ///
    /// # Errors
    /// [`ChatError::ChatDeleted`], [`ChatError::Sealed`], [`ChatError::Store`].
    pub fn summary(&self) -> Result<ChatSummary, ChatError> {
        self.read(Need::Exists, |tx, viewer, chat| {
            Ok(chat::summary(tx, viewer, chat)?)
        })
    }

    /// The members, the responsible first.
    ///
    /// # Errors
    /// As [`timeline`](Self::timeline).
    pub fn members(&self) -> Result<Vec<ChatMember>, ChatError> {
        self.read(Need::Open, |tx, viewer, chat| {
            Ok(chat::members(tx, viewer, chat)?)
        })
    }

    /// A page of at most `limit` messages before a place, or the newest ones with what is on its
    /// way. Only what is on this device.
    ///
    /// # Errors
    /// [`ChatError::ChatDeleted`], [`ChatError::NotAMember`] when the chat is sealed,
    /// [`ChatError::Sealed`] when the account is, [`ChatError::Store`].
    pub fn timeline(
        &self,
        before: Option<TimelineToken>,
        limit: usize,
    ) -> Result<TimelinePage, ChatError> {
        self.read(Need::Open, |tx, viewer, chat| {
            Ok(chat::page(tx, viewer, chat, before, limit)?)
        })
    }

    /// Fetches a page of what the server has before the oldest message that joins on to the
    /// newest. `false` when there is nothing more.
    ///
    /// # Errors
    /// As [`timeline`](Self::timeline), and [`ChatError::Offline`], [`ChatError::Server`].
    pub async fn load_older(&self) -> Result<bool, ChatError> {
        self.read(Need::Open, |_, _, _| Ok(()))?;
        let loaded = self
            .account
            .signals()
            .unless_closed(async {
                let loaded = fill_newest_gap(self.account.connection(), &self.room).await;
                loaded.map_err(ChatError::from)
            })
            .await;
        // A failure may have sealed the account.
        if loaded != Ok(false) {
            self.account.changed();
        }
        loaded
    }

    /// Takes a text into the send queue. It is saved when this returns, and sent by
    /// [`Account::run`], [`Account::sync_once`] or [`Account::flush`].
    ///
    /// # Errors
    /// [`ChatError::TextEmpty`], [`ChatError::TextTooLong`], [`ChatError::ReadOnly`],
    /// [`ChatError::ChatDeleted`], [`ChatError::NotAMember`], [`ChatError::Sealed`],
    /// [`ChatError::Store`].
    pub fn send_text(&self, text: &str) -> Result<OwnedTransactionId, ChatError> {
        let entropy = &self.account.environment().entropy;
        let transaction = self.write(Need::Exists, |tx, viewer, chat| {
            Ok(chat::enqueue(tx, viewer, chat, text, entropy.as_ref())?)
        })?;
        self.account.queued();
        Ok(transaction)
    }

    /// What was typed and not sent; `None` when there is nothing.
    ///
    /// # Errors
    /// As [`timeline`](Self::timeline).
    pub fn draft(&self) -> Result<Option<String>, ChatError> {
        self.read(Need::Open, |tx, _, chat| {
            Ok(tx.drafts().get(&chat.room_id)?)
        })
    }

    /// Keeps what was typed and not sent; an empty text removes it. It is deleted with the chat.
    ///
    /// # Errors
    /// [`ChatError::TextTooLong`] when it is longer than [`MAX_DRAFT_BYTES`]; else as
    /// [`timeline`](Self::timeline).
    pub fn set_draft(&self, text: &str) -> Result<(), ChatError> {
        if text.len() > MAX_DRAFT_BYTES {
            return Err(ChatError::TextTooLong);
        }
        // No feed shows it.
        self.write_unseen(Need::Open, |tx, viewer, chat| {
            Ok(tx.drafts().set(&chat.room_id, text, viewer.now)?)
        })
    }

    /// What is in the send queue of this chat.
    ///
    /// # Errors
    /// As [`timeline`](Self::timeline).
    pub fn queue(&self) -> Result<Vec<QueuedMessage>, ChatError> {
        self.read(Need::Open, |tx, _, chat| Ok(chat::queue(tx, chat)?))
    }

    /// Tries a failed message again.
    ///
    /// # Errors
    /// [`ChatError::NotQueued`] when it has not failed; else as [`send_text`](Self::send_text).
    pub fn retry(&self, transaction: &TransactionId) -> Result<(), ChatError> {
        let retried = self.write(Need::Exists, |tx, viewer, chat| {
            Ok(chat::retry(tx, chat, transaction, viewer.now)?)
        })?;
        self.account.queued();
        retried.then_some(()).ok_or(ChatError::NotQueued)
    }

    /// Takes a message that is not sent out of the queue.
    ///
    /// # Errors
    /// [`ChatError::NotQueued`] when it is not there, being sent, or sent; else as
    /// [`timeline`](Self::timeline).
    pub fn discard(&self, transaction: &TransactionId) -> Result<(), ChatError> {
        let discarded = self.write(Need::Exists, |tx, _, chat| {
            Ok(chat::discard(tx, chat, transaction)?)
        })?;
        discarded.then_some(()).ok_or(ChatError::NotQueued)
    }

    /// Everything in the chat has been read.
    ///
    /// # Errors
    /// As [`timeline`](Self::timeline).
    pub fn mark_read(&self) -> Result<(), ChatError> {
        self.write(Need::Open, |tx, _, chat| {
            Ok(chat::mark_read(tx, &chat.room_id)?)
        })
    }

    /// The open part of the timeline after `before`, with room for `more` older items.
    pub(super) fn window(&self, before: Option<&Window>, more: usize) -> Result<Window, ChatError> {
        self.read(Need::Open, |tx, viewer, chat| {
            Ok(chat::window(tx, viewer, chat, before, more)?)
        })
    }

    fn read<T>(
        &self,
        need: Need,
        work: impl FnOnce(&ReadTx<'_>, &Viewer, &StoredChat) -> Result<T, ChatError>,
    ) -> Result<T, ChatError> {
        self.account.usable()?;
        self.account.connection().store().read(|tx| {
            let (viewer, chat) = self.find(tx, need)?;
            work(tx, &viewer, &chat)
        })
    }

    fn write<T>(
        &self,
        need: Need,
        work: impl FnOnce(&crate::store::WriteTx<'_>, &Viewer, &StoredChat) -> Result<T, ChatError>,
    ) -> Result<T, ChatError> {
        let done = self.write_unseen(need, work)?;
        self.account.changed();
        Ok(done)
    }

    /// Writes what nothing that is shown depends on.
    fn write_unseen<T>(
        &self,
        need: Need,
        work: impl FnOnce(&crate::store::WriteTx<'_>, &Viewer, &StoredChat) -> Result<T, ChatError>,
    ) -> Result<T, ChatError> {
        self.account.usable()?;
        self.account.connection().store().write(|tx| {
            let (viewer, chat) = self.find(tx, need)?;
            work(tx, &viewer, &chat)
        })
    }

    /// A chat whose limit has come is gone, also in the moment before it is destroyed.
    fn find(&self, tx: &ReadTx<'_>, need: Need) -> Result<(Viewer, StoredChat), ChatError> {
        let viewer = self.account.viewer(tx)?;
        let chat = tx.chats().get(&self.room)?.ok_or(ChatError::ChatDeleted)?;
        if chat.limits.phase(viewer.now) == Phase::Deleted {
            return Err(ChatError::ChatDeleted);
        }
        if need == Need::Open && chat.state != ChatState::Open {
            return Err(ChatError::NotAMember);
        }
        Ok((viewer, chat))
    }
}
