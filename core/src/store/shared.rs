//! What all handles of one store share: connections and the wrapping secret.

use std::{
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use rusqlite::Connection;

use super::{
    certain,
    connection::{self, BUSY_TIMEOUT},
    error::StoreError,
    rekey,
    secrets::{SecretId, SecretKey, Secrets},
    shred::Wrapping,
};
use crate::time::Entropy;

/// How many idle connections for reading are kept.
const IDLE_READERS: usize = 3;

pub(super) struct Shared {
    pub(super) path: PathBuf,
    pub(super) secrets: Secrets,
    pub(super) entropy: Arc<dyn Entropy>,
    pub(super) wrapping: Wrapping,
    writer: Mutex<Option<Connection>>,
    readers: Mutex<Vec<Connection>>,
    closed: AtomicBool,
}

impl Shared {
    pub(super) fn new(path: PathBuf, secrets: Secrets, entropy: Arc<dyn Entropy>) -> Self {
        Self {
            path,
            wrapping: Wrapping::new(secrets.clone()),
            secrets,
            entropy,
            writer: Mutex::default(),
            readers: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    pub(super) fn adopt_writer(&self, connection: Connection) {
        *lock(&self.writer) = Some(connection);
    }

    /// Lets go of the file, for good.
    pub(super) fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
        // Whoever writes holds the first lock until it has ended.
        *lock(&self.writer) = None;
        lock(&self.readers).clear();
    }

    fn open(&self) -> Result<(), StoreError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(StoreError::Closed);
        }
        Ok(())
    }

    /// Runs `work` on the one connection for writing, inside an immediate transaction.
    ///
    /// Threads of this process queue up here, processes at the database.
    pub(super) fn writing<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection, &SecretKey) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut slot = lock(&self.writer);
        self.open()?;
        // Taken out: when `work` panics the connection is dropped with its transaction.
        let (connection, wrapping) = self.begin(slot.take(), |connection| {
            started(connection, "BEGIN IMMEDIATE")
        })?;
        let result = finish(&connection, work(&connection, &wrapping), "COMMIT");
        keep_if_idle(connection, |connection| *slot = Some(connection));
        result
    }

    /// Runs `work` on a connection for reading, which sees one state of the database throughout.
    pub(super) fn reading<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection, &SecretKey) -> Result<T, E>,
    ) -> Result<T, E> {
        self.open()?;
        let idle = lock(&self.readers).pop();
        let (connection, wrapping) = self.begin(idle, |connection| started(connection, "BEGIN"))?;
        let result = finish(&connection, work(&connection, &wrapping), "ROLLBACK");
        keep_if_idle(connection, |connection| {
            let mut readers = lock(&self.readers);
            if readers.len() < IDLE_READERS && self.open().is_ok() {
                readers.push(connection);
            }
        });
        result
    }

    /// Begins a transaction on `idle`, or on a new connection when the file has another key by
    /// now, and finds the secret that wraps the content keys in this state of the database.
    ///
    /// `begin` is [`started`], with what stands before it in a test.
    pub(super) fn begin(
        &self,
        idle: Option<Connection>,
        mut begin: impl FnMut(Connection) -> Result<(Connection, SecretId), StoreError>,
    ) -> Result<(Connection, SecretKey), StoreError> {
        let mut begin = |connection| {
            let (connection, wrapped_by) = begin(connection)?;
            let found = self.wrapping.find(wrapped_by);
            if !matches!(found, Ok(Some(_))) {
                rollback(&connection);
            }
            // When the key store has it no longer, it was replaced after this state of the
            // database was fixed, or is gone.
            let wrapping = found?.ok_or(StoreError::KeyMissing)?;
            Ok((connection, wrapping))
        };
        if let Some(connection) = idle {
            match begin(connection) {
                // The connection may have been overtaken, or the file is damaged.
                Err(StoreError::Damaged | StoreError::KeyMissing) => {}
                other => return other,
            }
        }
        let (begun, _) = certain::open(&self.secrets, |key| {
            begin(connection::connect(&self.path, key)?)
        })?;
        Ok(begun)
    }

    /// A connection of its own, for work outside a transaction.
    pub(super) fn connect(&self) -> Result<Connection, StoreError> {
        self.open()?;
        Ok(rekey::connect(&self.path, &self.secrets)?.0)
    }
}

/// Gives free pages back to the file system and empties the log. `false` when a reader is in
/// the way; it is then tried again later.
pub(super) fn reclaim(connection: &Connection) -> Result<bool, StoreError> {
    {
        // Pages are given back one by one as rows are asked for.
        let mut vacuum = connection.prepare("PRAGMA incremental_vacuum")?;
        let mut pages = vacuum.query([])?;
        while pages.next()?.is_some() {}
    }
    // Our own idle readers hold no snapshot, so only a busy one can be in the way. No need
    // to wait for it.
    connection.busy_timeout(std::time::Duration::ZERO)?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| {
        row.get::<_, i64>(0)
    });
    connection.busy_timeout(BUSY_TIMEOUT)?;
    match busy.map_err(StoreError::from) {
        Ok(busy) => Ok(busy == 0),
        Err(StoreError::Busy) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Begins, and reads by which secret content keys are wrapped; so a wrong key of the file shows
/// before any work is done.
pub(super) fn started(
    connection: Connection,
    begin: &str,
) -> Result<(Connection, SecretId), StoreError> {
    connection.execute_batch(begin)?;
    let read = connection
        .prepare_cached("SELECT shred_id FROM meta")
        .and_then(|mut statement| statement.query_row([], |row| row.get(0)));
    match read {
        Ok(id) => Ok((connection, SecretId(id))),
        Err(error) => {
            rollback(&connection);
            Err(error.into())
        }
    }
}

/// Ends the transaction as its result says.
fn finish<T, E: From<StoreError>>(
    connection: &Connection,
    result: Result<T, E>,
    end: &str,
) -> Result<T, E> {
    let value = match result {
        Ok(value) => value,
        Err(error) => {
            rollback(connection);
            return Err(error);
        }
    };
    if let Err(error) = connection.execute_batch(end) {
        rollback(connection);
        return Err(StoreError::from(error).into());
    }
    Ok(value)
}

fn rollback(connection: &Connection) {
    if !connection.is_autocommit() {
        // When even this fails, the connection is not kept.
        let _ = connection.execute_batch("ROLLBACK");
    }
}

fn keep_if_idle(connection: Connection, keep: impl FnOnce(Connection)) {
    if connection.is_autocommit() {
        keep(connection);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Connections are taken out while in use, so a panic leaves nothing half done behind.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
