//! Encrypting in a room.

use std::fmt;

use ruma::RoomId;
use serde::Serialize;
use serde_json::{Map, Value};
use vodozemac::megolm::GroupSession;

use super::device_keys::MEGOLM;
use super::error::KeysError;
use super::machine::Machine;
use super::recipients::{Recipients, Rotation};
use super::secret::{from_secret, to_secret};
use super::shares::OutboundSecret;
use super::storage::Storage;
use crate::time::Timestamp;

/// Whether a message can be encrypted now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Preparation {
    /// Every entitled device has the key.
    Ready,
    /// Something must be answered first: make [`Machine::requests`] and try again.
    Waiting,
}

/// An encrypted message.
#[derive(Clone, PartialEq)]
pub enum Encryption {
    /// The content of the `m.room.encrypted` event, to be sent after the transaction is
    /// committed. Fields may be added to it in clear.
    Content(Map<String, Value>),
    /// As [`Preparation::Waiting`]; nothing was encrypted.
    Waiting,
}

impl fmt::Debug for Encryption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Content(_) => "Encryption::Content(..)",
            Self::Waiting => "Encryption::Waiting",
        })
    }
}

impl Machine {
    /// Does everything that must be done before a message can be encrypted in this room: asks
    /// for device lists, replaces the session when it is due, shares it. Call it when somebody
    /// begins to write, to save time later.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn prepare(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        recipients: &Recipients,
        rotation: Rotation,
        now: Timestamp,
    ) -> Result<Preparation, KeysError> {
        let ready = self.settle(storage, room, recipients, rotation, now)?;
        Ok(if ready.is_some() {
            Preparation::Ready
        } else {
            Preparation::Waiting
        })
    }

    /// Encrypts an event for exactly these recipients, after the checks of
    /// [`Machine::prepare`] in the same transaction. `m.relates_to` is repeated in clear, where
    /// servers look for it.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step, and all of it is needed"
    )]
    pub fn encrypt(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        recipients: &Recipients,
        rotation: Rotation,
        event_type: &str,
        content: &Map<String, Value>,
        now: Timestamp,
    ) -> Result<Encryption, KeysError> {
        #[derive(Serialize)]
        struct Payload<'a> {
            #[serde(rename = "type")]
            event_type: &'a str,
            content: &'a Map<String, Value>,
            room_id: &'a RoomId,
        }
        let Some(mut outbound) = self.settle(storage, room, recipients, rotation, now)? else {
            return Ok(Encryption::Waiting);
        };
        let mut secret: OutboundSecret = from_secret(&outbound.pickle)?;
        let pickle = secret.session.take().ok_or(KeysError::Damaged)?;
        let mut session = GroupSession::from_pickle(pickle);
        let payload = to_secret(&Payload {
            event_type,
            content,
            room_id: room,
        })?;
        let ciphertext = session.encrypt(payload.as_bytes()).to_base64();
        secret.session = Some(session.pickle());
        outbound.pickle = to_secret(&secret)?;
        outbound.messages = outbound.messages.saturating_add(1);
        storage.save_outbound(&outbound)?;
        let mut encrypted = Map::new();
        encrypted.insert("algorithm".to_owned(), MEGOLM.into());
        encrypted.insert("ciphertext".to_owned(), ciphertext.into());
        encrypted.insert("session_id".to_owned(), outbound.session_id.into());
        // Deprecated, but older clients look for them.
        let sender_key = self.identity.curve25519.to_base64();
        encrypted.insert("sender_key".to_owned(), sender_key.into());
        encrypted.insert("device_id".to_owned(), self.device_id.as_str().into());
        if let Some(relation) = content.get("m.relates_to") {
            encrypted.insert("m.relates_to".to_owned(), relation.clone());
        }
        Ok(Encryption::Content(encrypted))
    }

    /// Has the next message of this room encrypted with a new session: the room's encryption or
    /// history visibility has changed, or a leave was seen that the member set does not show.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done.
    pub fn rotate(
        &self,
        storage: &mut dyn Storage,
        room: &RoomId,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        if let Some(mut outbound) = storage.outbound(room)? {
            outbound.retire(now)?;
            storage.save_outbound(&outbound)?;
        }
        Ok(())
    }
}
