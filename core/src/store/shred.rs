//! Deleting chats so that nothing brings them back.
//!
//! Flash memory keeps old pages and backups keep old files, so overwriting proves nothing. What
//! is deleted for certain is the secret in the key store that wraps all content keys:
//!
//! 1. a new secret is put into the key store as `shred.next`;
//! 2. one transaction wraps the content keys that stay with it and drops the others;
//! 3. the new secret becomes `shred`, and with that the old one is gone;
//! 4. `shred.next` is deleted;
//! 5. the rows of the chats go, then free pages and the log.
//!
//! The database says which secret it is wrapped by, so it is known at any moment how far this
//! came. Steps 1 to 4 are under the lock on secrets.

use std::sync::{Mutex, PoisonError};

use ruma::OwnedRoomId;
use rusqlite::Connection;

use super::{
    Store, content_keys,
    error::StoreError,
    lock::SecretsLock,
    rows::{all, execute},
    secrets::{Secret, SecretId, SecretKey, Secrets},
    shared::reclaim,
    tx::ReadTx,
};
use crate::time::{Entropy, Timestamp};

/// The wrapping secret, read from the key store when it is not the one known already.
pub(super) struct Wrapping {
    secrets: Secrets,
    known: Mutex<Option<SecretKey>>,
}

impl Wrapping {
    pub(super) fn new(secrets: Secrets) -> Self {
        Self {
            secrets,
            known: Mutex::default(),
        }
    }

    /// The secret of this name, or `None` when the key store has it no longer.
    pub(super) fn find(&self, id: SecretId) -> Result<Option<SecretKey>, StoreError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(key) = known.as_ref().filter(|key| key.id() == id) {
            return Ok(Some(key.clone()));
        }
        for which in [Secret::Shred, Secret::ShredNext] {
            if let Some(key) = self.secrets.key(which)?.filter(|key| key.id() == id) {
                *known = Some(key.clone());
                return Ok(Some(key));
            }
        }
        Ok(None)
    }
}

impl Store {
    /// Deletes chats: their keys, messages, drafts and queued messages. `true` when also the
    /// last trace in the file is gone; else another process was reading, and
    /// [`finish_deletions`](Self::finish_deletions) is to be called later.
    ///
    /// Not to be called inside [`write`](Self::write).
    ///
    /// When this returns an error before the transaction, nothing has happened. After it the
    /// chats are gone for every reader, and the next call of this, of `finish_deletions` or of
    /// [`open`](Self::open) goes on where it stopped.
    ///
    /// # Errors
    /// What the key store, the random source or the database reports.
    pub fn destroy_chats(&self, rooms: &[OwnedRoomId], now: Timestamp) -> Result<bool, StoreError> {
        self.destroy_chosen(|_| Ok(rooms.to_vec()), now)
    }

    /// [`destroy_chats`](Self::destroy_chats) of those that `choose` names, in the transaction
    /// that destroys them: nothing can come in between that would have saved one.
    ///
    /// # Errors
    /// As [`destroy_chats`](Self::destroy_chats), and what `choose` returns.
    pub fn destroy_chosen(
        &self,
        choose: impl Fn(&ReadTx<'_>) -> Result<Vec<OwnedRoomId>, StoreError>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let held = SecretsLock::take(&self.shared.path)?;
        self.settle_shred()?;
        let next = SecretKey::random(self.shared.entropy.as_ref())?;
        self.shared.secrets.put_key(Secret::ShredNext, &next)?;
        self.shared.writing(|connection, wrapping| {
            let rooms = choose(&ReadTx::new(connection, wrapping))?;
            drop_content_keys(connection, &rooms, now)?;
            rewrap(connection, wrapping, &next, self.shared.entropy.as_ref())
        })?;
        self.settle_shred()?;
        drop(held);
        self.finish_deletions()
    }

    /// Finishes deletions that were interrupted, or in whose way another process was. `true`
    /// when nothing is left to do.
    ///
    /// # Errors
    /// What the key store or the database reports.
    pub fn finish_deletions(&self) -> Result<bool, StoreError> {
        if !self.read(|tx| unfinished(tx.connection))? {
            return Ok(true);
        }
        // Also for the work outside a transaction, under which the file must not be re-keyed.
        let _held = SecretsLock::take(&self.shared.path)?;
        self.settle_shred()?;
        self.shared.writing(|connection, _| {
            execute(connection, "DELETE FROM rooms WHERE doomed = 1", [])
        })?;
        let connection = self.shared.connect()?;
        let done = reclaim(&connection)?;
        if done {
            self.shared
                .writing(|connection, _| execute(connection, "UPDATE meta SET reclaim = 0", []))?;
        }
        Ok(done)
    }

    fn settle_shred(&self) -> Result<(), StoreError> {
        let mut connection = self.shared.connect()?;
        settle(&mut connection, &self.shared.secrets)
    }
}

fn unfinished(connection: &Connection) -> Result<bool, StoreError> {
    Ok(connection.query_row("SELECT reclaim FROM meta", [], |row| row.get(0))?)
}

/// Leaves in the key store only the secret that the database is wrapped by, as `shred`. Only
/// under the [`SecretsLock`]. [`StoreError::KeyMissing`] when it is not there.
pub(super) fn settle(connection: &mut Connection, secrets: &Secrets) -> Result<(), StoreError> {
    let id = connection
        .query_row("SELECT shred_id FROM meta", [], |row| row.get(0))
        .map(SecretId)?;
    let fits = |key: &SecretKey| key.id() == id;
    if !secrets.key(Secret::Shred)?.as_ref().is_some_and(fits) {
        let next = secrets
            .key(Secret::ShredNext)?
            .filter(fits)
            .ok_or(StoreError::KeyMissing)?;
        secrets.put_key(Secret::Shred, &next)?;
    }
    secrets.delete(Secret::ShredNext)
}

/// Takes the content keys of these rooms away and marks the rooms, so that their rows go next.
fn drop_content_keys(
    connection: &Connection,
    rooms: &[OwnedRoomId],
    now: Timestamp,
) -> Result<(), StoreError> {
    for room in rooms {
        let room = room.as_str();
        execute(
            connection,
            "DELETE FROM content_keys WHERE room_id = ?1",
            [room],
        )?;
        execute(connection, "DELETE FROM chats WHERE room_id = ?1", [room])?;
        execute(
            connection,
            "UPDATE rooms SET doomed = 1 WHERE room_id = ?1",
            [room],
        )?;
        let sql = "INSERT INTO destroyed (room_id, destroyed_at) VALUES (?1, ?2)
                   ON CONFLICT DO UPDATE SET destroyed_at = excluded.destroyed_at";
        execute(connection, sql, (room, now.as_millis()))?;
    }
    execute(connection, "UPDATE meta SET reclaim = 1", [])?;
    Ok(())
}

/// Wraps every content key with `next`.
fn rewrap(
    connection: &Connection,
    wrapping: &SecretKey,
    next: &SecretKey,
    entropy: &dyn Entropy,
) -> Result<(), StoreError> {
    let sql = "SELECT room_id, wrapped FROM content_keys";
    let rows = all(connection, sql, [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
    })?;
    for (room, wrapped) in rows {
        let key = content_keys::unwrap(wrapping, &room, &wrapped)?;
        let wrapped = content_keys::wrap(next, &room, &key, entropy)?;
        let sql = "UPDATE content_keys SET wrapped = ?2, wrapped_by = ?3 WHERE room_id = ?1";
        execute(connection, sql, (room, wrapped, next.id().0))?;
    }
    execute(connection, "UPDATE meta SET shred_id = ?1", [next.id().0])?;
    Ok(())
}
