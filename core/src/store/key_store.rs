//! Where the secrets of a store live: outside it, in what the device has for that.

use std::{collections::HashMap, fmt, sync::Mutex};

use zeroize::Zeroizing;

/// Why a key store did not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyStoreError {
    /// It cannot be read before the device is unlocked for the first time.
    #[error("the key store is locked")]
    Locked,
    /// It has kept this secret and cannot give it any more, now or later: what it was locked with
    /// is lost. It may be replaced and deleted. "There is none" would be something else: an older
    /// copy of the data would then pass for a new beginning.
    #[error("the key store has lost the secret")]
    Lost,
    /// It failed; nothing can be said about the secret.
    #[error("the key store failed")]
    Failed,
}

/// Named secrets, kept by the shell: Android Keystore, iOS Keychain, Secret Service, a file.
///
/// Names are `{account}/db`, `{account}/db.next`, `{account}/shred`, `{account}/shred.next` and
/// `{account}/generation`. A successful [`put`](Self::put) or [`delete`](Self::delete) is
/// durable when it returns; what was there before is then gone for good, because deleting a chat
/// rests on it. Calls may come from several threads and processes.
pub trait KeyStore: Send + Sync {
    /// The secret of this name, or `None` when there is none.
    ///
    /// # Errors
    /// [`KeyStoreError`] when it cannot be told whether there is one.
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError>;

    /// Keeps `secret` under this name, in place of what was there.
    ///
    /// # Errors
    /// [`KeyStoreError`]; the earlier secret is then still there.
    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError>;

    /// Forgets the secret of this name; there need not be one.
    ///
    /// # Errors
    /// [`KeyStoreError`]; the secret may then still be there.
    fn delete(&self, name: &str) -> Result<(), KeyStoreError>;
}

/// A key store in memory, which forgets everything when it is dropped.
#[derive(Default)]
pub struct MemoryKeyStore {
    secrets: Mutex<HashMap<String, Zeroizing<Vec<u8>>>>,
}

impl MemoryKeyStore {
    /// An empty key store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn secrets(&self) -> std::sync::MutexGuard<'_, HashMap<String, Zeroizing<Vec<u8>>>> {
        // A map is whole after each of our calls, also when a thread died.
        self.secrets
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl KeyStore for MemoryKeyStore {
    fn get(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        Ok(self.secrets().get(name).cloned())
    }

    fn put(&self, name: &str, secret: &[u8]) -> Result<(), KeyStoreError> {
        self.secrets()
            .insert(name.to_owned(), Zeroizing::new(secret.to_vec()));
        Ok(())
    }

    fn delete(&self, name: &str) -> Result<(), KeyStoreError> {
        self.secrets().remove(name);
        Ok(())
    }
}

impl fmt::Debug for MemoryKeyStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeyStore").finish_non_exhaustive()
    }
}
