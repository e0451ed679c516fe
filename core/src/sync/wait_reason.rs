//! Why a message cannot be read, as people are told.

use crate::store::UndecryptedReason;

/// Why a message waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WaitReason {
    /// It was said before this device was in the chat.
    BeforeDevice,
    /// Its key has not arrived.
    KeyMissing,
    /// Its sender does not give this device the key.
    Withheld,
    /// It is damaged, was replayed, or is not from whom it claims to be; it will never be shown.
    Refused,
}

impl From<UndecryptedReason> for WaitReason {
    fn from(reason: UndecryptedReason) -> Self {
        match reason {
            UndecryptedReason::BeforeDevice => Self::BeforeDevice,
            UndecryptedReason::MissingKey | UndecryptedReason::UnknownIndex => Self::KeyMissing,
            UndecryptedReason::Withheld(_) => Self::Withheld,
            UndecryptedReason::SenderMismatch
            | UndecryptedReason::Replay
            | UndecryptedReason::RoomMismatch
            | UndecryptedReason::BadCiphertext
            | UndecryptedReason::UnknownAlgorithm
            | UndecryptedReason::Malformed => Self::Refused,
        }
    }
}
