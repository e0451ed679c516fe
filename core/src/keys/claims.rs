//! Claiming one-time keys, to begin Olm sessions.

use std::collections::BTreeMap;
use std::time::Duration;

use ruma::api::client::keys::claim_keys;
use ruma::{OneTimeKeyAlgorithm, OwnedDeviceId, OwnedUserId};
use serde_json::value::{RawValue, to_raw_value};
use vodozemac::Curve25519PublicKey;

use super::account::LocalAccount;
use super::error::KeysError;
use super::machine::Machine;
use super::problem::{Problem, Problems};
use super::request::{StoredBody, due, pause};
use super::signed::SignedObject;
use super::storage::{DeviceRecord, SessionNeed, Storage};
use super::types::WithheldCode;
use crate::ordered::CollectOrdered;
use crate::time::{HOUR, Timestamp};

/// Devices per claim.
const CLAIM_DEVICES: usize = 100;
/// The first pause for a device that had no usable key.
const FIRST_PAUSE: Duration = Duration::from_mins(1);

impl Machine {
    /// Claims keys for the devices that need a session, when no claim is pending.
    pub(super) fn queue_claim(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let pending = Self::pending(storage)?;
        if pending
            .iter()
            .any(|(_, body)| matches!(body, StoredBody::Claim { .. }))
        {
            return Ok(());
        }
        let wanting = storage.devices_wanting_session()?;
        let ready = wanting
            .into_iter()
            .filter(|device| due(device.claim_retry_at, now) && device.usable());
        let mut devices: BTreeMap<OwnedUserId, Vec<OwnedDeviceId>> = BTreeMap::new();
        for device in ready.take(CLAIM_DEVICES) {
            devices
                .entry(device.user_id)
                .or_default()
                .push(device.device_id);
        }
        if !devices.is_empty() {
            self.queue(storage, &StoredBody::Claim { devices }, now)?;
        }
        Ok(())
    }

    pub(super) fn claim_request(
        devices: BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>,
    ) -> claim_keys::v3::Request {
        let signed = |device| (device, OneTimeKeyAlgorithm::SignedCurve25519);
        let of_user = |(user, devices): (OwnedUserId, Vec<OwnedDeviceId>)| {
            (user, devices.into_iter().map(signed).collect_ordered())
        };
        claim_keys::v3::Request::new(devices.into_iter().map(of_user).collect_ordered())
    }

    /// Takes the answer to a claim: begins sessions and sends by them what waits.
    pub(super) fn claimed(
        &self,
        storage: &mut dyn Storage,
        asked: &BTreeMap<OwnedUserId, Vec<OwnedDeviceId>>,
        response: &claim_keys::v3::Response,
        problems: &mut Problems,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut account = LocalAccount::load(storage)?;
        let own_keys = Self::sender_device_keys(&account)?;
        let mut begun_with = Vec::new();
        for (user_id, device_id) in asked
            .iter()
            .flat_map(|(user, devices)| devices.iter().map(move |id| (user, id)))
        {
            let Some(mut device) = storage.device(user_id, device_id)? else {
                continue;
            };
            let keys = response
                .one_time_keys
                .get(user_id)
                .and_then(|of| of.get(device_id));
            let raw = keys.and_then(|keys| {
                let signed = OneTimeKeyAlgorithm::SignedCurve25519;
                keys.iter()
                    .find(|(id, _)| id.algorithm() == signed)
                    .map(|(_, key)| key)
            });
            let key = raw.and_then(|raw| checked_key(&device, raw.json().get()));
            if raw.is_some() && key.is_none() {
                problems.count(Problem::BadOneTimeKey);
            }
            let begun = match key {
                Some(key) => Self::begin_session(storage, &mut account, &device, key, now)?,
                None => false,
            };
            if begun {
                let healing = device.session == SessionNeed::Broken;
                device.session = SessionNeed::None;
                device.claim_failures = 0;
                device.claim_retry_at = now;
                storage.save_device(&device)?;
                if healing {
                    self.send_dummy(storage, &own_keys, &device, now)?;
                    Self::ask_again(storage, &device.user_id)?;
                    // What we sent by the broken session may be lost as well.
                    Self::want_again(storage, &device)?;
                }
                begun_with.push(device);
            } else {
                self.note_keyless(storage, &mut device, now)?;
            }
        }
        self.send_wanted(storage, &own_keys, &begun_with, now)
    }

    /// Lets a device without a usable key rest, and tells it once.
    fn note_keyless(
        &self,
        storage: &mut dyn Storage,
        device: &mut DeviceRecord,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let first = device.claim_failures == 0;
        device.claim_failures = device.claim_failures.saturating_add(1);
        device.claim_retry_at = now.plus(pause(device.claim_failures, FIRST_PAUSE, HOUR));
        if device.session == SessionNeed::Missing {
            device.session = SessionNeed::None;
        }
        storage.save_device(device)?;
        if first {
            self.queue_withheld(storage, &[(device.clone(), WithheldCode::NoOlm)], None, now)?;
        }
        Ok(())
    }

    fn send_dummy(
        &self,
        storage: &mut dyn Storage,
        own_keys: &RawValue,
        device: &DeviceRecord,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let nothing = to_raw_value(&serde_json::json!({})).map_err(|_| KeysError::Damaged)?;
        if let Some(content) = self.seal(storage, own_keys, device, "m.dummy", &nothing)? {
            let one = vec![(device.user_id.clone(), device.device_id.clone(), content)];
            self.queue_to_device(storage, "m.room.encrypted", one, now)?;
        }
        Ok(())
    }
}

impl DeviceRecord {
    /// Whether the device is there with the keys that were pinned.
    pub(super) fn usable(&self) -> bool {
        self.present && !self.changed_keys
    }
}

/// The claimed key, when the device's pinned key has signed it.
fn checked_key(device: &DeviceRecord, raw: &str) -> Option<Curve25519PublicKey> {
    let object = SignedObject::parse(raw)?;
    let signed = object.signed_by(&device.user_id, &device.device_id, &device.ed25519);
    let key = object
        .text("key")
        .and_then(|key| Curve25519PublicKey::from_base64(key).ok());
    key.filter(|_| signed)
}
