//! A sign-in while the browser is open.

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroize;

use super::callback;
use crate::{
    connector::wire::{Organisation, Proof},
    ids::Subject,
    login::nonce::DeviceIdentity,
    secret::CodeVerifier,
    time::Timestamp,
};

/// How long a browser may stay open.
pub(crate) const MAX_AGE: Duration = Duration::from_hours(1);

/// A sign-in that was begun. Holds secrets: where it is stored, it is stored encrypted.
#[derive(Clone, Serialize, Deserialize)]
pub struct PendingSignIn {
    pub(super) organisation: Organisation,
    pub(super) device: DeviceIdentity,
    pub(super) redirect_uri: String,
    pub(super) authorize_url: Url,
    pub(super) state: String,
    pub(super) code_verifier: Option<CodeVerifier>,
    pub(super) expected: Option<Subject>,
    pub(super) begun_at: Timestamp,
    /// What the code was exchanged for; kept for a second try.
    pub(super) proof: Option<Proof>,
}

impl PendingSignIn {
    /// The URL to open in the system's browser.
    #[must_use]
    pub fn authorize_url(&self) -> &Url {
        &self.authorize_url
    }

    /// The organisation that is signed in to.
    #[must_use]
    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    /// The device that is signed in.
    #[must_use]
    pub fn device(&self) -> &DeviceIdentity {
        &self.device
    }

    /// Whether a callback belongs to this sign-in. One that belongs to none is dropped.
    #[must_use]
    pub fn matches(&self, callback: &str) -> bool {
        callback::Callback::parse(callback, self).is_ok()
    }

    /// Whether the browser has been open for too long.
    #[must_use]
    pub fn is_too_old(&self, now: Timestamp) -> bool {
        now.distance(self.begun_at) > MAX_AGE
    }
}

impl Drop for PendingSignIn {
    fn drop(&mut self) {
        self.state.zeroize();
    }
}

impl fmt::Debug for PendingSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingSignIn")
            .field("ov", &self.organisation.ov)
            .field("has_proof", &self.proof.is_some())
            .finish_non_exhaustive()
    }
}
