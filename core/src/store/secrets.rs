//! The secrets of one account's store, as they lie in the key store.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use super::{error::StoreError, key_store::KeyStore};
use crate::{ids::AccountId, time::Entropy};

/// Which secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Secret {
    /// The key of the database file.
    Db,
    /// The key that a re-keying is about to give it.
    DbNext,
    /// The secret that wraps all content keys.
    Shred,
    /// The secret that a deletion is about to wrap them with.
    ShredNext,
    /// How often the store was opened.
    Generation,
}

impl Secret {
    pub(super) const ALL: [Self; 5] = [
        Self::Db,
        Self::DbNext,
        Self::Shred,
        Self::ShredNext,
        Self::Generation,
    ];

    fn suffix(self) -> &'static str {
        match self {
            Self::Db => "db",
            Self::DbNext => "db.next",
            Self::Shred => "shred",
            Self::ShredNext => "shred.next",
            Self::Generation => "generation",
        }
    }
}

/// A 256-bit key.
#[derive(Clone, PartialEq, Eq, Zeroize, ZeroizeOnDrop)]
pub(super) struct SecretKey([u8; 32]);

impl SecretKey {
    pub(super) fn random(entropy: &dyn Entropy) -> Result<Self, StoreError> {
        let mut key = Self([0; 32]);
        entropy.fill(&mut key.0)?;
        Ok(key)
    }

    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A name for this key that does not give it away.
    pub(super) fn id(&self) -> SecretId {
        let digest = Sha256::new()
            .chain_update("de.dienstchat.store.secret.v1")
            .chain_update(self.0)
            .finalize();
        let mut id = [0; 16];
        for (to, from) in id.iter_mut().zip(digest) {
            *to = from;
        }
        SecretId(id)
    }
}

/// Names a secret in the database, so that it is known which one wraps a content key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SecretId(pub(super) [u8; 16]);

/// The key store, seen from one account.
#[derive(Clone)]
pub(super) struct Secrets {
    account: AccountId,
    key_store: Arc<dyn KeyStore>,
}

impl Secrets {
    pub(super) fn new(account: AccountId, key_store: Arc<dyn KeyStore>) -> Self {
        Self { account, key_store }
    }

    fn name(&self, secret: Secret) -> String {
        format!("{}/{}", self.account.as_str(), secret.suffix())
    }

    fn get(&self, secret: Secret) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        Ok(self.key_store.get(&self.name(secret))?)
    }

    /// A key, or `None` when there is none; something that is no key counts as none.
    pub(super) fn key(&self, secret: Secret) -> Result<Option<SecretKey>, StoreError> {
        Ok(self
            .get(secret)?
            .and_then(|bytes| SecretKey::from_slice(&bytes)))
    }

    pub(super) fn put_key(&self, secret: Secret, key: &SecretKey) -> Result<(), StoreError> {
        Ok(self.key_store.put(&self.name(secret), key.as_bytes())?)
    }

    pub(super) fn delete(&self, secret: Secret) -> Result<(), StoreError> {
        Ok(self.key_store.delete(&self.name(secret))?)
    }

    /// The generation outside the file; 0 when there is none.
    pub(super) fn generation(&self) -> Result<u64, StoreError> {
        let bytes = self.get(Secret::Generation)?;
        Ok(bytes
            .and_then(|bytes| bytes.as_slice().try_into().ok())
            .map_or(0, u64::from_be_bytes))
    }

    pub(super) fn put_generation(&self, generation: u64) -> Result<(), StoreError> {
        Ok(self
            .key_store
            .put(&self.name(Secret::Generation), &generation.to_be_bytes())?)
    }
}
