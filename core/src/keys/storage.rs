//! What the key management keeps, and the trait by which a store keeps it.
//!
//! The machine never caches an Olm account or session: each of its methods is given the
//! storage of *one write transaction*, loads what it needs, does its step and saves. The
//! caller begins that transaction before the call and commits it after; when the call or the
//! commit fails, nothing of the step has happened. Whoever implements [`Storage`] therefore
//! needs no locking and no caching of its own.
//!
//! Fields of type [`Secret`] are opaque bytes that hold private keys. They may be stored as
//! they are (the file is encrypted as a whole), must never be logged, and are zeroised when
//! dropped.

use std::fmt;

use ruma::{DeviceId, RoomId, UserId};
use vodozemac::Curve25519PublicKey;
use zeroize::Zeroizing;

pub use super::records::{
    DeviceRecord, InboundRecord, MessageIndexRecord, OlmSessionRecord, OutboundRecord,
    RequestRecord, SessionNeed, ShareRecord, ShareState, UserRecord, WantedKeyRecord,
    WithheldRecord,
};
use super::types::RequestId;
use crate::time::Timestamp;

/// The storage failed; nothing of the step may be committed.
///
/// Carries the store's own error, which the caller may take out again with
/// [`StorageError::into_inner`].
pub struct StorageError(Box<dyn std::error::Error + Send + Sync>);

impl StorageError {
    /// Wraps an error of the store.
    pub fn new(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self(Box::new(error))
    }

    /// The error that was given to [`StorageError::new`].
    #[must_use]
    pub fn into_inner(self) -> Box<dyn std::error::Error + Send + Sync> {
        self.0
    }
}

impl fmt::Debug for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StorageError(..)")
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the store of the keys failed")
    }
}

impl std::error::Error for StorageError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(self.0.as_ref())
    }
}

/// Bytes that hold private keys: zeroised when dropped, redacted in debug output.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over; the caller keeps no copy.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, to be stored.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// What a store does for the key management inside one write transaction.
///
/// `save_…` inserts or replaces by the key that the record's documentation names; deleting
/// what is not there is no error; lists come in no particular order unless said.
#[expect(
    clippy::missing_errors_doc,
    reason = "every method fails only as the store does"
)]
pub trait Storage {
    /// The Olm account with everything that belongs to it (at most one).
    fn account(&mut self) -> Result<Option<Secret>, StorageError>;
    /// Inserts or replaces the account.
    fn save_account(&mut self, account: &Secret) -> Result<(), StorageError>;

    /// All Olm sessions with this user's device of this key.
    fn olm_sessions(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
    ) -> Result<Vec<OlmSessionRecord>, StorageError>;
    /// Inserts or replaces an Olm session.
    fn save_olm_session(&mut self, session: &OlmSessionRecord) -> Result<(), StorageError>;
    /// Deletes one Olm session.
    fn delete_olm_session(
        &mut self,
        user_id: &UserId,
        peer: &Curve25519PublicKey,
        session_id: &str,
    ) -> Result<(), StorageError>;
    /// Deletes every Olm session.
    fn delete_olm_sessions(&mut self) -> Result<(), StorageError>;

    /// Whether an Olm message with this SHA-256 was noted before.
    fn olm_message_seen(&mut self, hash: &[u8; 32]) -> Result<bool, StorageError>;
    /// Notes the SHA-256 of an Olm message.
    fn save_olm_message(&mut self, hash: &[u8; 32], now: Timestamp) -> Result<(), StorageError>;
    /// Forgets the hashes that were noted before this time.
    fn forget_olm_messages(&mut self, before: Timestamp) -> Result<(), StorageError>;

    /// A user whose device list is tracked.
    fn user(&mut self, user_id: &UserId) -> Result<Option<UserRecord>, StorageError>;
    /// All users whose device lists are tracked.
    fn users(&mut self) -> Result<Vec<UserRecord>, StorageError>;
    /// The tracked users with `outdated_since` set.
    fn outdated_users(&mut self) -> Result<Vec<UserRecord>, StorageError>;
    /// Inserts or replaces a tracked user.
    fn save_user(&mut self, user: &UserRecord) -> Result<(), StorageError>;
    /// Stops tracking a user; the pinned devices stay.
    fn delete_user(&mut self, user_id: &UserId) -> Result<(), StorageError>;

    /// All devices ever seen of a user, those that are gone included.
    fn devices(&mut self, user_id: &UserId) -> Result<Vec<DeviceRecord>, StorageError>;
    /// One device.
    fn device(
        &mut self,
        user_id: &UserId,
        device_id: &DeviceId,
    ) -> Result<Option<DeviceRecord>, StorageError>;
    /// The devices whose `session` is not [`SessionNeed::None`].
    fn devices_wanting_session(&mut self) -> Result<Vec<DeviceRecord>, StorageError>;
    /// Inserts or replaces a device.
    fn save_device(&mut self, device: &DeviceRecord) -> Result<(), StorageError>;

    /// An inbound Megolm session.
    fn inbound(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<InboundRecord>, StorageError>;
    /// The inbound sessions, of all rooms, that came from the owner of this key.
    fn inbound_from(
        &mut self,
        sender_key: &Curve25519PublicKey,
    ) -> Result<Vec<InboundRecord>, StorageError>;
    /// Inserts or replaces an inbound Megolm session.
    fn save_inbound(&mut self, session: &InboundRecord) -> Result<(), StorageError>;

    /// What was decrypted at an index of a session.
    fn message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
    ) -> Result<Option<MessageIndexRecord>, StorageError>;
    /// Notes what was decrypted at an index of a session.
    fn save_message_index(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
        index: u32,
        record: &MessageIndexRecord,
    ) -> Result<(), StorageError>;

    /// The current outbound session of a room.
    fn outbound(&mut self, room_id: &RoomId) -> Result<Option<OutboundRecord>, StorageError>;
    /// An outbound session of a room, current or retired.
    fn outbound_session(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<OutboundRecord>, StorageError>;
    /// Inserts or replaces an outbound session.
    fn save_outbound(&mut self, session: &OutboundRecord) -> Result<(), StorageError>;
    /// Deletes the outbound sessions that were retired before this time, with their shares.
    fn delete_retired(&mut self, before: Timestamp) -> Result<(), StorageError>;
    /// Deletes every outbound session and all shares.
    fn delete_outbounds(&mut self) -> Result<(), StorageError>;

    /// With whom a session of a room is shared.
    fn shares(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Vec<ShareRecord>, StorageError>;
    /// The shares of all rooms with the owner of this key.
    fn shares_with(
        &mut self,
        curve25519: &Curve25519PublicKey,
    ) -> Result<Vec<ShareRecord>, StorageError>;
    /// The shares that are in [`ShareState::Sending`] by this request.
    fn shares_sent_by(&mut self, request: &RequestId) -> Result<Vec<ShareRecord>, StorageError>;
    /// Inserts or replaces a share.
    fn save_share(&mut self, share: &ShareRecord) -> Result<(), StorageError>;

    /// Why this session was withheld from us.
    fn withheld(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<WithheldRecord>, StorageError>;
    /// Whether the owner of this key said that it could not reach us (`m.no_olm`).
    fn withheld_by(
        &mut self,
        sender_key: &Curve25519PublicKey,
    ) -> Result<Option<WithheldRecord>, StorageError>;
    /// Inserts or replaces a reason, by its session, or by its sender's key when it has none.
    fn save_withheld(&mut self, withheld: &WithheldRecord) -> Result<(), StorageError>;
    /// Deletes the `m.no_olm` of the owner of this key.
    fn delete_withheld_by(&mut self, sender_key: &Curve25519PublicKey) -> Result<(), StorageError>;

    /// The note that a key is missed.
    fn wanted_key(
        &mut self,
        room_id: &RoomId,
        session_id: &str,
    ) -> Result<Option<WantedKeyRecord>, StorageError>;
    /// At most `limit` of the keys that are missed since before this time and were not asked
    /// for yet.
    fn unasked_keys(
        &mut self,
        before: Timestamp,
        limit: usize,
    ) -> Result<Vec<WantedKeyRecord>, StorageError>;
    /// The missed keys of one sender.
    fn wanted_keys_of(&mut self, sender: &UserId) -> Result<Vec<WantedKeyRecord>, StorageError>;
    /// Inserts or replaces the note that a key is missed.
    fn save_wanted_key(&mut self, wanted: &WantedKeyRecord) -> Result<(), StorageError>;
    /// Deletes the note that a key is missed.
    fn delete_wanted_key(&mut self, room_id: &RoomId, session_id: &str)
    -> Result<(), StorageError>;

    /// All pending requests, by `order`.
    fn requests(&mut self) -> Result<Vec<RequestRecord>, StorageError>;
    /// One pending request.
    fn request(&mut self, id: &RequestId) -> Result<Option<RequestRecord>, StorageError>;
    /// Inserts or replaces a pending request.
    fn save_request(&mut self, request: &RequestRecord) -> Result<(), StorageError>;
    /// Deletes a pending request.
    fn delete_request(&mut self, id: &RequestId) -> Result<(), StorageError>;

    /// Deletes everything of a room: inbound sessions, message indexes, outbound
    /// sessions, shares, withheld reasons, missed keys.
    fn delete_room(&mut self, room_id: &RoomId) -> Result<(), StorageError>;
}
