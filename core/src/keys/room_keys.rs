//! Megolm sessions of others: taking their keys in.

use std::borrow::Cow;

use ruma::{OwnedDeviceId, OwnedRoomId, OwnedUserId, RoomId};
use serde::Deserialize;
use vodozemac::megolm::{
    InboundGroupSession, InboundGroupSessionPickle, SessionConfig, SessionKey,
};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use super::device_keys::MEGOLM;
use super::error::KeysError;
use super::machine::Machine;
use super::problem::Problem;
use super::secret::{from_secret, to_secret};
use super::storage::{InboundRecord, Storage};
use super::types::Provenance;
use crate::time::Timestamp;

/// Who sent a key, as the Olm payload and the device list tell it.
pub(super) struct KeySender {
    pub(super) user_id: OwnedUserId,
    pub(super) device_id: Option<OwnedDeviceId>,
    pub(super) curve25519: Curve25519PublicKey,
    pub(super) ed25519: Ed25519PublicKey,
    pub(super) provenance: Provenance,
}

/// The content of `m.room_key`.
#[derive(Deserialize)]
struct RoomKey<'a> {
    #[serde(borrow)]
    algorithm: Cow<'a, str>,
    room_id: OwnedRoomId,
    #[serde(borrow)]
    session_id: Cow<'a, str>,
    #[serde(borrow)]
    session_key: Cow<'a, str>,
}

impl Machine {
    /// Takes an `m.room_key` in. Gives the session when it is new or better than before.
    pub(super) fn take_room_key(
        storage: &mut dyn Storage,
        sender: KeySender,
        content: &str,
        now: Timestamp,
    ) -> Result<Result<Option<(OwnedRoomId, String)>, Problem>, KeysError> {
        let Ok(content) = serde_json::from_str::<RoomKey<'_>>(content) else {
            return Ok(Err(Problem::Malformed));
        };
        if content.algorithm != MEGOLM {
            return Ok(Err(Problem::UnknownAlgorithm));
        }
        let Ok(key) = SessionKey::from_base64(&content.session_key) else {
            return Ok(Err(Problem::BadRoomKey));
        };
        let session = InboundGroupSession::new(&key, SessionConfig::version_1());
        if session.session_id() != content.session_id {
            return Ok(Err(Problem::BadRoomKey));
        }
        Self::add_session(storage, content.room_id, session, sender, now)
    }

    /// Stores a session, merged with the copy that is there.
    pub(super) fn add_session(
        storage: &mut dyn Storage,
        room_id: OwnedRoomId,
        mut session: InboundGroupSession,
        sender: KeySender,
        now: Timestamp,
    ) -> Result<Result<Option<(OwnedRoomId, String)>, Problem>, KeysError> {
        let session_id = session.session_id();
        let mut record = InboundRecord {
            room_id: room_id.clone(),
            session_id: session_id.clone(),
            pickle: to_secret(&session.pickle())?,
            sender: sender.user_id,
            sender_device: sender.device_id,
            sender_key: sender.curve25519,
            signing_key: sender.ed25519,
            first_known_index: session.first_known_index(),
            provenance: sender.provenance,
            decrypted: false,
            received_at: now,
        };
        let known = storage.inbound(&room_id, &session_id)?;
        if let Some(known) = known {
            let pickle: InboundGroupSessionPickle = from_secret(&known.pickle)?;
            let mut before = InboundGroupSession::from_pickle(pickle);
            let same_sender =
                known.sender == record.sender && known.sender_key == record.sender_key;
            let better_sender = record.provenance > known.provenance;
            let Some(merged) = before.merge(&mut session) else {
                return Ok(Err(Problem::SessionConflict));
            };
            if !same_sender && !better_sender {
                return Ok(Err(Problem::SessionConflict));
            }
            let better_index = merged.first_known_index() < known.first_known_index;
            if !better_index && !better_sender {
                return Ok(Ok(None));
            }
            // The lower index and the better provenance are kept, each by itself.
            record.pickle = to_secret(&merged.pickle())?;
            record.first_known_index = merged.first_known_index();
            record.decrypted = known.decrypted;
            record.received_at = known.received_at;
            if !better_sender {
                record.sender_device = known.sender_device;
                record.signing_key = known.signing_key;
                record.provenance = known.provenance;
            }
        }
        storage.save_inbound(&record)?;
        storage.delete_wanted_key(&room_id, &session_id)?;
        Ok(Ok(Some((room_id, session_id))))
    }

    /// The session of a room by which an event is decrypted.
    pub(super) fn load_session(
        storage: &mut dyn Storage,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<(InboundRecord, InboundGroupSession)>, KeysError> {
        let Some(record) = storage.inbound(room_id, session_id)? else {
            return Ok(None);
        };
        let pickle: InboundGroupSessionPickle = from_secret(&record.pickle)?;
        Ok(Some((record, InboundGroupSession::from_pickle(pickle))))
    }
}
