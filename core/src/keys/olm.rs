//! Olm: encrypting to one device, decrypting from one, replacing what is broken.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::time::Duration;

use ruma::{OwnedUserId, UserId};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};
use sha2::{Digest, Sha256};
use vodozemac::Curve25519PublicKey;
use vodozemac::olm::{OlmMessage, PreKeyMessage, Session, SessionConfig, SessionPickle};
use zeroize::Zeroizing;

use super::account::LocalAccount;
use super::device_keys::{OLM, own_device_keys};
use super::error::KeysError;
use super::machine::Machine;
use super::secret::{from_secret, to_secret};
use super::storage::{DeviceRecord, OlmSessionRecord, SessionNeed, Storage};
use crate::time::{HOUR, Timestamp};

/// How many Olm sessions are kept per device.
const SESSIONS_PER_DEVICE: usize = 5;
/// How often a broken session with a device is replaced at most.
const HEALING_PAUSE: Duration = HOUR;
/// How many unknown senders of unreadable messages are remembered.
const UNKNOWN_BROKEN: usize = 50;

/// An Olm message as it stands in an event.
#[derive(Deserialize)]
pub(super) struct Ciphertext<'a> {
    #[serde(rename = "type")]
    kind: usize,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

/// What became of an Olm message.
pub(super) enum Opened {
    /// Its payload. `replaced` when it came by a new session although there were others.
    Payload {
        plaintext: Zeroizing<Vec<u8>>,
        replaced: bool,
    },
    /// It was handled before.
    Repeated,
    /// It is not an Olm message.
    Malformed,
    /// No session could decrypt it.
    Broken,
}

impl Machine {
    /// Decrypts an Olm message and saves what that changed: the session, and in `account` the
    /// one-time key that is used up (`account_changed`).
    pub(super) fn open(
        storage: &mut dyn Storage,
        account: &mut LocalAccount,
        account_changed: &mut bool,
        sender_key: Curve25519PublicKey,
        message: &Ciphertext<'_>,
        now: Timestamp,
    ) -> Result<Opened, KeysError> {
        let decoded = vodozemac::base64_decode(message.body.as_bytes());
        let Ok(bytes) = decoded else {
            return Ok(Opened::Malformed);
        };
        let hash: [u8; 32] = Sha256::new()
            .chain_update(sender_key.as_bytes())
            .chain_update(&bytes)
            .finalize()
            .into();
        if storage.olm_message_seen(&hash)? {
            return Ok(Opened::Repeated);
        }
        let Ok(message) = OlmMessage::from_parts(message.kind, &bytes) else {
            return Ok(Opened::Malformed);
        };
        storage.save_olm_message(&hash, now)?;
        let mut sessions = storage.olm_sessions(&sender_key)?;
        sessions.sort_by_key(|session| Reverse(last_used(session)));
        if let OlmMessage::PreKey(first) = &message {
            let id = first.session_id();
            // A known session that fails is not made a second time: its one-time key is gone,
            // or somebody repeats its beginning.
            if sessions.iter().all(|session| session.session_id != id) {
                let Some(plaintext) = Self::accept(storage, account, sender_key, first, now)?
                else {
                    return Ok(Opened::Broken);
                };
                *account_changed = true;
                Self::bound_sessions(storage, sessions.as_slice())?;
                let replaced = !sessions.is_empty();
                return Ok(Opened::Payload {
                    plaintext,
                    replaced,
                });
            }
            sessions.retain(|session| session.session_id == id);
        }
        for mut record in sessions {
            let mut session = Session::from_pickle(from_secret::<SessionPickle>(&record.pickle)?);
            if let Ok(plaintext) = session.decrypt(&message) {
                record.pickle = to_secret(&session.pickle())?;
                record.last_received_at = Some(now);
                storage.save_olm_session(&record)?;
                let plaintext = Zeroizing::new(plaintext);
                return Ok(Opened::Payload {
                    plaintext,
                    replaced: false,
                });
            }
        }
        Ok(Opened::Broken)
    }

    /// Makes the session that a pre-key message begins, if it decrypts.
    fn accept(
        storage: &mut dyn Storage,
        account: &mut LocalAccount,
        sender_key: Curve25519PublicKey,
        first: &PreKeyMessage,
        now: Timestamp,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, KeysError> {
        let config = SessionConfig::version_1();
        let Ok(made) = account
            .olm
            .create_inbound_session(config, sender_key, first)
        else {
            return Ok(None);
        };
        account.note_fallback_use(Some(first.one_time_key()), now);
        storage.save_olm_session(&OlmSessionRecord {
            peer: sender_key,
            session_id: made.session.session_id(),
            pickle: to_secret(&made.session.pickle())?,
            created_at: now,
            last_received_at: Some(now),
        })?;
        Ok(Some(Zeroizing::new(made.plaintext)))
    }

    /// Deletes the sessions that were unused longest, to make room for a new one. `sessions` is
    /// sorted, the last used first.
    fn bound_sessions(
        storage: &mut dyn Storage,
        sessions: &[OlmSessionRecord],
    ) -> Result<(), KeysError> {
        for old in sessions.iter().skip(SESSIONS_PER_DEVICE - 1) {
            storage.delete_olm_session(&old.peer, &old.session_id)?;
        }
        Ok(())
    }

    /// Makes a session by a claimed key. `false` when the key is unusable.
    pub(super) fn begin_session(
        storage: &mut dyn Storage,
        account: &LocalAccount,
        device: &DeviceRecord,
        one_time_key: Curve25519PublicKey,
        now: Timestamp,
    ) -> Result<bool, KeysError> {
        let config = SessionConfig::version_1();
        let made = account
            .olm
            .create_outbound_session(config, device.curve25519, one_time_key);
        let Ok(session) = made else { return Ok(false) };
        let mut others = storage.olm_sessions(&device.curve25519)?;
        others.sort_by_key(|session| Reverse(last_used(session)));
        Self::bound_sessions(storage, &others)?;
        storage.save_olm_session(&OlmSessionRecord {
            peer: device.curve25519,
            session_id: session.session_id(),
            pickle: to_secret(&session.pickle())?,
            created_at: now,
            last_received_at: None,
        })?;
        Ok(true)
    }

    /// Encrypts to a device with the session that was last made or received by; `None` when
    /// there is no session.
    pub(super) fn seal(
        &self,
        storage: &mut dyn Storage,
        sender_device_keys: &RawValue,
        device: &DeviceRecord,
        event_type: &str,
        content: &RawValue,
    ) -> Result<Option<Box<RawValue>>, KeysError> {
        #[derive(serde::Serialize)]
        struct Payload<'a> {
            #[serde(rename = "type")]
            event_type: &'a str,
            content: &'a RawValue,
            sender: &'a UserId,
            recipient: &'a UserId,
            recipient_keys: serde_json::Value,
            keys: serde_json::Value,
            sender_device_keys: &'a RawValue,
        }
        let sessions = storage.olm_sessions(&device.curve25519)?;
        let Some(mut record) = sessions.into_iter().max_by_key(last_used) else {
            return Ok(None);
        };
        let payload = to_secret(&Payload {
            event_type,
            content,
            sender: &self.user_id,
            recipient: &device.user_id,
            recipient_keys: json!({ "ed25519": device.ed25519.to_base64() }),
            keys: json!({ "ed25519": self.identity.ed25519.to_base64() }),
            sender_device_keys,
        })?;
        let mut session = Session::from_pickle(from_secret::<SessionPickle>(&record.pickle)?);
        let Ok(message) = session.encrypt(payload.as_bytes()) else {
            return Ok(None);
        };
        record.pickle = to_secret(&session.pickle())?;
        storage.save_olm_session(&record)?;
        let (kind, body) = message.to_parts();
        let ciphertext = json!({
            device.curve25519.to_base64(): {
                "type": kind,
                "body": vodozemac::base64_encode(body),
            }
        });
        let content = json!({
            "algorithm": OLM,
            "sender_key": self.identity.curve25519.to_base64(),
            "ciphertext": ciphertext,
        });
        to_raw_value(&content)
            .map(Some)
            .map_err(|_| KeysError::Damaged)
    }

    /// Our device keys as they go into Olm payloads.
    pub(super) fn sender_device_keys(account: &LocalAccount) -> Result<Box<RawValue>, KeysError> {
        to_raw_value(&own_device_keys(account)).map_err(|_| KeysError::Damaged)
    }

    /// Has the sessions with a sender replaced whose message could not be decrypted, at most
    /// once an hour.
    pub(super) fn note_broken(
        storage: &mut dyn Storage,
        account: &mut LocalAccount,
        account_changed: &mut bool,
        sender: &OwnedUserId,
        sender_key: Curve25519PublicKey,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        let Some(mut device) = Self::device_of(storage, sender, &sender_key)? else {
            let unknown = &mut account.state.unknown_broken;
            let broken = (sender.clone(), sender_key);
            if !unknown.contains(&broken) && unknown.len() < UNKNOWN_BROKEN {
                unknown.push(broken);
                *account_changed = true;
            }
            return Ok(());
        };
        let healed = device
            .healed_at
            .is_some_and(|at| now.since(at) < HEALING_PAUSE);
        if !healed && device.present && !device.changed_keys {
            device.session = SessionNeed::Broken;
            device.healed_at = Some(now);
            storage.save_device(&device)?;
        }
        Ok(())
    }
}

/// When a session was last of use: received by, or made.
fn last_used(session: &OlmSessionRecord) -> (Timestamp, Timestamp) {
    let received = session.last_received_at.unwrap_or(session.created_at);
    (received.max(session.created_at), session.created_at)
}
