//! This device's account: its identity keys, its one-time keys and what the server has of them.

use ruma::canonical_json::CanonicalJsonObject;
use ruma::{OwnedDeviceId, OwnedUserId};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use vodozemac::Curve25519PublicKey;
use vodozemac::olm::{Account, AccountPickle, IdentityKeys};

use super::device_keys::own_device_keys;
use super::error::KeysError;
use super::new_device::NewDevice;
use super::secret::{from_secret, to_secret};
use super::storage::{Secret, Storage};
use crate::time::Timestamp;

/// What is known of the publication of our keys.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct AccountState {
    /// Further fields of the device keys, signed with them.
    pub(super) extra_device_keys: CanonicalJsonObject,
    /// The device keys as they are published, signed.
    pub(super) device_keys: String,
    /// Raised when the device keys change.
    pub(super) device_keys_version: u64,
    /// The version that the server has, and since when.
    pub(super) uploaded: Option<(u64, Timestamp)>,
    /// Whether there are one-time or fallback keys that are not published yet.
    pub(super) unpublished: bool,
    /// How many one-time keys the server last said it has.
    pub(super) one_time_key_count: Option<u64>,
    /// Stands before the number in key ids; changed when the numbers may have been used.
    pub(super) key_prefix: String,
    /// The current fallback key.
    pub(super) fallback: Option<Curve25519PublicKey>,
    /// When it was made.
    pub(super) fallback_created_at: Option<Timestamp>,
    /// The fallback key before it, while it is kept.
    pub(super) previous_fallback: Option<PreviousFallback>,
    /// Senders whose first message could not be read before their devices were known.
    pub(super) unknown_broken: Vec<(OwnedUserId, Curve25519PublicKey)>,
}

/// A fallback key that has been replaced.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct PreviousFallback {
    pub(super) key: Curve25519PublicKey,
    /// Set by its first use: when it is dropped.
    pub(super) drop_at: Option<Timestamp>,
}

#[derive(Serialize)]
struct Stored<'a> {
    user_id: &'a OwnedUserId,
    device_id: &'a OwnedDeviceId,
    identity: IdentityKeys,
    state: &'a AccountState,
    olm: &'a RawValue,
}

#[derive(Deserialize)]
struct Read<'a> {
    user_id: OwnedUserId,
    device_id: OwnedDeviceId,
    identity: IdentityKeys,
    state: AccountState,
    #[serde(borrow)]
    olm: &'a RawValue,
}

/// The account, loaded for one step.
pub(super) struct LocalAccount {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: OwnedDeviceId,
    pub(super) identity: IdentityKeys,
    pub(super) state: AccountState,
    olm: Olm,
}

/// The private keys. Reading them costs a multiplication for each one-time key, so it is put
/// off until they are needed, which most steps never do.
enum Olm {
    Closed(Secret),
    Open(Box<Account>),
}

impl LocalAccount {
    pub(super) fn new(user_id: OwnedUserId, device: NewDevice) -> Result<Self, KeysError> {
        let mut account = Self {
            user_id,
            device_id: device.device_id,
            identity: device.account.identity_keys(),
            state: AccountState::default(),
            olm: Olm::Open(Box::new(device.account)),
        };
        account.sign_device_keys()?;
        Ok(account)
    }

    pub(super) fn load(storage: &mut dyn Storage) -> Result<Self, KeysError> {
        let secret = storage.account()?.ok_or(KeysError::NoAccount)?;
        let read: Read<'_> = from_secret(&secret)?;
        Ok(Self {
            user_id: read.user_id,
            device_id: read.device_id,
            identity: read.identity,
            state: read.state,
            olm: Olm::Closed(Secret::new(read.olm.get().as_bytes().to_vec())),
        })
    }

    pub(super) fn save(&self, storage: &mut dyn Storage) -> Result<(), KeysError> {
        let pickled;
        let olm = match &self.olm {
            Olm::Closed(secret) => secret,
            Olm::Open(account) => {
                pickled = to_secret(&account.pickle())?;
                &pickled
            }
        };
        let secret = to_secret(&Stored {
            user_id: &self.user_id,
            device_id: &self.device_id,
            identity: self.identity,
            state: &self.state,
            olm: from_secret(olm)?,
        })?;
        storage.save_account(&secret)?;
        Ok(())
    }

    /// The private keys.
    pub(super) fn olm(&mut self) -> Result<&mut Account, KeysError> {
        if let Olm::Closed(secret) = &self.olm {
            let account = Account::from_pickle(from_secret::<AccountPickle>(secret)?);
            self.olm = Olm::Open(Box::new(account));
        }
        match &mut self.olm {
            Olm::Open(account) => Ok(account),
            Olm::Closed(_) => Err(KeysError::Damaged),
        }
    }

    /// The private keys, for who needs nothing else.
    pub(super) fn into_olm(self) -> Result<Account, KeysError> {
        match self.olm {
            Olm::Open(account) => Ok(*account),
            Olm::Closed(secret) => Ok(Account::from_pickle(from_secret::<AccountPickle>(&secret)?)),
        }
    }

    /// Signs the device keys anew.
    pub(super) fn sign_device_keys(&mut self) -> Result<(), KeysError> {
        let keys = own_device_keys(self)?;
        self.state.device_keys = keys;
        self.state.device_keys_version += 1;
        Ok(())
    }

    /// Drops all one-time keys. Identity and fallback keys stay.
    pub(super) fn drop_one_time_keys(&mut self) -> Result<(), KeysError> {
        #[derive(Deserialize)]
        struct Parts<'a> {
            #[serde(borrow)]
            signing_key: &'a RawValue,
            #[serde(borrow)]
            diffie_hellman_key: &'a RawValue,
            one_time_keys: OneTimeKeys,
            #[serde(borrow)]
            fallback_keys: &'a RawValue,
        }
        #[derive(Deserialize)]
        struct OneTimeKeys {
            next_key_id: u64,
        }
        #[derive(Serialize)]
        struct Emptied<'a> {
            signing_key: &'a RawValue,
            diffie_hellman_key: &'a RawValue,
            one_time_keys: serde_json::Value,
            fallback_keys: &'a RawValue,
        }
        let whole = to_secret(&self.olm()?.pickle())?;
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
        self.olm = Olm::Closed(emptied);
        self.olm()?;
        Ok(())
    }
}
