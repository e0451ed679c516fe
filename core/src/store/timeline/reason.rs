//! Why an event could not be decrypted, as it is kept.

use std::str::FromStr;

use crate::{keys::WithheldCode, store::error::StoreError};

/// Why an event could not be decrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UndecryptedReason {
    /// The key has not come yet.
    MissingKey,
    /// It was said before this device was in the chat, and the key has not come.
    BeforeDevice,
    /// The sender does not give us the key.
    Withheld(WithheldCode),
    /// The key we have begins after this message.
    UnknownIndex,
    /// The session belongs to another sender.
    SenderMismatch,
    /// Another event has the same place in the session.
    Replay,
    /// The message belongs to another room.
    RoomMismatch,
    /// The ciphertext is damaged.
    BadCiphertext,
    /// The algorithm is unknown.
    UnknownAlgorithm,
    /// The event is malformed.
    Malformed,
}

/// What stands before the code of a withheld key.
const WITHHELD: &str = "withheld ";

impl UndecryptedReason {
    pub(super) fn to_stored(self) -> String {
        match self {
            Self::Withheld(code) => format!("{WITHHELD}{}", code.as_str()),
            other => other.name().to_owned(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::MissingKey => "missing_key",
            Self::BeforeDevice => "before_device",
            Self::Withheld(_) => WITHHELD,
            Self::UnknownIndex => "unknown_index",
            Self::SenderMismatch => "sender_mismatch",
            Self::Replay => "replay",
            Self::RoomMismatch => "room_mismatch",
            Self::BadCiphertext => "bad_ciphertext",
            Self::UnknownAlgorithm => "unknown_algorithm",
            Self::Malformed => "malformed",
        }
    }
}

impl FromStr for UndecryptedReason {
    type Err = StoreError;

    fn from_str(stored: &str) -> Result<Self, StoreError> {
        if let Some(code) = stored.strip_prefix(WITHHELD) {
            return Ok(Self::Withheld(WithheldCode::parse(code)));
        }
        [
            Self::MissingKey,
            Self::BeforeDevice,
            Self::UnknownIndex,
            Self::SenderMismatch,
            Self::Replay,
            Self::RoomMismatch,
            Self::BadCiphertext,
            Self::UnknownAlgorithm,
            Self::Malformed,
        ]
        .into_iter()
        .find(|reason| reason.name() == stored)
        .ok_or(StoreError::Damaged)
    }
}
