//! This device's account: its identity keys, its one-time keys and what the server has of them.

use std::fmt;

use ruma::canonical_json::CanonicalJsonObject;
use ruma::{OwnedDeviceId, OwnedUserId};
use serde::{Deserialize, Serialize};
use vodozemac::olm::{Account, AccountPickle};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey, Ed25519Signature};
use zeroize::{Zeroize, Zeroizing};

use super::error::KeysError;
use super::secret::{from_secret, to_secret};
use super::storage::{Secret, Storage};
use crate::time::{Entropy, Timestamp};

/// A device that is made before it is known whose it will be: sign-in binds the issuer's token
/// to its keys and `salt` (design of the sign-in: the nonce).
pub struct NewDevice {
    pub(super) account: Account,
    device_id: OwnedDeviceId,
    salt: Zeroizing<[u8; 32]>,
}

#[derive(Serialize, Deserialize)]
struct StoredNewDevice {
    account: AccountPickle,
    device_id: OwnedDeviceId,
    salt: [u8; 32],
}

impl NewDevice {
    /// Makes new keys, a device id of ten letters and digits, and the salt.
    ///
    /// # Errors
    /// When the source of randomness fails.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, KeysError> {
        const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        let mut id = [0; 10];
        entropy.fill(&mut id)?;
        let letter = |byte: &u8| LETTERS.get(usize::from(byte % 32)).copied().map(char::from);
        let device_id: String = id.iter().filter_map(letter).collect();
        let mut salt = Zeroizing::new([0; 32]);
        entropy.fill(&mut *salt)?;
        Ok(Self {
            account: Account::new(),
            device_id: device_id.into(),
            salt,
        })
    }

    /// The device id that the session is to get.
    #[must_use]
    pub fn device_id(&self) -> &OwnedDeviceId {
        &self.device_id
    }

    /// The identity key.
    #[must_use]
    pub fn curve25519(&self) -> Curve25519PublicKey {
        self.account.curve25519_key()
    }

    /// The signing key.
    #[must_use]
    pub fn ed25519(&self) -> Ed25519PublicKey {
        self.account.ed25519_key()
    }

    /// The 32 random bytes that go into the nonce.
    #[must_use]
    pub fn salt(&self) -> &[u8; 32] {
        &self.salt
    }

    /// Signs with the device's signing key.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> Ed25519Signature {
        self.account.sign(bytes)
    }

    /// The device as bytes, to be kept until the sign-in is done.
    ///
    /// # Errors
    /// Never for a device made by this type.
    pub fn to_secret(&self) -> Result<Secret, KeysError> {
        let mut stored = StoredNewDevice {
            account: self.account.pickle(),
            device_id: self.device_id.clone(),
            salt: *self.salt,
        };
        let secret = to_secret(&stored);
        stored.salt.zeroize();
        secret
    }

    /// Reads what [`NewDevice::to_secret`] wrote.
    ///
    /// # Errors
    /// [`KeysError::Damaged`] for anything else.
    pub fn from_secret(secret: &Secret) -> Result<Self, KeysError> {
        let mut stored: StoredNewDevice = from_secret(secret)?;
        let salt = Zeroizing::new(stored.salt);
        stored.salt.zeroize();
        let account = Account::from_pickle(stored.account);
        Ok(Self {
            account,
            device_id: stored.device_id,
            salt,
        })
    }
}

impl fmt::Debug for NewDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewDevice(..)")
    }
}

/// What is known of the publication of our keys.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct AccountState {
    /// Further fields of the device keys, signed with them.
    pub(super) extra_device_keys: CanonicalJsonObject,
    /// Raised when the device keys change.
    pub(super) device_keys_version: u64,
    /// The version that the server has, and since when.
    pub(super) uploaded: Option<(u64, Timestamp)>,
    /// How many one-time keys the server last said it has.
    pub(super) one_time_key_count: Option<u64>,
    /// Stands before the number in key ids; changed when the numbers may have been used.
    pub(super) key_prefix: String,
    /// When the current fallback key was made.
    pub(super) fallback_created_at: Option<Timestamp>,
    /// The fallback key before it, while it is kept.
    pub(super) previous_fallback: Option<PreviousFallback>,
    /// Senders whose first message could not be read before their devices were known.
    pub(super) unknown_broken: Vec<(OwnedUserId, Curve25519PublicKey)>,
}

/// A fallback key that has been replaced.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) struct PreviousFallback {
    pub(super) key: Curve25519PublicKey,
    /// Set by its first use: when it is dropped.
    pub(super) drop_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct StoredAccountRef<'a> {
    user_id: &'a OwnedUserId,
    device_id: &'a OwnedDeviceId,
    olm: AccountPickle,
    fallback: Option<Curve25519PublicKey>,
    state: &'a AccountState,
}

#[derive(Deserialize)]
struct StoredAccount {
    user_id: OwnedUserId,
    device_id: OwnedDeviceId,
    olm: AccountPickle,
    fallback: Option<Curve25519PublicKey>,
    state: AccountState,
}

/// The account, loaded for one step.
pub(super) struct LocalAccount {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: OwnedDeviceId,
    pub(super) olm: Account,
    /// The current fallback key; the account does not tell it any more once it is published.
    pub(super) fallback: Option<Curve25519PublicKey>,
    pub(super) state: AccountState,
}

impl LocalAccount {
    pub(super) fn new(user_id: OwnedUserId, device: NewDevice) -> Self {
        Self {
            user_id,
            device_id: device.device_id,
            olm: device.account,
            fallback: None,
            state: AccountState::default(),
        }
    }

    pub(super) fn load(storage: &mut dyn Storage) -> Result<Self, KeysError> {
        let secret = storage.account()?.ok_or(KeysError::NoAccount)?;
        let stored: StoredAccount = from_secret(&secret)?;
        Ok(Self {
            user_id: stored.user_id,
            device_id: stored.device_id,
            olm: Account::from_pickle(stored.olm),
            fallback: stored.fallback,
            state: stored.state,
        })
    }

    pub(super) fn save(&self, storage: &mut dyn Storage) -> Result<(), KeysError> {
        let secret = to_secret(&StoredAccountRef {
            user_id: &self.user_id,
            device_id: &self.device_id,
            olm: self.olm.pickle(),
            fallback: self.fallback,
            state: &self.state,
        })?;
        storage.save_account(&secret)?;
        Ok(())
    }

    /// Drops all one-time keys. Identity and fallback keys stay.
    pub(super) fn drop_one_time_keys(&mut self) -> Result<(), KeysError> {
        #[derive(Deserialize)]
        struct Parts<'a> {
            #[serde(borrow)]
            signing_key: &'a serde_json::value::RawValue,
            #[serde(borrow)]
            diffie_hellman_key: &'a serde_json::value::RawValue,
            one_time_keys: OneTimeKeys,
            #[serde(borrow)]
            fallback_keys: &'a serde_json::value::RawValue,
        }
        #[derive(Deserialize)]
        struct OneTimeKeys {
            next_key_id: u64,
        }
        #[derive(Serialize)]
        struct Emptied<'a> {
            signing_key: &'a serde_json::value::RawValue,
            diffie_hellman_key: &'a serde_json::value::RawValue,
            one_time_keys: serde_json::Value,
            fallback_keys: &'a serde_json::value::RawValue,
        }
        let whole = to_secret(&self.olm.pickle())?;
        let parts: Parts<'_> = from_secret(&whole)?;
        let emptied = to_secret(&Emptied {
            signing_key: parts.signing_key,
            diffie_hellman_key: parts.diffie_hellman_key,
            one_time_keys: serde_json::json!({
                "next_key_id": parts.one_time_keys.next_key_id,
                "public_keys": {},
                "private_keys": {},
            }),
            fallback_keys: parts.fallback_keys,
        })?;
        self.olm = Account::from_pickle(from_secret(&emptied)?);
        Ok(())
    }
}
