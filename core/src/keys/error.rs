//! Failures of the machine itself. What is wrong with what came from outside is never one of
//! them: it is counted ([`super::Problem`]) or said of one event ([`super::Undecryptable`]).

use super::storage::StorageError;
use crate::time::EntropyError;

/// A step could not be done. Nothing of it may be committed.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// The store failed.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A stored record cannot be read.
    #[error("a stored key record cannot be read")]
    Damaged,
    /// There is no account yet.
    #[error("there is no account in the store")]
    NoAccount,
    /// There is an account already.
    #[error("there is an account in the store already")]
    AlreadyCreated,
    /// The source of randomness failed.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}
