//! What must be so before a message is encrypted: the lists are known, the session is fresh, and
//! every entitled device has it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use ruma::{OwnedDeviceId, OwnedUserId, RoomId, UserId};
use serde_json::value::RawValue;
use vodozemac::megolm::{GroupSession, InboundGroupSession, SessionConfig};

use super::account::LocalAccount;
use super::error::KeysError;
use super::machine::Machine;
use super::recipients::{Access, Recipients, Rotation};
use super::request::due;
use super::room_keys::KeySender;
use super::secret::{SecretText, from_secret, to_secret};
use super::shares::OutboundSecret;
use super::storage::{DeviceRecord, OutboundRecord, SessionNeed, ShareRecord, ShareState, Storage};
use super::types::{Provenance, WithheldCode};
use crate::ordered::CollectOrdered;
use crate::time::Timestamp;

/// How long a message waits for the device list of somebody whose server does not answer.
const LIST_PATIENCE: Duration = Duration::from_secs(10);

/// The devices of the recipients, by what is to happen with them.
#[derive(Default)]
struct Audience {
    entitled: Vec<DeviceRecord>,
    refused: Vec<(DeviceRecord, WithheldCode)>,
}

type DeviceName = (OwnedUserId, OwnedDeviceId);

impl Machine {
    /// The room's session, when every entitled device has it; else what is missing is queued.
    pub(super) fn settle(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        recipients: &Recipients,
        rotation: Rotation,
        now: Timestamp,
    ) -> Result<Option<OutboundRecord>, KeysError> {
        self.track(storage, recipients.keys().chain([&self.user_id]), now)?;
        if !self.lists_known(storage, recipients, now)? {
            self.queue_queries(storage, now)?;
            return Ok(None);
        }
        let audience = self.audience(storage, recipients)?;
        let account = LocalAccount::load(storage)?;
        let own_keys = Self::sender_device_keys(&account)?;
        let outbound = self.current_session(storage, room, &audience, rotation, now)?;
        self.share(storage, outbound.clone(), &audience, &own_keys, now)?;
        self.queue_claim(storage, now)?;
        let shares = storage.shares(room, &outbound.session_id)?;
        let settled = |share: &ShareRecord| {
            matches!(share.state, ShareState::Shared(_) | ShareState::Withheld(_))
        };
        if shares.iter().all(settled) {
            // Sharing may have noted session keys: read it as it is now.
            Ok(storage.outbound_session(room, &outbound.session_id)?)
        } else {
            Ok(None)
        }
    }

    /// Whether the device lists of all recipients are up to date, or cannot be had in time.
    fn lists_known(
        &self,
        storage: &mut dyn Storage,
        recipients: &Recipients,
        now: Timestamp,
    ) -> Result<bool, KeysError> {
        for user_id in recipients.keys().chain([&self.user_id]) {
            let Some(user) = storage.user(user_id)? else {
                return Ok(false);
            };
            let Some(since) = user.outdated_since else {
                continue;
            };
            let waited_enough = user.failures > 0 && now.since(since) >= LIST_PATIENCE;
            if !waited_enough {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn audience(
        &self,
        storage: &mut dyn Storage,
        recipients: &Recipients,
    ) -> Result<Audience, KeysError> {
        let mut audience = Audience::default();
        let own = (&self.user_id, &Access::Granted);
        let others = recipients.iter().filter(|(user, _)| **user != self.user_id);
        for (user_id, access) in others.chain([own]) {
            for device in storage.devices(user_id)? {
                if !device.present || self.is_self(&device.user_id, &device.device_id) {
                    continue;
                }
                match access {
                    _ if device.changed_keys => {
                        audience.refused.push((device, WithheldCode::Unverified));
                    }
                    Access::Granted => audience.entitled.push(device),
                    Access::Refused(code) => audience.refused.push((device, *code)),
                }
            }
        }
        Ok(audience)
    }

    fn is_self(&self, user_id: &UserId, device_id: &OwnedDeviceId) -> bool {
        user_id == self.user_id && *device_id == self.device_id
    }

    /// The room's session, replaced when it is due or when somebody had it who no longer may.
    fn current_session(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        audience: &Audience,
        rotation: Rotation,
        now: Timestamp,
    ) -> Result<OutboundRecord, KeysError> {
        if let Some(mut outbound) = storage.outbound(room)? {
            let entitled: BTreeSet<_> = audience
                .entitled
                .iter()
                .map(|device| {
                    (
                        &device.user_id,
                        &device.device_id,
                        device.curve25519.to_bytes(),
                    )
                })
                .collect_ordered();
            let shares = storage.shares(room, &outbound.session_id)?;
            let left = shares.iter().any(|share| {
                let device = (
                    &share.user_id,
                    &share.device_id,
                    share.curve25519.to_bytes(),
                );
                !matches!(share.state, ShareState::Withheld(_)) && !entitled.contains(&device)
            });
            let old = outbound.messages >= rotation.messages
                || now.distance(outbound.created_at) >= rotation.age;
            if !left && !old {
                return Ok(outbound);
            }
            outbound.retire(now)?;
            storage.save_outbound(&outbound)?;
        }
        self.new_session(storage, room, now)
    }

    fn new_session(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        now: Timestamp,
    ) -> Result<OutboundRecord, KeysError> {
        let session = GroupSession::new(SessionConfig::version_1());
        let key = session.session_key();
        let own = KeySender {
            user_id: self.user_id.clone(),
            device_id: Some(self.device_id.clone()),
            curve25519: self.identity.curve25519,
            ed25519: self.identity.ed25519,
            provenance: Provenance::Own,
        };
        let inbound = InboundGroupSession::new(&key, SessionConfig::version_1());
        let stored = Self::add_session(storage, room.to_owned(), inbound, own, now)?;
        stored.map_err(|_| KeysError::Damaged)?;
        let secret = OutboundSecret {
            session: Some(session.pickle()),
            keys: BTreeMap::new(),
        };
        let outbound = OutboundRecord {
            room_id: room.to_owned(),
            session_id: session.session_id(),
            pickle: to_secret(&secret)?,
            created_at: now,
            messages: 0,
            retired_at: None,
        };
        storage.save_outbound(&outbound)?;
        Ok(outbound)
    }

    /// Shares the session with the entitled devices that have not got it, from the present
    /// index on, and tells the refused ones.
    fn share(
        &self,
        storage: &mut dyn Storage,
        mut outbound: OutboundRecord,
        audience: &Audience,
        own_keys: &RawValue,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let shares = storage.shares(&outbound.room_id, &outbound.session_id)?;
        let shares: BTreeMap<DeviceName, ShareState> = shares
            .into_iter()
            .map(|share| ((share.user_id, share.device_id), share.state))
            .collect_ordered();
        let state =
            |device: &DeviceRecord| shares.get(&(device.user_id.clone(), device.device_id.clone()));
        let mut sendable = Vec::new();
        let mut newly = Vec::new();
        for device in &audience.entitled {
            let fresh = match state(device) {
                Some(ShareState::Shared(_) | ShareState::Sending(..)) => continue,
                Some(ShareState::Wanted(_)) => false,
                Some(ShareState::Withheld(_)) | None => true,
            };
            let has_session = !storage
                .olm_sessions(&device.user_id, &device.curve25519)?
                .is_empty();
            if !has_session && device.claim_failures > 0 && !due(device.claim_retry_at, now) {
                let refused = ShareState::Withheld(WithheldCode::NoOlm);
                storage.save_share(&share_of(&outbound, device, refused))?;
                continue;
            }
            if fresh {
                newly.push(device);
            }
            if has_session {
                sendable.push(device.clone());
            } else if device.session == SessionNeed::None {
                let session = SessionNeed::Missing;
                storage.save_device(&DeviceRecord {
                    session,
                    ..device.clone()
                })?;
            }
        }
        if !newly.is_empty() {
            let index = note_session_key(&mut outbound)?;
            storage.save_outbound(&outbound)?;
            for device in newly {
                let wanted = ShareState::Wanted(index);
                storage.save_share(&share_of(&outbound, device, wanted))?;
            }
        }
        self.send_wanted(storage, own_keys, &sendable, now)?;
        let mut told = Vec::new();
        for (device, code) in &audience.refused {
            let refused = ShareState::Withheld(*code);
            if state(device) != Some(&refused) {
                storage.save_share(&share_of(&outbound, device, refused))?;
                told.push((device.clone(), *code));
            }
        }
        let session = Some((&*outbound.room_id, &*outbound.session_id));
        self.queue_withheld(storage, &told, session, now)
    }
}

fn share_of(outbound: &OutboundRecord, device: &DeviceRecord, state: ShareState) -> ShareRecord {
    ShareRecord {
        room_id: outbound.room_id.clone(),
        session_id: outbound.session_id.clone(),
        user_id: device.user_id.clone(),
        device_id: device.device_id.clone(),
        curve25519: device.curve25519,
        state,
    }
}

/// Notes the session key at the present index among those that are shared; gives the index.
fn note_session_key(outbound: &mut OutboundRecord) -> Result<u32, KeysError> {
    let mut secret: OutboundSecret = from_secret(&outbound.pickle)?;
    let pickle = secret.session.take().ok_or(KeysError::Damaged)?;
    let session = GroupSession::from_pickle(pickle);
    let index = session.message_index();
    let key = SecretText::new(session.session_key().to_base64());
    secret.keys.entry(index).or_insert(key);
    secret.session = Some(session.pickle());
    outbound.pickle = to_secret(&secret)?;
    Ok(index)
}
