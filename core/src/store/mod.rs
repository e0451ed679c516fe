//! The encrypted store: one `SQLCipher` database for each account.
//!
//! All access is in transactions. [`Store::read`] gives a closure a [`ReadTx`] that sees one
//! state of the database, [`Store::write`] a [`WriteTx`] whose changes happen together or not at
//! all. A transaction hands out the domains, one file each: `tx.session()`, `tx.chats()`,
//! `tx.timeline(room)` and so on. A [`WriteTx`] is also the storage of the key management
//! ([`keys::storage::Storage`](crate::keys::storage::Storage)).
//!
//! Two processes may hold the store. Writing transactions are immediate and wait for each
//! other; nothing that a transaction read is kept beyond it.
//!
//! Secrets lie outside the file, in a [`KeyStore`]: the key of the file, the secret that wraps
//! the content key of each chat, and the generation by which an older copy of the file is
//! noticed. Deleting a chat replaces the wrapping secret ([`Store::destroy_chats`]), so that its
//! content cannot be read again, not even from an old copy of the file and with its key.

mod certain;
mod chats;
mod connection;
mod content_keys;
mod destroy;
mod drafts;
mod error;
mod former;
mod generation;
mod key_store;
mod keys_impl;
mod lock;
mod members;
mod open;
mod positions;
mod queue;
mod rekey;
mod rows;
mod schema;
mod sealed;
mod secrets;
mod session;
mod shared;
mod shred;
mod timeline;
mod times;
mod tx;

#[cfg(test)]
mod tests;

use std::{path::PathBuf, sync::Arc};

use self::shared::Shared;
pub use self::{
    chats::{Chat, ChatState, Chats, ChatsMut, Levels, NewChat, Seal, SealReason},
    destroy::destroy,
    drafts::{Drafts, DraftsMut},
    error::StoreError,
    former::{FormerMembers, FormerMembersMut},
    key_store::{KeyStore, KeyStoreError, MemoryKeyStore},
    members::{Members, MembersMut, Membership},
    positions::{Advance, ConnId, Positions, PositionsMut, SyncPosition},
    queue::{Message, Queue, QueueMut, SendFailure, SendState},
    session::{
        AccountSeal, AccountSealReason, AccountState, Session, SessionMut, SessionRecord, Tokens,
    },
    timeline::{
        Body, Event, Gap, NewEvent, Page, Position, Timeline, TimelineItem, TimelineMut,
        UndecryptedReason,
    },
    times::{Times, TimesMut},
    tx::{ReadTx, WriteTx},
};
use crate::{ids::AccountId, time::Entropy};

/// Which store, and what it needs.
#[derive(Clone)]
pub struct StoreConfig {
    /// The database file. Others lie beside it: `-wal`, `-shm`, `.lock`.
    pub path: PathBuf,
    /// The account, by which the secrets are named.
    pub account: AccountId,
    /// Where the secrets lie.
    pub key_store: Arc<dyn KeyStore>,
    /// Where new keys come from.
    pub entropy: Arc<dyn Entropy>,
}

/// One account's store. Clones are handles of the same store.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

impl Store {
    /// Runs `work` on one state of the database, beside other reading and writing.
    ///
    /// Blocks the thread; see [`read_async`](Self::read_async).
    ///
    /// # Errors
    /// What `work` returns, or what the database reports.
    pub fn read<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&ReadTx<'_>) -> Result<T, E>,
    {
        self.shared
            .reading(|connection, wrapping| work(&ReadTx::new(connection, wrapping)))
    }

    /// Runs `work` in one write transaction: committed when it returns `Ok`, else nothing of it
    /// has happened.
    ///
    /// Waits for other writing, of this process and of others. Blocks the thread; see
    /// [`write_async`](Self::write_async). Not to be called inside another `write`.
    ///
    /// # Errors
    /// What `work` returns, or what the database reports.
    pub fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        E: From<StoreError>,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T, E>,
    {
        let entropy = self.shared.entropy.as_ref();
        self.shared
            .writing(|connection, wrapping| work(&mut WriteTx::new(connection, wrapping, entropy)))
    }

    /// Closes the store for all its handles: waits for what is being written, lets go of the file,
    /// and fails everything after it with [`StoreError::Closed`]. A read that is under way runs to
    /// its end.
    pub fn close(&self) {
        self.shared.close();
    }

    /// [`read`](Self::read) on tokio's pool for blocking work.
    ///
    /// # Errors
    /// As [`read`](Self::read); [`StoreError::Stopped`] when the runtime shuts down or `work`
    /// panics.
    pub async fn read_async<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&ReadTx<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.read(work))
            .await
            .map_err(|_| E::from(StoreError::Stopped))?
    }

    /// [`write`](Self::write) on tokio's pool for blocking work. Once begun it runs to its end,
    /// also when the returned future is dropped.
    ///
    /// # Errors
    /// As [`write`](Self::write); [`StoreError::Stopped`] when the runtime shuts down or `work`
    /// panics.
    pub async fn write_async<T, E, F>(&self, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
        F: FnOnce(&mut WriteTx<'_>) -> Result<T, E> + Send + 'static,
    {
        let store = self.clone();
        tokio::task::spawn_blocking(move || store.write(work))
            .await
            .map_err(|_| E::from(StoreError::Stopped))?
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}
