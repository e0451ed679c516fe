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
use ruma::{OwnedDeviceId, OwnedEventId, OwnedRoomId, OwnedUserId};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};
use zeroize::Zeroizing;

use super::types::{Provenance, RequestId, WithheldCode};
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

/// One Olm session with a device.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OlmSessionRecord {
    /// The device's owner. Anybody may publish another's identity key as their own: a session
    /// made for one user is never used for another.
    pub user_id: OwnedUserId,
    /// The device's Curve25519 key.
    pub peer: Curve25519PublicKey,
    /// vodozemac's id of the session. Unique together with `user_id` and `peer`.
    pub session_id: String,
    /// The session itself.
    pub pickle: Secret,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last decrypted something; the newest one is encrypted with.
    pub last_received_at: Option<Timestamp>,
}

/// What is known of a user's device list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserRecord {
    /// Whose list it is.
    pub user_id: OwnedUserId,
    /// Set while the list must be asked for; since when.
    pub outdated_since: Option<Timestamp>,
    /// Raised with each change that was announced. An answer counts only when this is what it
    /// was when the question was put.
    pub generation: u64,
    /// Whether a query has ever been answered for this user.
    pub known: bool,
    /// Failed queries since the last good one.
    pub failures: u32,
    /// Not to be asked for before.
    pub retry_at: Timestamp,
}

/// A device and the keys that were pinned when it was first seen. The record stays when the
/// device goes: the pin is for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceRecord {
    /// The owner.
    pub user_id: OwnedUserId,
    /// The device, unique with `user_id`.
    pub device_id: OwnedDeviceId,
    /// Pinned identity key. Nothing proves that only one device names it: it is looked up
    /// among the devices of one user only.
    pub curve25519: Curve25519PublicKey,
    /// Pinned signing key.
    pub ed25519: Ed25519PublicKey,
    /// The published, signed device keys as raw JSON; the newest that carry the pinned keys.
    pub device_keys: String,
    /// Whether the newest device list has it.
    pub present: bool,
    /// Whether the server has shown other keys under this device id. It gets no keys while the
    /// newest list says so.
    pub changed_keys: bool,
    /// Whether a new Olm session with it is needed.
    pub session: SessionNeed,
    /// When a broken session with it was last replaced.
    pub healed_at: Option<Timestamp>,
    /// Claims since the last good one that gave no usable key.
    pub claim_failures: u32,
    /// No claim for it before.
    pub claim_retry_at: Timestamp,
}

/// Whether a new Olm session with a device is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SessionNeed {
    /// No: there is one, or nothing is to be sent.
    None,
    /// There is none and something is to be sent.
    Missing,
    /// What came by the one there was could not be decrypted; the new one is announced with
    /// `m.dummy`.
    Broken,
}

/// A Megolm session by which messages of a room are decrypted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundRecord {
    /// The room; unique together with `session_id`.
    pub room_id: OwnedRoomId,
    /// The id of the session (its Ed25519 key, base64).
    pub session_id: String,
    /// The session itself.
    pub pickle: Secret,
    /// The user who owns the session; events of others are refused.
    pub sender: OwnedUserId,
    /// The device of `sender`, once it is known by `sender_key`.
    pub sender_device: Option<OwnedDeviceId>,
    /// The Curve25519 key of the device that sent the key (for an own session, our own).
    pub sender_key: Curve25519PublicKey,
    /// The Ed25519 key which that device claimed in the Olm payload.
    pub signing_key: Ed25519PublicKey,
    /// The lowest index it can decrypt.
    pub first_known_index: u32,
    /// How it came here and how far its sender is known.
    pub provenance: Provenance,
    /// Whether it has decrypted anything yet.
    pub decrypted: bool,
    /// When it came.
    pub received_at: Timestamp,
}

/// The event that was decrypted at an index of a Megolm session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MessageIndexRecord {
    /// The event's id.
    pub event_id: OwnedEventId,
    /// The event's `origin_server_ts`, milliseconds.
    pub origin_server_ts: u64,
}

/// A Megolm session by which we encrypt, or did encrypt, in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboundRecord {
    /// The room; unique together with `session_id`.
    pub room_id: OwnedRoomId,
    /// The id of the session.
    pub session_id: String,
    /// The session, while it is current, and the session keys at the indexes from which it was
    /// shared, by which a device that lost its key gets it again.
    pub pickle: Secret,
    /// When it was made.
    pub created_at: Timestamp,
    /// Messages encrypted with it.
    pub messages: u32,
    /// `None` for the current session, of which a room has at most one. A retired one never
    /// encrypts again.
    pub retired_at: Option<Timestamp>,
}

/// That a device gets, has got or is refused an outbound session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShareRecord {
    /// The room; unique together with the next three.
    pub room_id: OwnedRoomId,
    /// The outbound session.
    pub session_id: String,
    /// The device's owner.
    pub user_id: OwnedUserId,
    /// The device.
    pub device_id: OwnedDeviceId,
    /// The device's identity key at that time.
    pub curve25519: Curve25519PublicKey,
    /// What was decided, and how far it has come.
    pub state: ShareState,
}

/// How far the sharing of a session with a device is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareState {
    /// The key from this index on is to be sent (again): no request carries it yet.
    Wanted(u32),
    /// A request carries the key from this index on.
    Sending(u32, RequestId),
    /// The server has taken the key from this index on.
    Shared(u32),
    /// It is refused, and has been or is being told why.
    Withheld(WithheldCode),
}

/// Why a key was not sent to us (`m.room_key.withheld`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithheldRecord {
    /// Who withholds it.
    pub sender: OwnedUserId,
    /// The device that withholds it.
    pub sender_key: Curve25519PublicKey,
    /// The room and session; `None` for `m.no_olm`, which is about every session of that
    /// device.
    pub session: Option<(OwnedRoomId, String)>,
    /// The reason.
    pub code: WithheldCode,
    /// When it came.
    pub received_at: Timestamp,
}

/// A key for which an event waits, to be asked for from the event's sender.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedKeyRecord {
    /// The room; unique together with `session_id`.
    pub room_id: OwnedRoomId,
    /// The session.
    pub session_id: String,
    /// Who sent the event.
    pub sender: OwnedUserId,
    /// Since when it is missed.
    pub since: Timestamp,
    /// When it was asked for.
    pub asked_at: Option<Timestamp>,
}

/// A request that is to be made, for as long as it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestRecord {
    /// Its name; for a to-device message also the transaction id.
    pub id: RequestId,
    /// Raised by one for each new request; they are listed in this order.
    pub order: u64,
    /// What it is, as opaque bytes.
    pub body: Secret,
    /// When it was made.
    pub created_at: Timestamp,
    /// How often it has failed.
    pub failures: u32,
    /// Not to be tried before.
    pub retry_at: Timestamp,
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
