//! One connection to the database file: its key and its settings.

use std::{fmt::Write as _, path::Path, time::Duration};

// What SQLCipher calls by its name; nothing else would have it linked.
use dienstchat_sqlcipher as _;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::{error::StoreError, secrets::SecretKey};

/// Marks a database as a store of ours (`DChs`).
pub(super) const APPLICATION_ID: i32 = 0x4443_6873;

/// How long to wait for another process, far beyond the longest transaction.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_mins(1);

/// Opens the existing file at `path` with `key`.
///
/// [`StoreError::Damaged`] when this is not its key, or it is no store.
pub(super) fn connect(path: &Path, key: &SecretKey) -> Result<Connection, StoreError> {
    let connection = keyed(path, key)?;
    // An empty or foreign file has no mark; the read also tells whether the key is right.
    let mark: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    if mark != APPLICATION_ID {
        return Err(StoreError::Damaged);
    }
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(StoreError::Io(std::io::ErrorKind::Unsupported));
    }
    Ok(connection)
}

/// Opens the file at `path`, which exists, and sets everything that holds for a connection.
/// Nothing has been read yet.
pub(super) fn keyed(path: &Path, key: &SecretKey) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.set_prepared_statement_cache_capacity(128);
    // SQLCipher otherwise writes to standard error or to the device's log, for all to read.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key_pragma("key", key))?;
    // What a transaction says is done survives the loss of power: secrets outside the file are
    // deleted on the strength of it.
    connection.execute_batch(
        "PRAGMA cipher_compatibility = 4;
         PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = FULL;
         PRAGMA fullfsync = ON;
         PRAGMA checkpoint_fullfsync = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    Ok(connection)
}

/// `PRAGMA key` or `PRAGMA rekey` with a raw key, which needs no derivation.
pub(super) fn key_pragma(pragma: &str, key: &SecretKey) -> Zeroizing<String> {
    // With room for all of it, so that no smaller copy is left behind.
    let mut sql = Zeroizing::new(String::with_capacity(128));
    let _ = write!(sql, "PRAGMA {pragma} = \"x'");
    for byte in key.as_bytes() {
        let _ = write!(sql, "{byte:02x}");
    }
    sql.push_str("'\"");
    sql
}
