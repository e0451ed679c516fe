//! Publishing device keys, one-time keys and fallback keys.
//!
//! New keys are made, saved and only then uploaded: the request is listed in a later call, after
//! the caller has committed. As long as an upload is pending, no new keys are made, so a retry
//! after a crash or a lost answer sends the same keys under the same ids.

use std::time::Duration;

use ruma::api::client::keys::upload_keys;
use ruma::canonical_json::{CanonicalJsonObject, CanonicalJsonValue};
use ruma::serde::Raw;
use ruma::{OneTimeKeyAlgorithm, OwnedOneTimeKeyId};
use serde_json::value::RawValue;
use vodozemac::{Curve25519PublicKey, KeyId};

use super::account::{LocalAccount, PreviousFallback};
use super::error::KeysError;
use super::machine::Machine;
use super::problem::{Problem, Problems};
use super::request::StoredBody;
use super::signed::sign;
use super::storage::Storage;
use crate::time::{HOUR, Timestamp};

/// How many one-time keys the server is to have; below half of them more are made.
const ONE_TIME_KEYS: usize = 50;
/// How old a fallback key may get.
const FALLBACK_AGE: Duration = Duration::from_hours(7 * 24);
/// How long a replaced fallback key is kept after its first use, for messages on their way.
const FALLBACK_GRACE: Duration = HOUR;

impl Machine {
    /// Adds fields to the published device keys, to be signed with them; replaces those added
    /// before. `user_id`, `device_id`, `algorithms`, `keys`, `signatures` and `unsigned` are
    /// ours and are ignored.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn publish_with(
        &self,
        storage: &mut dyn Storage,
        mut extra: CanonicalJsonObject,
    ) -> Result<(), KeysError> {
        for own in [
            "user_id",
            "device_id",
            "algorithms",
            "keys",
            "signatures",
            "unsigned",
        ] {
            extra.remove(own);
        }
        let mut account = LocalAccount::load(storage)?;
        if account.state.extra_device_keys != extra {
            account.state.extra_device_keys = extra;
            account.sign_device_keys()?;
            account.save(storage)?;
        }
        Ok(())
    }

    /// Makes the keys that are due, and the request that uploads them.
    pub(super) fn queue_upload(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let pending = Self::pending(storage)?;
        if pending
            .iter()
            .any(|(_, body)| matches!(body, StoredBody::Upload { .. }))
        {
            return Ok(());
        }
        let mut account = LocalAccount::load(storage)?;
        let dropped = account.drop_used_fallback(now)?;
        let made = account.make_due_keys(now)?;
        if dropped || made {
            account.save(storage)?;
        }
        if account.state.unpublished || account.device_keys_due() {
            let device_keys_version = account.state.device_keys_version;
            self.queue(
                storage,
                &StoredBody::Upload {
                    device_keys_version,
                },
                now,
            )?;
        }
        Ok(())
    }

    /// The content of an upload: whatever is not published yet.
    pub(super) fn upload_request(
        storage: &mut dyn Storage,
    ) -> Result<upload_keys::v3::Request, KeysError> {
        let mut account = LocalAccount::load(storage)?;
        let mut request = upload_keys::v3::Request::new();
        if account.device_keys_due() {
            request.device_keys = Some(raw(account.state.device_keys.clone())?);
        }
        for (id, key) in account.olm()?.one_time_keys() {
            let (id, key) = account.signed_key(id, key, false)?;
            request.one_time_keys.insert(id, key);
        }
        for (id, key) in account.olm()?.fallback_key() {
            let (id, key) = account.signed_key(id, key, true)?;
            request.fallback_keys.insert(id, key);
        }
        Ok(request)
    }

    /// Takes the answer to an upload.
    pub(super) fn uploaded(
        storage: &mut dyn Storage,
        device_keys_version: u64,
        response: &upload_keys::v3::Response,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        account.olm()?.mark_keys_as_published();
        account.state.unpublished = false;
        account.state.uploaded = Some((device_keys_version, now));
        let count = response
            .one_time_key_counts
            .get(&OneTimeKeyAlgorithm::SignedCurve25519);
        account.state.one_time_key_count = Some(count.map_or(0, |count| u64::from(*count)));
        account.save(storage)
    }

    /// Gives up the unpublished one-time keys and makes new ones under new ids: the server has
    /// other keys under theirs, so an older state of this device was used.
    pub(super) fn renew_one_time_keys(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        account.olm()?.mark_keys_as_published();
        account.state.unpublished = false;
        self.new_key_prefix(&mut account)?;
        account.state.one_time_key_count = None;
        account.make_due_keys(now)?;
        account.new_fallback(now)?;
        account.save(storage)
    }

    /// Chooses a new beginning for key ids, so that no id is used twice.
    pub(super) fn new_key_prefix(&self, account: &mut LocalAccount) -> Result<(), KeysError> {
        let mut bytes = [0; 6];
        self.entropy.fill(&mut bytes)?;
        account.state.key_prefix = vodozemac::base64_encode(bytes);
        Ok(())
    }

    /// Notes what a sync answer says of our keys on the server. `count` and `unused_fallback`
    /// are `None` when it says nothing, which means unchanged.
    pub(super) fn note_key_counts(
        storage: &mut dyn Storage,
        count: Option<u64>,
        unused_fallback: Option<bool>,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        let before = account.state.one_time_key_count;
        if count.is_some() {
            account.state.one_time_key_count = count;
        }
        let published = account.state.fallback.is_some() && !account.state.unpublished;
        let used = unused_fallback == Some(false) && published;
        let renewed = used && account.state.previous_fallback.is_none();
        if renewed {
            account.new_fallback(now)?;
            account.note_fallback_use(account.state.previous_fallback.map(|old| old.key), now);
        }
        if renewed || account.state.one_time_key_count != before {
            account.save(storage)?;
        }
        Ok(())
    }

    /// Compares what a query says of this very device with what it is.
    pub(super) fn check_own_device(
        account: &mut LocalAccount,
        published: Option<&super::device_keys::PublishedDevice>,
        problems: &mut Problems,
        now: Timestamp,
    ) -> bool {
        let Some((_, since)) = account.state.uploaded else {
            return false;
        };
        match published {
            Some(device)
                if device.curve25519 == account.identity.curve25519
                    && device.ed25519 == account.identity.ed25519 =>
            {
                false
            }
            Some(_) => {
                problems.count(Problem::OwnKeysDiffer);
                false
            }
            None => {
                problems.count(Problem::OwnKeysMissing);
                let again = now.since(since) >= HOUR;
                if again {
                    account.state.uploaded = None;
                }
                again
            }
        }
    }
}

impl LocalAccount {
    fn device_keys_due(&self) -> bool {
        let version = self.state.device_keys_version;
        self.state
            .uploaded
            .is_none_or(|(uploaded, _)| uploaded != version)
    }

    /// Makes one-time keys when fewer than half are left, and a fallback key when there is none
    /// or it is a week old, unless there are some that are not published yet. Says whether
    /// anything was made.
    pub(super) fn make_due_keys(&mut self, now: Timestamp) -> Result<bool, KeysError> {
        if self.state.unpublished {
            return Ok(false);
        }
        let left = self.state.one_time_key_count.unwrap_or(0);
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        if left < ONE_TIME_KEYS / 2 {
            self.olm()?.generate_one_time_keys(ONE_TIME_KEYS - left);
            self.state.unpublished = true;
        }
        let age = self
            .state
            .fallback_created_at
            .map(|created| now.distance(created));
        if age.is_none_or(|age| age >= FALLBACK_AGE) {
            self.new_fallback(now)?;
        }
        Ok(self.state.unpublished)
    }

    /// Makes a fallback key; the account keeps the one before it, and no more.
    pub(super) fn new_fallback(&mut self, now: Timestamp) -> Result<(), KeysError> {
        let olm = self.olm()?;
        olm.generate_fallback_key();
        let made = olm.fallback_key().into_values().next();
        let previous = std::mem::replace(&mut self.state.fallback, made);
        self.state.fallback_created_at = Some(now);
        self.state.previous_fallback = previous.map(|key| PreviousFallback { key, drop_at: None });
        self.state.unpublished = true;
        Ok(())
    }

    /// Notes that a key was used; if it is the replaced fallback key, it goes in an hour.
    pub(super) fn note_fallback_use(&mut self, key: Option<Curve25519PublicKey>, now: Timestamp) {
        if let Some(previous) = &mut self.state.previous_fallback
            && key == Some(previous.key)
        {
            previous.drop_at.get_or_insert(now.plus(FALLBACK_GRACE));
        }
    }

    fn drop_used_fallback(&mut self, now: Timestamp) -> Result<bool, KeysError> {
        let due = self.state.previous_fallback.and_then(|old| old.drop_at);
        let due = due.is_some_and(|at| at <= now);
        if due {
            self.olm()?.forget_fallback_key();
            self.state.previous_fallback = None;
        }
        Ok(due)
    }

    fn signed_key<T>(
        &mut self,
        id: KeyId,
        key: Curve25519PublicKey,
        fallback: bool,
    ) -> Result<(OwnedOneTimeKeyId, Raw<T>), KeysError> {
        let mut object = CanonicalJsonObject::new();
        object.insert(
            "key".to_owned(),
            CanonicalJsonValue::String(key.to_base64()),
        );
        if fallback {
            object.insert("fallback".to_owned(), CanonicalJsonValue::Bool(true));
        }
        let (user, device) = (self.user_id.clone(), self.device_id.clone());
        sign(&mut object, &user, &device, self.olm()?);
        let name = format!(
            "signed_curve25519:{}{}",
            self.state.key_prefix,
            id.to_base64()
        );
        let id = OwnedOneTimeKeyId::try_from(name).map_err(|_| KeysError::Damaged)?;
        Ok((id, raw(CanonicalJsonValue::Object(object).to_string())?))
    }
}

fn raw<T>(text: String) -> Result<Raw<T>, KeysError> {
    let value = RawValue::from_string(text).map_err(|_| KeysError::Damaged)?;
    Ok(Raw::from_json(value))
}
