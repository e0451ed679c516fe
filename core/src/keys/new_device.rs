//! A device before it is known whose it is.

use std::fmt;

use ruma::OwnedDeviceId;
use serde::{Deserialize, Serialize};
use vodozemac::olm::{Account, AccountPickle};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey, Ed25519Signature};
use zeroize::{Zeroize, Zeroizing};

use super::error::KeysError;
use super::secret::{from_secret, to_secret};
use super::storage::Secret;
use crate::time::Entropy;

/// A device that is made before it is known whose it will be: sign-in binds the issuer's token
/// to its keys and `salt` (design of the sign-in: the nonce).
pub struct NewDevice {
    pub(super) account: Account,
    pub(super) device_id: OwnedDeviceId,
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
