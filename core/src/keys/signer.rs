//! Signing with a device's key outside of the key management: a sign-in of a device that is here.

use std::fmt;

use vodozemac::{Ed25519Signature, olm::Account};

use super::{account::LocalAccount, error::KeysError, machine::Machine, storage::Storage};

/// Signs with the Ed25519 key of this device.
pub struct DeviceSigner(Account);

impl DeviceSigner {
    /// Signs these bytes.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> Ed25519Signature {
        self.0.sign(bytes)
    }
}

impl fmt::Debug for DeviceSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeviceSigner(..)")
    }
}

impl Machine {
    /// What signs for this device. To be dropped when the signature is made.
    ///
    /// # Errors
    /// [`KeysError`] when the account cannot be loaded.
    pub fn signer(&self, storage: &mut dyn Storage) -> Result<DeviceSigner, KeysError> {
        Ok(DeviceSigner(LocalAccount::load(storage)?.into_olm()?))
    }
}
