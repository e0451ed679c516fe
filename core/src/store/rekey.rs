//! A new key for the file, and which of two keys it has.
//!
//! `db.next` is in the key store before the file changes, and becomes `db` after. `SQLite` makes
//! the change one transaction, so the file is under one of the two at any moment.

use std::path::Path;

use rusqlite::Connection;

use super::{
    Store, certain, connection,
    error::StoreError,
    lock::SecretsLock,
    secrets::{Secret, SecretKey, Secrets},
    shared::reclaim,
};

impl Store {
    /// Puts the whole file under a new random key.
    ///
    /// Other processes and other calls go on; they find the new key by themselves. When this is
    /// interrupted, the next [`open`](Store::open) finishes or forgets it.
    ///
    /// Not to be called inside [`write`](Store::write).
    ///
    /// # Errors
    /// [`StoreError::NotRekeyed`], or what the key store, the random source or the file system
    /// reports; the store stays usable.
    pub fn rekey(&self) -> Result<(), StoreError> {
        let shared = &self.shared;
        let _held = SecretsLock::take(&shared.path)?;
        // Only under the lock is it certain that no other re-keying needs what is there.
        let connection = settle(&shared.path, &shared.secrets)?;
        let next = SecretKey::random(shared.entropy.as_ref())?;
        shared.secrets.put_key(Secret::DbNext, &next)?;
        connection.execute_batch(&connection::key_pragma("rekey", &next))?;
        drop(connection);
        // SQLCipher reports success also when it failed: believe only the file.
        let connection = settle(&shared.path, &shared.secrets)?;
        if shared.secrets.key(Secret::Db)? != Some(next) {
            return Err(StoreError::NotRekeyed);
        }
        // Pages under the old key are gone once the log has been copied over them. When another
        // process reads, that happens later, at a checkpoint of its own.
        reclaim(&connection)?;
        Ok(())
    }
}

/// Opens the file with `db` or with `db.next`, and leaves in the key store only the one that
/// fits. Only under the [`SecretsLock`].
pub(super) fn settle(path: &Path, secrets: &Secrets) -> Result<Connection, StoreError> {
    let (connection, which) = connect(path, secrets)?;
    if which == Secret::DbNext
        && let Some(next) = secrets.key(Secret::DbNext)?
    {
        secrets.put_key(Secret::Db, &next)?;
    }
    secrets.delete(Secret::DbNext)?;
    Ok(connection)
}

/// Opens the file with `db` or with `db.next`, and says which it was, also while another process
/// moves them.
pub(super) fn connect(path: &Path, secrets: &Secrets) -> Result<(Connection, Secret), StoreError> {
    certain::open(secrets, |key| connection::connect(path, key))
}
