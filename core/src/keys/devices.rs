//! Device lists: whose are tracked, which must be asked for, and what an answer changes.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ruma::api::client::keys::get_keys;
use ruma::{OwnedUserId, UserId};

use super::account::LocalAccount;
use super::device_keys::PublishedDevice;
use super::error::KeysError;
use super::machine::Machine;
use super::problem::{Problem, Problems};
use super::request::{StoredBody, due, pause};
use super::storage::{DeviceRecord, SessionNeed, Storage, UserRecord};
use super::types::Provenance;
use crate::ordered::CollectOrdered;
use crate::time::Timestamp;

/// Users per query.
const QUERY_USERS: usize = 250;
/// The longest pause between queries for users of a server that is away.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

impl Machine {
    /// Begins to track the device lists of these users, where that is not done yet.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn track<'a>(
        &self,
        storage: &mut dyn Storage,
        users: impl IntoIterator<Item = &'a OwnedUserId>,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        for user_id in users {
            if storage.user(user_id)?.is_none() {
                storage.save_user(&UserRecord {
                    user_id: user_id.clone(),
                    outdated_since: Some(now),
                    generation: 0,
                    known: false,
                    failures: 0,
                    retry_at: now,
                })?;
            }
        }
        Ok(())
    }

    /// Has every tracked device list asked for again: there is no sync position, so changes may
    /// have been missed. Decrypting does not wait for it.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn outdate_all(&self, storage: &mut dyn Storage, now: Timestamp) -> Result<(), KeysError> {
        for user in storage.users()? {
            Self::outdate(storage, user, now)?;
        }
        Ok(())
    }

    /// Notes that the list of a tracked user has changed.
    pub(super) fn note_changed(
        storage: &mut dyn Storage,
        user_id: &UserId,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        match storage.user(user_id)? {
            Some(user) => Self::outdate(storage, user, now),
            None => Ok(()),
        }
    }

    fn outdate(
        storage: &mut dyn Storage,
        mut user: UserRecord,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        user.generation = user.generation.saturating_add(1);
        user.outdated_since.get_or_insert(now);
        storage.save_user(&user)?;
        Ok(())
    }

    /// Notes that the server no longer tells of changes of a user's list.
    pub(super) fn note_left(
        &self,
        storage: &mut dyn Storage,
        user_id: &UserId,
    ) -> Result<(), KeysError> {
        if user_id == self.user_id {
            return Ok(());
        }
        storage.delete_user(user_id)?;
        // A pending answer belongs to the list as it was tracked: it must not count for a later
        // tracking of the same user.
        for (mut record, body) in Self::pending(storage)? {
            if let StoredBody::Query { mut users } = body
                && users.remove(user_id).is_some()
            {
                record.body = super::secret::to_secret(&StoredBody::Query { users })?;
                storage.save_request(&record)?;
            }
        }
        Ok(())
    }

    /// Asks for every outdated list that no pending query asks for in its present generation.
    pub(super) fn queue_queries(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut asked = BTreeSet::new();
        for (_, body) in Self::pending(storage)? {
            if let StoredBody::Query { users } = body {
                asked.extend(users);
            }
        }
        let due = storage
            .outdated_users()?
            .into_iter()
            .filter(|user| due(user.retry_at, now));
        let due: Vec<(OwnedUserId, u64)> = due
            .map(|user| (user.user_id, user.generation))
            .filter(|question| !asked.contains(question))
            .collect();
        for chunk in due.chunks(QUERY_USERS) {
            let users = chunk.iter().cloned().collect_ordered();
            self.queue(storage, &StoredBody::Query { users }, now)?;
        }
        Ok(())
    }

    pub(super) fn query_request(users: BTreeMap<OwnedUserId, u64>) -> get_keys::v3::Request {
        let mut request = get_keys::v3::Request::new();
        request.device_keys = users
            .into_keys()
            .map(|user| (user, Vec::new()))
            .collect_ordered();
        request
    }

    /// Takes the answer to a query. For a user whose list has changed since, it is discarded.
    pub(super) fn queried(
        &self,
        storage: &mut dyn Storage,
        asked: &BTreeMap<OwnedUserId, u64>,
        response: &get_keys::v3::Response,
        problems: &mut Problems,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        for (user_id, generation) in asked {
            let Some(mut user) = storage.user(user_id)? else {
                continue;
            };
            if user.generation != *generation {
                continue;
            }
            let published = response.device_keys.get(user_id);
            if published.is_none()
                && response
                    .failures
                    .contains_key(user_id.server_name().as_str())
            {
                user.failures = user.failures.saturating_add(1);
                let wait = pause(user.failures, Duration::from_secs(2), LONGEST_PAUSE);
                user.retry_at = now.plus(wait);
                storage.save_user(&user)?;
                continue;
            }
            let mut devices = Vec::new();
            for (device_id, raw) in published.into_iter().flatten() {
                let raw = raw.json().get();
                // What is stored was checked when it came.
                let stored = storage.device(user_id, device_id)?;
                let stored = stored.filter(|device| device.device_keys == raw);
                match stored
                    .map(PublishedDevice::of)
                    .or_else(|| PublishedDevice::parse(raw))
                {
                    Some(device)
                        if device.user_id == *user_id && device.device_id == *device_id =>
                    {
                        devices.push(device);
                    }
                    _ => problems.count(Problem::BadDevice),
                }
            }
            self.replace_devices(storage, user_id, devices, problems, now)?;
            user.outdated_since = None;
            user.known = true;
            user.failures = 0;
            user.retry_at = now;
            storage.save_user(&user)?;
        }
        Ok(())
    }

    fn replace_devices(
        &self,
        storage: &mut dyn Storage,
        user_id: &OwnedUserId,
        published: Vec<PublishedDevice>,
        problems: &mut Problems,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        let mut save = false;
        if *user_id == self.user_id {
            let own = published
                .iter()
                .find(|device| device.device_id == self.device_id);
            save = Self::check_own_device(&mut account, own, problems, now);
        }
        let mut gone: BTreeMap<_, _> = storage
            .devices(user_id)?
            .into_iter()
            .map(|device| (device.device_id.clone(), device))
            .collect_ordered();
        for device in published {
            if *user_id == self.user_id && device.device_id == self.device_id {
                continue;
            }
            let known = gone.remove(&device.device_id);
            let new = known.is_none();
            let mut record = known.unwrap_or_else(|| first_seen(&device, now));
            record.present = true;
            record.changed_keys =
                record.curve25519 != device.curve25519 || record.ed25519 != device.ed25519;
            if record.changed_keys {
                problems.count(Problem::ChangedKeys);
            } else {
                record.device_keys = device.raw;
            }
            if new {
                let sender = (record.user_id.clone(), record.curve25519);
                let before = account.state.unknown_broken.len();
                account
                    .state
                    .unknown_broken
                    .retain(|broken| *broken != sender);
                if account.state.unknown_broken.len() != before {
                    save = true;
                    record.session = SessionNeed::Broken;
                    record.healed_at = Some(now);
                }
            }
            storage.save_device(&record)?;
            Self::judge_sessions(storage, &record)?;
        }
        for mut device in gone.into_values().filter(|device| device.present) {
            device.present = false;
            device.session = SessionNeed::None;
            storage.save_device(&device)?;
        }
        if save {
            account.save(storage)?;
        }
        Ok(())
    }

    /// Works out again how far the senders of the sessions from this device are known.
    fn judge_sessions(storage: &mut dyn Storage, device: &DeviceRecord) -> Result<(), KeysError> {
        for mut session in storage.inbound_from(&device.curve25519)? {
            if session.sender != device.user_id || session.provenance != Provenance::UnknownDevice {
                continue;
            }
            session.sender_device = Some(device.device_id.clone());
            session.provenance = if session.signing_key == device.ed25519 {
                Provenance::Device
            } else {
                Provenance::Contradicted
            };
            storage.save_inbound(&session)?;
        }
        Ok(())
    }

    /// The device of this user that owns the identity key.
    pub(super) fn device_of(
        storage: &mut dyn Storage,
        user_id: &UserId,
        curve25519: &vodozemac::Curve25519PublicKey,
    ) -> Result<Option<DeviceRecord>, KeysError> {
        let devices = storage.devices(user_id)?;
        Ok(devices
            .into_iter()
            .find(|device| device.curve25519 == *curve25519))
    }
}

fn first_seen(device: &PublishedDevice, now: Timestamp) -> DeviceRecord {
    DeviceRecord {
        user_id: device.user_id.clone(),
        device_id: device.device_id.clone(),
        curve25519: device.curve25519,
        ed25519: device.ed25519,
        device_keys: device.raw.clone(),
        present: true,
        changed_keys: false,
        session: SessionNeed::None,
        healed_at: None,
        claim_failures: 0,
        claim_retry_at: now,
    }
}
