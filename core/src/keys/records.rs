//! What the key management keeps, record by record.

use ruma::{OwnedDeviceId, OwnedEventId, OwnedRoomId, OwnedUserId};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use super::storage::Secret;
use super::types::{Provenance, RequestId, WithheldCode};
use crate::time::Timestamp;

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
