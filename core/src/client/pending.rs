//! Sign-ins whose browser is open, kept in the key store: the system may end the app meanwhile.

use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::{Zeroize as _, Zeroizing};

use super::{browser::Waiting, dienstchat::Shared, error::Unavailable};
use crate::{
    ids::AccountId, keys::storage::Secret, login::sign_in::PendingSignIn, store::KeyStore,
    time::Timestamp,
};

/// The secret's name in the key store.
const NAME: &str = "sign-in";
/// More than anybody has open at once; older ones are dropped.
const MOST: usize = 4;

/// A sign-in and whose device it is.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Pending {
    pub(super) sign_in: PendingSignIn,
    pub(super) device: Device,
}

/// The device that signs in.
#[derive(Clone, Serialize, Deserialize)]
pub(super) enum Device {
    /// A new one, as its bytes.
    New(DeviceBytes),
    /// That of an account which is here already.
    Existing(AccountId),
}

/// A new device as its bytes, which hold its private keys.
#[derive(Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct DeviceBytes(Vec<u8>);

impl DeviceBytes {
    pub(super) fn new(bytes: &[u8]) -> Self {
        Self(bytes.to_vec())
    }

    pub(super) fn to_secret(&self) -> Secret {
        Secret::new(self.0.clone())
    }
}

impl Drop for DeviceBytes {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// The pending sign-ins of this installation.
pub(super) struct PendingSignIns<'a> {
    shared: &'a Shared,
}

impl<'a> PendingSignIns<'a> {
    /// Those of this installation.
    pub(super) fn of(shared: &'a Shared) -> Self {
        Self { shared }
    }

    /// Forgets those whose browser has been open for too long, and their keys with them.
    pub(super) fn purge(&self, now: Timestamp) -> Result<(), Unavailable> {
        if self.key_store().get(NAME)?.is_none() {
            return Ok(());
        }
        self.change(now, |_| {})
    }

    /// Keeps a sign-in in place of an earlier form of itself.
    pub(super) fn keep(&self, pending: Pending, now: Timestamp) -> Result<(), Unavailable> {
        self.change(now, |all| {
            all.retain(|other| !same(other, &pending));
            all.push(pending);
            let surplus = all.len().saturating_sub(MOST);
            all.drain(..surplus);
        })
    }

    /// Lets a call wait for a sign-in for as long as that is kept. One that is not kept any more
    /// is told so at once.
    pub(super) fn wait(&self, waiting: Waiting, now: Timestamp) -> Result<(), Unavailable> {
        let _alone = self.shared.pending();
        if is_kept(&self.all(now)?, &waiting) {
            self.shared.waiting().push(waiting);
        }
        Ok(())
    }

    /// The sign-in that a callback belongs to.
    pub(super) fn find(
        &self,
        callback: &str,
        now: Timestamp,
    ) -> Result<Option<Pending>, Unavailable> {
        Ok(self
            .all(now)?
            .into_iter()
            .find(|pending| pending.sign_in.matches(callback)))
    }

    /// Forgets a sign-in.
    pub(super) fn forget(&self, pending: &Pending, now: Timestamp) -> Result<(), Unavailable> {
        self.change(now, |all| all.retain(|other| !same(other, pending)))
    }

    /// Forgets the sign-in of this URL.
    pub(super) fn forget_url(&self, url: &Url, now: Timestamp) -> Result<(), Unavailable> {
        self.change(now, |all| {
            all.retain(|pending| pending.sign_in.authorize_url() != url);
        })
    }

    /// Forgets all.
    pub(super) fn clear(&self, now: Timestamp) -> Result<(), Unavailable> {
        self.change(now, Vec::clear)
    }

    /// Changes what is kept, one at a time, and ends the calls that wait for what is not kept any
    /// more.
    fn change(
        &self,
        now: Timestamp,
        change: impl FnOnce(&mut Vec<Pending>),
    ) -> Result<(), Unavailable> {
        let forgotten: Vec<Waiting> = {
            let _alone = self.shared.pending();
            let mut all = self.all(now)?;
            change(&mut all);
            self.save(&all)?;
            let mut waiting = self.shared.waiting();
            waiting
                .extract_if(.., |waiting| !is_kept(&all, waiting))
                .collect()
        };
        // This wakes whoever waits, who may come back here at once.
        drop(forgotten);
        Ok(())
    }

    fn all(&self, now: Timestamp) -> Result<Vec<Pending>, Unavailable> {
        let Some(bytes) = self.key_store().get(NAME)? else {
            return Ok(Vec::new());
        };
        // What an older version left is of no use; the person signs in once more.
        let mut all: Vec<Pending> = serde_json::from_slice(&bytes).unwrap_or_default();
        all.retain(|pending| !pending.sign_in.is_too_old(now));
        Ok(all)
    }

    fn save(&self, all: &[Pending]) -> Result<(), Unavailable> {
        if all.is_empty() {
            return Ok(self.key_store().delete(NAME)?);
        }
        let bytes = Zeroizing::new(serde_json::to_vec(all).map_err(|_| Unavailable::Storage)?);
        Ok(self.key_store().put(NAME, &bytes)?)
    }

    fn key_store(&self) -> &dyn KeyStore {
        self.shared.environment.key_store.as_ref()
    }
}

fn is_kept(all: &[Pending], waiting: &Waiting) -> bool {
    all.iter()
        .any(|pending| *pending.sign_in.authorize_url() == waiting.url)
}

fn same(a: &Pending, b: &Pending) -> bool {
    a.sign_in.authorize_url() == b.sign_in.authorize_url()
}
