//! Asking for keys that were lost, answering who lost ours, and hearing why there is none.
//!
//! Only the device that made a session answers, and only to a device that it had given the key
//! to before, from the same index on. What others said before is history sharing, which is not
//! this.

use std::borrow::Cow;
use std::time::Duration;

use ruma::{OwnedDeviceId, OwnedRoomId, OwnedUserId, UserId};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};
use vodozemac::Curve25519PublicKey;

use super::device_keys::MEGOLM;
use super::error::KeysError;
use super::machine::Machine;
use super::problem::Problem;
use super::storage::{SessionNeed, ShareRecord, ShareState, Storage, WithheldRecord};
use super::types::WithheldCode;
use crate::time::Timestamp;

/// How long a key may be on its way before it is asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// Keys asked for in one step.
const ASK_AT_ONCE: usize = 20;

#[derive(Deserialize)]
struct KeyRequest<'a> {
    #[serde(borrow)]
    action: Cow<'a, str>,
    requesting_device_id: OwnedDeviceId,
    body: Option<RequestedKey>,
}

#[derive(Deserialize)]
struct RequestedKey {
    algorithm: String,
    room_id: OwnedRoomId,
    session_id: String,
}

#[derive(Deserialize)]
struct Withheld<'a> {
    #[serde(borrow)]
    code: Cow<'a, str>,
    #[serde(borrow)]
    sender_key: Cow<'a, str>,
    room_id: Option<OwnedRoomId>,
    session_id: Option<String>,
}

impl Machine {
    /// Asks the senders for the keys that have been missed for a while, each once.
    pub(super) fn queue_key_requests(
        &self,
        storage: &mut dyn Storage,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let missed = storage.unasked_keys(now.minus(PATIENCE), ASK_AT_ONCE)?;
        let mut contents = Vec::new();
        for mut wanted in missed {
            wanted.asked_at = Some(now);
            storage.save_wanted_key(&wanted)?;
            let content = json!({
                "action": "request",
                "body": {
                    "algorithm": MEGOLM,
                    "room_id": wanted.room_id,
                    "session_id": wanted.session_id,
                },
                // One request a session, for ever: asking again is the same request.
                "request_id": wanted.session_id,
                "requesting_device_id": self.device_id,
            });
            let content = to_raw_value(&content).map_err(|_| KeysError::Damaged)?;
            contents.push((wanted.sender, OwnedDeviceId::from("*"), content));
        }
        self.queue_to_device(storage, "m.room_key_request", contents, now)?;
        Ok(())
    }

    /// Lets the keys missed from a sender be asked for once more.
    pub(super) fn ask_again(storage: &mut dyn Storage, sender: &UserId) -> Result<(), KeysError> {
        for mut wanted in storage.wanted_keys_of(sender)? {
            wanted.asked_at = None;
            storage.save_wanted_key(&wanted)?;
        }
        Ok(())
    }

    /// Sends the key of one of our sessions again to a device that had got it.
    pub(super) fn answer_key_request(
        &self,
        storage: &mut dyn Storage,
        own_keys: &RawValue,
        sender: &OwnedUserId,
        content: &str,
        now: Timestamp,
    ) -> Result<Result<(), Problem>, KeysError> {
        let Ok(request) = serde_json::from_str::<KeyRequest<'_>>(content) else {
            return Ok(Err(Problem::Malformed));
        };
        let Some(key) = request.body.filter(|_| request.action == "request") else {
            return Ok(Ok(()));
        };
        if key.algorithm != MEGOLM {
            return Ok(Err(Problem::UnknownAlgorithm));
        }
        if storage
            .outbound_session(&key.room_id, &key.session_id)?
            .is_none()
        {
            return Ok(Ok(()));
        }
        let device = storage.device(sender, &request.requesting_device_id)?;
        let Some(mut device) = device.filter(super::storage::DeviceRecord::usable) else {
            return Ok(Ok(()));
        };
        let shares = storage.shares(&key.room_id, &key.session_id)?;
        let share = shares
            .into_iter()
            .find(|share| share.user_id == device.user_id && share.device_id == device.device_id);
        match share {
            Some(share) if matches!(share.state, ShareState::Shared(_)) => {
                Self::want_share_again(storage, share)?;
                if storage
                    .olm_sessions(&device.user_id, &device.curve25519)?
                    .is_empty()
                    && device.session == SessionNeed::None
                {
                    device.session = SessionNeed::Missing;
                    storage.save_device(&device)?;
                }
                self.send_wanted(storage, own_keys, &[device], now)?;
            }
            Some(_) => {}
            None => {
                let code = WithheldCode::Unauthorised;
                storage.save_share(&ShareRecord {
                    room_id: key.room_id.clone(),
                    session_id: key.session_id.clone(),
                    user_id: device.user_id.clone(),
                    device_id: device.device_id.clone(),
                    curve25519: device.curve25519,
                    state: ShareState::Withheld(code),
                })?;
                let session = Some((&*key.room_id, &*key.session_id));
                self.queue_withheld(storage, &[(device, code)], session, now)?;
            }
        }
        Ok(Ok(()))
    }

    /// Notes why a key does not come. Gives the session, when it is about one that is missing.
    pub(super) fn take_withheld(
        storage: &mut dyn Storage,
        sender: OwnedUserId,
        content: &str,
        now: Timestamp,
    ) -> Result<Result<Option<(OwnedRoomId, String)>, Problem>, KeysError> {
        let Ok(content) = serde_json::from_str::<Withheld<'_>>(content) else {
            return Ok(Err(Problem::Malformed));
        };
        let Ok(sender_key) = Curve25519PublicKey::from_base64(&content.sender_key) else {
            return Ok(Err(Problem::Malformed));
        };
        let code = WithheldCode::parse(&content.code);
        let session = match (code, content.room_id, content.session_id) {
            (WithheldCode::NoOlm, _, _) => None,
            (_, Some(room), Some(session)) => Some((room, session)),
            _ => return Ok(Err(Problem::Malformed)),
        };
        if let Some((room, id)) = &session
            && storage.inbound(room, id)?.is_some()
        {
            return Ok(Ok(None));
        }
        let record = WithheldRecord {
            sender,
            sender_key,
            session: session.clone(),
            code,
            received_at: now,
        };
        storage.save_withheld(&record)?;
        Ok(Ok(session))
    }
}
