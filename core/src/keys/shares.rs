//! Sending outbound session keys, or the reason why not, to devices.

use std::collections::BTreeMap;

use ruma::api::client::to_device::send_event_to_device;
use ruma::serde::Raw;
use ruma::to_device::DeviceIdOrAllDevices;
use ruma::{OwnedDeviceId, OwnedTransactionId, OwnedUserId, RoomId};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use vodozemac::megolm::GroupSessionPickle;

use super::device_keys::MEGOLM;
use super::error::KeysError;
use super::machine::Machine;
use super::request::{Messages, StoredBody};
use super::secret::{SecretText, from_secret, to_secret};
use super::storage::{DeviceRecord, OutboundRecord, ShareRecord, ShareState, Storage};
use super::types::{RequestId, WithheldCode};
use crate::ordered::CollectOrdered;
use crate::time::Timestamp;

/// How large the contents of one to-device request may get; servers refuse over 65,536 bytes.
const BATCH_BYTES: usize = 60_000;

/// What an [`OutboundRecord`] keeps secret.
#[derive(Serialize, Deserialize)]
pub(super) struct OutboundSecret {
    /// The session, until it is retired.
    pub(super) session: Option<GroupSessionPickle>,
    /// The session keys at the indexes from which it was shared.
    pub(super) keys: BTreeMap<u32, SecretText>,
}

/// A to-device content on its way to a batch.
pub(super) type Addressed = (OwnedUserId, OwnedDeviceId, Box<RawValue>);

impl Machine {
    /// Queues contents in as few requests as their size allows. Says which request carries
    /// each, in the order given.
    pub(super) fn queue_to_device(
        &self,
        storage: &mut dyn Storage,
        event_type: &str,
        contents: Vec<Addressed>,
        now: Timestamp,
    ) -> Result<Vec<RequestId>, KeysError> {
        let mut carriers = Vec::new();
        let mut batch = Messages::new();
        let (mut bytes, mut items) = (0, 0);
        let mut flush = |batch: Messages, items| {
            let event_type = event_type.to_owned();
            let body = StoredBody::ToDevice {
                event_type,
                messages: batch,
            };
            let id = self.queue(storage, &body, now)?;
            carriers.extend(std::iter::repeat_n(id, items));
            Ok::<_, KeysError>(())
        };
        for (user, device, content) in contents {
            let size = content.get().len() + user.as_str().len() + device.as_str().len() + 16;
            // A device gets one message per request at most.
            let again = batch
                .get(&user)
                .is_some_and(|devices| devices.contains_key(&device));
            if items > 0 && (bytes + size > BATCH_BYTES || again) {
                flush(std::mem::take(&mut batch), items)?;
                (bytes, items) = (0, 0);
            }
            batch.entry(user).or_default().insert(device, content);
            bytes += size;
            items += 1;
        }
        if items > 0 {
            flush(batch, items)?;
        }
        Ok(carriers)
    }

    pub(super) fn to_device_request(
        id: &RequestId,
        event_type: String,
        messages: Messages,
    ) -> send_event_to_device::v3::Request {
        let device = |id: OwnedDeviceId| match id.as_str() {
            "*" => DeviceIdOrAllDevices::AllDevices,
            _ => DeviceIdOrAllDevices::DeviceId(id),
        };
        let messages = messages.into_iter().map(|(user, devices)| {
            let contents = devices.into_iter();
            (
                user,
                contents
                    .map(|(id, raw)| (device(id), Raw::from_json(raw)))
                    .collect_ordered(),
            )
        });
        send_event_to_device::v3::Request::new_raw(
            event_type.into(),
            OwnedTransactionId::from(id.as_str()),
            messages.collect_ordered(),
        )
    }

    /// Encrypts and queues the keys that these devices are to get, as far as there are Olm
    /// sessions with them.
    pub(super) fn send_wanted(
        &self,
        storage: &mut dyn Storage,
        own_keys: &RawValue,
        devices: &[DeviceRecord],
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut shares = Vec::new();
        let mut contents = Vec::new();
        for device in devices.iter().filter(|device| device.usable()) {
            for share in storage.shares_with(&device.curve25519)? {
                let ShareState::Wanted(index) = share.state else {
                    continue;
                };
                if share.user_id != device.user_id || share.device_id != device.device_id {
                    continue;
                }
                let outbound = storage.outbound_session(&share.room_id, &share.session_id)?;
                let Some(outbound) = outbound else { continue };
                let Some(key) = room_key(&outbound, index)? else {
                    continue;
                };
                if let Some(sealed) = self.seal(storage, own_keys, device, "m.room_key", &key)? {
                    contents.push((share.user_id.clone(), share.device_id.clone(), sealed));
                    shares.push((share, index));
                }
            }
        }
        let carriers = self.queue_to_device(storage, "m.room.encrypted", contents, now)?;
        for ((mut share, index), id) in shares.into_iter().zip(carriers) {
            share.state = ShareState::Sending(index, id);
            storage.save_share(&share)?;
        }
        Ok(())
    }

    /// Notes that the server has taken a batch.
    pub(super) fn shares_delivered(
        storage: &mut dyn Storage,
        id: &RequestId,
    ) -> Result<(), KeysError> {
        for mut share in storage.shares_sent_by(id)? {
            if let ShareState::Sending(index, _) = share.state {
                share.state = ShareState::Shared(index);
                storage.save_share(&share)?;
            }
        }
        Ok(())
    }

    /// Has the keys of the current sessions sent again to a device that lost them with its Olm
    /// session.
    pub(super) fn want_again(
        storage: &mut dyn Storage,
        device: &DeviceRecord,
    ) -> Result<(), KeysError> {
        for share in storage.shares_with(&device.curve25519)? {
            let outbound = storage.outbound_session(&share.room_id, &share.session_id)?;
            if outbound.is_some_and(|outbound| outbound.retired_at.is_none()) {
                Self::want_share_again(storage, share)?;
            }
        }
        Ok(())
    }

    /// Has one key sent again, from the same index on. A key that was never given is not.
    pub(super) fn want_share_again(
        storage: &mut dyn Storage,
        mut share: ShareRecord,
    ) -> Result<(), KeysError> {
        if let ShareState::Shared(index) | ShareState::Sending(index, _) = share.state {
            share.state = ShareState::Wanted(index);
            storage.save_share(&share)?;
        }
        Ok(())
    }

    /// Queues `m.room_key.withheld`; for `m.no_olm` without a session.
    pub(super) fn queue_withheld(
        &self,
        storage: &mut dyn Storage,
        refused: &[(DeviceRecord, WithheldCode)],
        session: Option<(&RoomId, &str)>,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let mut contents = Vec::new();
        for (device, code) in refused {
            let mut content = serde_json::json!({
                "algorithm": MEGOLM,
                "code": code.as_str(),
                "sender_key": self.identity.curve25519.to_base64(),
                "from_device": self.device_id,
            });
            if let (Some((room, session)), Some(fields)) = (session, content.as_object_mut()) {
                fields.insert("room_id".to_owned(), room.as_str().into());
                fields.insert("session_id".to_owned(), session.into());
            }
            let content = to_raw_value(&content).map_err(|_| KeysError::Damaged)?;
            contents.push((device.user_id.clone(), device.device_id.clone(), content));
        }
        self.queue_to_device(storage, "m.room_key.withheld", contents, now)?;
        Ok(())
    }
}

/// The content of `m.room_key` from an index on; `None` when the session was never shared from
/// there.
fn room_key(outbound: &OutboundRecord, index: u32) -> Result<Option<Box<RawValue>>, KeysError> {
    #[derive(Serialize)]
    struct RoomKey<'a> {
        algorithm: &'a str,
        room_id: &'a RoomId,
        session_id: &'a str,
        session_key: &'a str,
    }
    let secret: OutboundSecret = from_secret(&outbound.pickle)?;
    let Some(key) = secret.keys.get(&index) else {
        return Ok(None);
    };
    let content = RoomKey {
        algorithm: MEGOLM,
        room_id: &outbound.room_id,
        session_id: &outbound.session_id,
        session_key: key.as_str(),
    };
    to_raw_value(&content)
        .map(Some)
        .map_err(|_| KeysError::Damaged)
}

impl OutboundRecord {
    /// Takes the session out of use. Its keys stay for devices that lost them.
    pub(super) fn retire(&mut self, now: Timestamp) -> Result<(), KeysError> {
        let mut secret: OutboundSecret = from_secret(&self.pickle)?;
        secret.session = None;
        self.pickle = to_secret(&secret)?;
        self.retired_at = Some(now);
        Ok(())
    }
}
