//! The same steps with vodozemac alone: everything stays in memory as it is, nothing is stored,
//! checked or looked up.

use serde_json::json;
use vodozemac::{
    megolm::{GroupSession, InboundGroupSession, MegolmMessage, SessionConfig},
    olm::{Account, Session, SessionConfig as OlmConfig},
};

use super::{Measured, TEXT};
use crate::{Result, measure::timed};

/// How many one-time keys a new device uploads.
pub(super) const ONE_TIME_KEYS: usize = 50;

/// Makes the keys of a device.
pub(super) fn create() -> Measured {
    Ok(timed(|| Ok(Account::new()))?.1)
}

/// Makes the keys of an upload and signs each, the device keys too.
pub(super) fn upload() -> Measured {
    let mut account = Account::new();
    let (_, time) = timed(|| {
        account.generate_one_time_keys(ONE_TIME_KEYS);
        account.generate_fallback_key();
        let mut keys = Vec::new();
        for (id, key) in account.one_time_keys() {
            let text = format!(r#"{{"key":"{}"}}"#, key.to_base64());
            keys.push((id, account.sign(&text).to_base64(), text));
        }
        for (id, key) in account.fallback_key() {
            let text = format!(r#"{{"fallback":true,"key":"{}"}}"#, key.to_base64());
            keys.push((id, account.sign(&text).to_base64(), text));
        }
        let device = device_keys(&account);
        let signature = account.sign(&device).to_base64();
        Ok((keys, device, signature))
    })?;
    Ok(time)
}

fn device_keys(account: &Account) -> String {
    let keys = account.identity_keys();
    json!({
        "algorithms": ["m.olm.v1.curve25519-aes-sha2", "m.megolm.v1.aes-sha2"],
        "device_id": "ABCDEFGHIJ",
        "keys": {
            "curve25519:ABCDEFGHIJ": keys.curve25519.to_base64(),
            "ed25519:ABCDEFGHIJ": keys.ed25519.to_base64(),
        },
        "user_id": "@xyz_anna:chat.example",
    })
    .to_string()
}

/// A device that writes, with an Olm session to each of some others.
pub(super) struct Group {
    account: Account,
    sessions: Vec<Session>,
    outbound: GroupSession,
    inbound: InboundGroupSession,
    sent: Vec<MegolmMessage>,
}

impl Group {
    pub(super) fn new(devices: usize) -> Result<Self> {
        let account = Account::new();
        let mut sessions = Vec::new();
        for _ in 0..devices {
            let mut other = Account::new();
            other.generate_one_time_keys(1);
            let key = other.one_time_keys().into_values().next();
            let config = OlmConfig::version_1();
            let key = key.ok_or("no one-time key")?;
            sessions.push(account.create_outbound_session(config, other.curve25519_key(), key)?);
        }
        let outbound = GroupSession::new(SessionConfig::version_1());
        let inbound = InboundGroupSession::new(&outbound.session_key(), SessionConfig::version_1());
        Ok(Self {
            account,
            sessions,
            outbound,
            inbound,
            sent: Vec::new(),
        })
    }

    /// Makes a room key, encrypts it for each device, and a message with it.
    pub(super) fn share(&mut self) -> Measured {
        let device = device_keys(&self.account);
        let (_, time) = timed(|| {
            let mut outbound = GroupSession::new(SessionConfig::version_1());
            let key = outbound.session_key();
            let inbound = InboundGroupSession::new(&key, SessionConfig::version_1());
            let key = key.to_base64();
            let mut messages = Vec::new();
            for session in &mut self.sessions {
                let text = room_key(&outbound.session_id(), &key, &device);
                let (kind, bytes) = session.encrypt(text)?.to_parts();
                messages.push((kind, vodozemac::base64_encode(bytes)));
            }
            let message = outbound.encrypt(payload()).to_base64();
            Ok((inbound, messages, message))
        })?;
        Ok(time)
    }

    pub(super) fn encrypt(&mut self) -> Measured {
        let (message, time) = timed(|| {
            let message = self.outbound.encrypt(payload());
            let text = message.to_base64();
            Ok((message, text))
        })?;
        self.sent.push(message.0);
        Ok(time)
    }

    /// A device that reads what was encrypted.
    pub(super) fn reader(self) -> Result<Reader> {
        if self.sent.is_empty() {
            return Err("nothing to read".into());
        }
        Ok(Reader {
            inbound: self.inbound,
            messages: self.sent.iter().map(MegolmMessage::to_base64).collect(),
            next: 0,
        })
    }
}

/// Reads messages in order.
pub(super) struct Reader {
    inbound: InboundGroupSession,
    messages: Vec<String>,
    next: usize,
}

impl Reader {
    pub(super) fn decrypt(&mut self) -> Measured {
        let text = self.messages.get(self.next).ok_or("too few messages")?;
        let (_, time) = timed(|| {
            let message = MegolmMessage::from_base64(text)?;
            Ok(self.inbound.decrypt(&message)?)
        })?;
        self.next += 1;
        Ok(time)
    }
}

fn room_key(session_id: &str, key: &str, device: &str) -> String {
    json!({
        "type": "m.room_key",
        "sender": "@xyz_anna:chat.example",
        "recipient": "@xyz_b0:chat.example",
        "keys": {"ed25519": "0123456789012345678901234567890123456789012"},
        "recipient_keys": {"ed25519": "0123456789012345678901234567890123456789012"},
        "sender_device_keys": device,
        "content": {
            "algorithm": "m.megolm.v1.aes-sha2",
            "room_id": "!duty:chat.example",
            "session_id": session_id,
            "session_key": key,
        },
    })
    .to_string()
}

/// What a message is before it is encrypted.
fn payload() -> String {
    json!({
        "type": "m.room.message",
        "content": {"msgtype": "m.text", "body": TEXT},
        "room_id": "!duty:chat.example",
    })
    .to_string()
}
