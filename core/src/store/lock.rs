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
        Self::take_after(store, || ())
    }

    /// Takes the lock; `opened` runs each time between opening its file and waiting for it.
    pub(super) fn take_after(store: &Path, mut opened: impl FnMut()) -> Result<Self, StoreError> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let path = path(store);
        loop {
            let file = options.open(&path)?;
            opened();
            file.lock()?;
            // A wipe removes the file. Who waited for it until then has locked out nobody.
            if is_at(&file, &path)? {
                return Ok(Self { _file: file });
            }
        }
    }
}

/// Whether this is still the file at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> Result<bool, StoreError> {
    use std::os::unix::fs::MetadataExt as _;
    let own = file.metadata()?;
    match std::fs::metadata(path) {
        Ok(there) => Ok((there.dev(), there.ino()) == (own.dev(), own.ino())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Where an open file keeps its name until it is closed, nothing can have taken its place.
#[cfg(not(unix))]
fn is_at(_: &File, _: &Path) -> Result<bool, StoreError> {
    Ok(true)
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
