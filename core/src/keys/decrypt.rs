//! Decrypting the events of a room.

use std::borrow::Cow;
use std::fmt;

use ruma::{OwnedDeviceId, OwnedEventId, OwnedRoomId, OwnedUserId, RoomId};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use vodozemac::megolm::{DecryptionError, MegolmMessage};
use zeroize::Zeroizing;

use super::device_keys::MEGOLM;
use super::error::KeysError;
use super::machine::Machine;
use super::secret::to_secret;
use super::storage::{MessageIndexRecord, Storage, WantedKeyRecord};
use super::types::{Provenance, WithheldCode};
use crate::time::Timestamp;

/// A decrypted event.
#[derive(Clone, PartialEq)]
pub struct Decrypted {
    /// The type inside.
    pub event_type: String,
    /// The content inside. A relation that stands only in clear is carried over.
    pub content: Map<String, Value>,
    /// Who sent it; the owner of the session.
    pub sender: OwnedUserId,
    /// From which device, when it is known.
    pub sender_device: Option<OwnedDeviceId>,
    /// The session that decrypted it.
    pub session_id: String,
    /// Its index in the session.
    pub index: u32,
    /// How far its sender is known.
    pub provenance: Provenance,
}

impl fmt::Debug for Decrypted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decrypted")
            .field("provenance", &self.provenance)
            .finish_non_exhaustive()
    }
}

/// Why an event cannot be decrypted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Undecryptable {
    /// The key has not come yet. Waits for a key of this session; it is being asked for.
    #[error("the key is missing")]
    MissingKey {
        /// The session.
        session_id: String,
    },
    /// The sender does not give us the key. May still change: waits like a missing key.
    #[error("the key is withheld ({})", code.as_str())]
    Withheld {
        /// The session.
        session_id: String,
        /// The reason.
        code: WithheldCode,
    },
    /// The key we have begins later. May still change: waits like a missing key.
    #[error("the key begins after this message")]
    UnknownIndex {
        /// The session.
        session_id: String,
    },
    /// The session is not the sender's. Somebody pretends.
    #[error("the session belongs to another sender")]
    SenderMismatch,
    /// The ciphertext was seen before as another event. Somebody repeats it.
    #[error("another event has the same place in the session")]
    Replay,
    /// The payload is for another room. Somebody moved it.
    #[error("the message belongs to another room")]
    RoomMismatch,
    /// The ciphertext is not what the session wrote.
    #[error("the ciphertext is damaged")]
    BadCiphertext,
    /// It is encrypted in a way that is not used here.
    #[error("the algorithm is unknown")]
    UnknownAlgorithm,
    /// The event or what is inside has not the form that the specification asks for.
    #[error("the event is malformed")]
    Malformed,
}

impl Undecryptable {
    /// The session for whose key the event waits, when another key can help.
    #[must_use]
    pub fn waits_for(&self) -> Option<&str> {
        match self {
            Self::MissingKey { session_id }
            | Self::Withheld { session_id, .. }
            | Self::UnknownIndex { session_id } => Some(session_id),
            _ => None,
        }
    }
}

#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "as the event has them")]
struct Event<'a> {
    event_id: OwnedEventId,
    sender: OwnedUserId,
    origin_server_ts: u64,
    #[serde(rename = "type", borrow)]
    event_type: Cow<'a, str>,
    #[serde(default)]
    state_key: Option<String>,
    #[serde(borrow)]
    content: &'a RawValue,
}

#[derive(Deserialize)]
struct Encrypted<'a> {
    #[serde(borrow)]
    algorithm: Cow<'a, str>,
    #[serde(borrow)]
    ciphertext: Option<&'a RawValue>,
    session_id: Option<String>,
    sender_key: Option<String>,
    #[serde(rename = "m.relates_to")]
    relation: Option<Value>,
}

#[derive(Deserialize)]
struct Payload {
    #[serde(rename = "type")]
    event_type: String,
    content: Map<String, Value>,
    room_id: OwnedRoomId,
}

impl Machine {
    /// Decrypts an event of a room, given as raw JSON. The same event may be decrypted any
    /// number of times.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done; the inner error is about the event.
    pub fn decrypt(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        event: &str,
        now: Timestamp,
    ) -> Result<Result<Decrypted, Undecryptable>, KeysError> {
        let Ok(event) = serde_json::from_str::<Event<'_>>(event) else {
            return Ok(Err(Undecryptable::Malformed));
        };
        if event.event_type != "m.room.encrypted" || event.state_key.is_some() {
            return Ok(Err(Undecryptable::Malformed));
        }
        let Ok(content) = serde_json::from_str::<Encrypted<'_>>(event.content.get()) else {
            return Ok(Err(Undecryptable::Malformed));
        };
        if content.algorithm != MEGOLM {
            return Ok(Err(Undecryptable::UnknownAlgorithm));
        }
        let text = content
            .ciphertext
            .and_then(|raw| serde_json::from_str::<String>(raw.get()).ok());
        let message = text.and_then(|text| MegolmMessage::from_base64(&text).ok());
        let (Some(message), Some(session_id)) = (message, content.session_id) else {
            return Ok(Err(Undecryptable::Malformed));
        };
        let Some((mut record, mut session)) = Self::load_session(storage, room, &session_id)?
        else {
            let sender_key = content.sender_key.as_deref();
            return Self::missing(storage, room, &event.sender, session_id, sender_key, now)
                .map(Err);
        };
        if record.sender != event.sender || record.provenance == Provenance::Contradicted {
            return Ok(Err(Undecryptable::SenderMismatch));
        }
        let message = match session.decrypt(&message) {
            Ok(message) => message,
            Err(DecryptionError::UnknownMessageIndex(..)) => {
                return Ok(Err(Undecryptable::UnknownIndex { session_id }));
            }
            Err(_) => return Ok(Err(Undecryptable::BadCiphertext)),
        };
        let (plaintext, index) = (Zeroizing::new(message.plaintext), message.message_index);
        let this = MessageIndexRecord {
            event_id: event.event_id,
            origin_server_ts: event.origin_server_ts,
        };
        match storage.message_index(room, &session_id, index)? {
            Some(seen) if seen != this => return Ok(Err(Undecryptable::Replay)),
            _ => {}
        }
        let Ok(mut payload) = serde_json::from_slice::<Payload>(&plaintext) else {
            return Ok(Err(Undecryptable::Malformed));
        };
        if payload.room_id != room {
            return Ok(Err(Undecryptable::RoomMismatch));
        }
        storage.save_message_index(room, &session_id, index, &this)?;
        if !record.decrypted {
            record.decrypted = true;
            record.pickle = to_secret(&session.pickle())?;
            storage.save_inbound(&record)?;
        }
        if let Some(relation) = content.relation {
            payload.content.entry("m.relates_to").or_insert(relation);
        }
        Ok(Ok(Decrypted {
            event_type: payload.event_type,
            content: payload.content,
            sender: record.sender,
            sender_device: record.sender_device,
            session_id,
            index,
            provenance: record.provenance,
        }))
    }

    /// Why a session is not there; notes that it is missed.
    fn missing(
        storage: &mut dyn Storage,
        room: &RoomId,
        sender: &OwnedUserId,
        session_id: String,
        sender_key: Option<&str>,
        now: Timestamp,
    ) -> Result<Undecryptable, KeysError> {
        if storage.wanted_key(room, &session_id)?.is_none() {
            storage.save_wanted_key(&WantedKeyRecord {
                room_id: room.to_owned(),
                session_id: session_id.clone(),
                sender: sender.clone(),
                since: now,
                asked_at: None,
            })?;
        }
        let mut withheld = storage.withheld(room, &session_id)?;
        let key = sender_key.and_then(|key| vodozemac::Curve25519PublicKey::from_base64(key).ok());
        if let (None, Some(key)) = (&withheld, key) {
            withheld = storage.withheld_by(&key)?;
        }
        // Only the sender itself can say that it withholds.
        Ok(
            match withheld.filter(|withheld| withheld.sender == *sender) {
                Some(withheld) => Undecryptable::Withheld {
                    session_id,
                    code: withheld.code,
                },
                None => Undecryptable::MissingKey { session_id },
            },
        )
    }
}
