//! Wiping an account's store as a whole.

use std::{path::Path, sync::Arc};

use super::{
    error::StoreError,
    key_store::KeyStore,
    lock::{self, SecretsLock},
    open::{remove, sync_folder},
    secrets::{Secret, Secrets},
};
use crate::ids::AccountId;

/// Wipes the store of an account: its secrets first, with which all of it becomes unreadable,
/// then its files. What is not there is no error, so that an interrupted wipe can be repeated.
///
/// Handles of the store that are still open fail from then on or see what is in memory; close
/// them first.
///
/// # Errors
/// The first failure; everything else has been tried all the same.
pub fn destroy(
    path: &Path,
    account: &AccountId,
    key_store: &Arc<dyn KeyStore>,
) -> Result<(), StoreError> {
    let secrets = Secrets::new(account.clone(), Arc::clone(key_store));
    // Without its folder there is nothing to lock, and nobody to lock out.
    let held = SecretsLock::take(path).ok();
    let mut result = Ok(());
    for secret in Secret::ALL {
        result = result.and(secrets.delete(secret));
    }
    for suffix in ["", "-wal", "-shm", "-journal", ".new", ".new-journal"] {
        result = result.and(remove(&lock::beside(path, suffix)));
    }
    // Last, because another file in its place can be locked at once; and still under the lock, so
    // that who waits for this one finds it gone.
    result = result.and(remove(&lock::path(path)));
    drop(held);
    result.and_then(|()| {
        if path.parent().is_some_and(Path::is_dir) {
            sync_folder(path)
        } else {
            Ok(())
        }
    })
}
