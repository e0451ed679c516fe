//! What can go wrong in the store, as far as a caller can act on it.

use rusqlite::ErrorCode;

use super::key_store::KeyStoreError;
use crate::time::EntropyError;

/// Why the store did not do what was asked. Carries nothing of what is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no store at this path; nothing was made.
    #[error("there is no store at this path")]
    Missing,
    /// There is a store at this path already; it was left alone.
    #[error("there is a store at this path already")]
    Exists,
    /// The file is there, but the key store does not hold its secrets: they were deleted, or the
    /// file is a copy from before chats were deleted, or the key store has lost them.
    #[error("the key store does not hold the secrets of this store")]
    KeyMissing,
    /// The key store cannot be read before the device is unlocked. Try again then.
    #[error("the key store is locked")]
    Locked,
    /// The key store failed.
    #[error("the key store failed")]
    KeyStore,
    /// The file is damaged, no store of ours, or under another key. It was left alone.
    #[error("the file is damaged or no store of this account")]
    Damaged,
    /// A newer version of the program wrote the file.
    #[error("a newer version wrote this store")]
    Newer,
    /// The disk is full; the transaction did not happen.
    #[error("the disk is full")]
    Full,
    /// Another process held the database longer than anybody should.
    #[error("another process does not let go of the database")]
    Busy,
    /// The file is still under its old key: another process did not let go of it, or the disk is
    /// full.
    #[error("the file could not be put under a new key")]
    NotRekeyed,
    /// The file system failed.
    #[error("the file system failed: {0}")]
    Io(std::io::ErrorKind),
    /// The chat is not in the store, or is being deleted.
    #[error("the chat is not in the store")]
    UnknownChat,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    Entropy,
    /// `SQLite` refused a statement: a defect of the program. Carries `SQLite`'s extended code.
    #[error("the database refused a statement ({0})")]
    Refused(i32),
    /// The store was closed in this process.
    #[error("the store was closed")]
    Closed,
    /// The blocking pool stopped before the work was done.
    #[error("the program is shutting down")]
    Stopped,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => {
                from_code(failure.code, failure.extended_code)
            }
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged,
            _ => Self::Refused(0),
        }
    }
}

fn from_code(code: ErrorCode, extended: i32) -> StoreError {
    match code {
        ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt => StoreError::Damaged,
        ErrorCode::SystemIoFailure if extended == rusqlite::ffi::SQLITE_IOERR_SHORT_READ => {
            StoreError::Damaged
        }
        ErrorCode::DiskFull => StoreError::Full,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::PermissionDenied | ErrorCode::ReadOnly => {
            StoreError::Io(std::io::ErrorKind::PermissionDenied)
        }
        ErrorCode::CannotOpen
        | ErrorCode::SystemIoFailure
        | ErrorCode::FileLockingProtocolFailed => StoreError::Io(std::io::ErrorKind::Other),
        ErrorCode::OutOfMemory => StoreError::Io(std::io::ErrorKind::OutOfMemory),
        _ => StoreError::Refused(extended),
    }
}

impl From<KeyStoreError> for StoreError {
    fn from(error: KeyStoreError) -> Self {
        match error {
            KeyStoreError::Locked => Self::Locked,
            KeyStoreError::Lost => Self::KeyMissing,
            KeyStoreError::Failed => Self::KeyStore,
        }
    }
}

impl From<EntropyError> for StoreError {
    fn from(_: EntropyError) -> Self {
        Self::Entropy
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            kind => Self::Io(kind),
        }
    }
}
