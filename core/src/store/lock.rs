//! One process at a time where the database and the key store change together.
//!
//! A transaction cannot span both. Making a store, opening it, re-keying it and rotating the
//! wrapping secret happen under a lock on a file of their own, which the system lets go of when
//! a process dies. What a dead process left half done is finished by the next one under the lock.

use std::{
    fs::{File, OpenOptions},
    path::{Path, PathBuf},
};

use super::error::StoreError;

/// Held until dropped.
pub(super) struct SecretsLock {
    _file: File,
}

impl SecretsLock {
    pub(super) fn take(store: &Path) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path(store))?;
        file.lock()?;
        Ok(Self { _file: file })
    }
}

/// The file that is locked.
pub(super) fn path(store: &Path) -> PathBuf {
    beside(store, ".lock")
}

/// The file whose name is that of the store with `suffix` after it.
pub(super) fn beside(store: &Path, suffix: &str) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}
