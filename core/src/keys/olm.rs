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
use vodozemac::olm::{OlmMessage, Session, SessionConfig, SessionPickle};
use zeroize::Zeroizing;

use super::account::LocalAccount;
use super::device_keys::OLM;
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
        (sender, sender_key): (&OwnedUserId, Curve25519PublicKey),
        message: &Ciphertext<'_>,
        now: Timestamp,
    ) -> Result<Opened, KeysError> {
        let decoded = vodozemac::base64_decode(message.body.as_bytes());
        let Ok(bytes) = decoded else {
            return Ok(Opened::Malformed);
        };
        let hash: [u8; 32] = Sha256::new()
            .chain_update(sender.as_str())
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
        let mut sessions = storage.olm_sessions(sender, &sender_key)?;
        sessions.sort_by_key(|session| Reverse(last_used(session)));
        if let OlmMessage::PreKey(first) = &message {
            let id = first.session_id();
            // A known session that fails is not made a second time: its one-time key is gone,
            // or somebody repeats its beginning.
            if sessions.iter().all(|session| session.session_id != id) {
                let made = account.olm()?.create_inbound_session(
                    SessionConfig::version_1(),
                    sender_key,
                    first,
                );
                let Ok(made) = made else {
                    return Ok(Opened::Broken);
                };
                account.note_fallback_use(Some(first.one_time_key()), now);
                *account_changed = true;
                let peer = (sender, sender_key);
                Self::add_olm_session(storage, peer, &made.session, &sessions, true, now)?;
                return Ok(Opened::Payload {
                    plaintext: Zeroizing::new(made.plaintext),
                    replaced: !sessions.is_empty(),
                });
            }
            sessions.retain(|session| session.session_id == id);
        }
        let used_at = next_use(&sessions, now);
        for mut record in sessions {
            let mut session = Session::from_pickle(from_secret::<SessionPickle>(&record.pickle)?);
            if let Ok(plaintext) = session.decrypt(&message) {
                record.pickle = to_secret(&session.pickle())?;
                record.last_received_at = Some(used_at);
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

    /// Saves a new session and deletes those that were unused longest, to make room for it.
    /// `others` are sorted, the last used first.
    fn add_olm_session(
        storage: &mut dyn Storage,
        (user_id, peer): (&OwnedUserId, Curve25519PublicKey),
        session: &Session,
        others: &[OlmSessionRecord],
        received: bool,
        now: Timestamp,
    ) -> Result<(), KeysError> {
        for old in others.iter().skip(SESSIONS_PER_DEVICE - 1) {
            storage.delete_olm_session(user_id, &peer, &old.session_id)?;
        }
        let used_at = next_use(others, now);
        storage.save_olm_session(&OlmSessionRecord {
            user_id: user_id.clone(),
            peer,
            session_id: session.session_id(),
            pickle: to_secret(&session.pickle())?,
            created_at: used_at,
            last_received_at: received.then_some(used_at),
        })?;
        Ok(())
    }

    /// Makes a session by a claimed key. `false` when the key is unusable.
    pub(super) fn begin_session(
        storage: &mut dyn Storage,
        account: &mut LocalAccount,
        device: &DeviceRecord,
        one_time_key: Curve25519PublicKey,
        now: Timestamp,
    ) -> Result<bool, KeysError> {
        let config = SessionConfig::version_1();
        let made = account
            .olm()?
            .create_outbound_session(config, device.curve25519, one_time_key);
        let Ok(session) = made else { return Ok(false) };
        let peer = (&device.user_id, device.curve25519);
        let mut others = storage.olm_sessions(peer.0, &peer.1)?;
        others.sort_by_key(|session| Reverse(last_used(session)));
        Self::add_olm_session(storage, peer, &session, &others, false, now)?;
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
        let sessions = storage.olm_sessions(&device.user_id, &device.curve25519)?;
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
        let keys = account.state.device_keys.clone();
        RawValue::from_string(keys).map_err(|_| KeysError::Damaged)
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
            .is_some_and(|at| now.distance(at) < HEALING_PAUSE);
        if !healed && device.present && !device.changed_keys {
            device.session = SessionNeed::Broken;
            device.healed_at = Some(now);
            storage.save_device(&device)?;
        }
        Ok(())
    }
}

/// When a session was last of use: received by, or made.
fn last_used(session: &OlmSessionRecord) -> Timestamp {
    session
        .last_received_at
        .map_or(session.created_at, |at| at.max(session.created_at))
}

/// The time to note for a session that is of use now. Later than that of every other one, so
/// that neither two uses in a millisecond nor a clock that is set back leave it behind them.
fn next_use(others: &[OlmSessionRecord], now: Timestamp) -> Timestamp {
    let last = others.iter().map(last_used).max();
    last.map_or(now, |last| now.max(last.plus(Duration::from_millis(1))))
}
