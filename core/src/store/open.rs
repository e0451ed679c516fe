//! Making a store and opening one.
//!
//! Opening never makes anything: a file that is missing, damaged, foreign, under another key or
//! newer is an error that says so. Making one never replaces anything.

use std::{fs, path::Path, sync::Arc};

use rusqlite::Connection;

use super::{
    Store, StoreConfig,
    connection::{self, APPLICATION_ID},
    error::StoreError,
    generation, lock,
    lock::SecretsLock,
    rekey, schema,
    secrets::{Secret, SecretKey, Secrets},
    shared::Shared,
    shred,
};
use crate::time::Entropy;

impl Store {
    /// Makes a new store and its secrets, and opens it.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when there is a file at the path; else what the key store, the
    /// random source or the file system reports. A half-made store counts as none.
    pub fn create(config: StoreConfig) -> Result<Self, StoreError> {
        let secrets = Secrets::new(config.account, config.key_store);
        let held = SecretsLock::take(&config.path)?;
        if fs::exists(&config.path)? {
            return Err(StoreError::Exists);
        }
        make(&config.path, &secrets, config.entropy.as_ref())?;
        let shared = Shared::new(config.path, secrets, config.entropy);
        Self::start(shared, held)
    }

    /// Opens the store at the path.
    ///
    /// Finishes what a process that died left half done, migrates an older schema, raises the
    /// generation and notices an older copy of the file
    /// ([`is_older_copy`](super::ReadTx::is_older_copy)).
    ///
    /// # Errors
    /// [`StoreError::Missing`], [`StoreError::KeyMissing`], [`StoreError::Locked`],
    /// [`StoreError::Damaged`] (also for a wrong key, which cannot be told apart),
    /// [`StoreError::Newer`], or a failure around it. The file is unchanged then.
    pub fn open(config: StoreConfig) -> Result<Self, StoreError> {
        let secrets = Secrets::new(config.account, config.key_store);
        if !fs::exists(&config.path)? {
            return Err(StoreError::Missing);
        }
        let held = SecretsLock::take(&config.path)?;
        // It may have been wiped while this waited.
        if !fs::exists(&config.path)? {
            return Err(StoreError::Missing);
        }
        let shared = Shared::new(config.path, secrets, config.entropy);
        Self::start(shared, held)
    }

    fn start(shared: Shared, held: SecretsLock) -> Result<Self, StoreError> {
        let mut connection = rekey::settle(&shared.path, &shared.secrets)?;
        schema::check(&connection)?;
        shred::settle(&mut connection, &shared.secrets)?;
        schema::migrate(&mut connection)?;
        generation::raise(&mut connection, &shared.secrets)?;
        shared.adopt_writer(connection);
        let store = Self {
            shared: Arc::new(shared),
        };
        drop(held);
        store.finish_deletions()?;
        Ok(store)
    }
}

/// Makes the file under another name first: what stands at the path is always a whole store.
fn make(path: &Path, secrets: &Secrets, entropy: &dyn Entropy) -> Result<(), StoreError> {
    let half_made = lock::beside(path, ".new");
    for leftover in [&half_made, &lock::beside(&half_made, "-journal")] {
        remove(leftover)?;
    }
    // Left-overs of a store that is gone must not be taken for ours.
    for suffix in ["-wal", "-shm", "-journal"] {
        remove(&lock::beside(path, suffix))?;
    }
    for stale in Secret::ALL {
        secrets.delete(stale)?;
    }
    let key = SecretKey::random(entropy)?;
    let shred = SecretKey::random(entropy)?;
    secrets.put_key(Secret::Db, &key)?;
    secrets.put_key(Secret::Shred, &shred)?;

    let mut options = fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(&half_made)?;

    let mut connection = connection::keyed(&half_made, &key)?;
    // Both are fixed by the first table.
    connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = DELETE;")?;
    schema::migrate(&mut connection)?;
    write_head(&connection, &shred)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::rename(&half_made, path)?;
    sync_folder(path)
}

fn write_head(connection: &Connection, shred: &SecretKey) -> Result<(), StoreError> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.execute(
        "INSERT INTO meta (id, shred_id) VALUES (1, ?1)",
        [shred.id().0],
    )?;
    connection.execute_batch(
        "INSERT INTO account (id) VALUES (1); INSERT INTO to_device (id) VALUES (1);",
    )?;
    Ok(())
}

/// Removes a file that need not be there.
pub(super) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Makes a change of names in the file's folder durable.
pub(super) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    #[cfg(unix)]
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}
