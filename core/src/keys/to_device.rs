//! Taking in what sync brings for the keys.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use ruma::{OneTimeKeyAlgorithm, OwnedDeviceId, OwnedRoomId, OwnedUserId, UInt};
use serde::Deserialize;
use serde_json::value::RawValue;
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use super::account::LocalAccount;
use super::device_keys::{OLM, PublishedDevice};
use super::error::KeysError;
use super::machine::Machine;
use super::olm::{Ciphertext, Opened};
use super::problem::{Problem, Problems};
use super::room_keys::KeySender;
use super::storage::Storage;
use super::types::Provenance;
use crate::time::Timestamp;

/// What one sync answer says about keys. All of it is applied in the transaction that saves the
/// positions, before they are acknowledged.
#[derive(Default)]
pub struct SyncChanges {
    /// To-device events as raw JSON, in the order in which they came.
    pub to_device: Vec<String>,
    /// `device_lists.changed`
    pub changed_users: Vec<OwnedUserId>,
    /// `device_lists.left`
    pub left_users: Vec<OwnedUserId>,
    /// `device_one_time_keys_count`. `None`, and an algorithm that is missing, mean unchanged,
    /// as simplified sliding sync has it.
    pub one_time_key_counts: Option<BTreeMap<OneTimeKeyAlgorithm, UInt>>,
    /// `device_unused_fallback_key_types`; `None` means unchanged.
    pub unused_fallback_keys: Option<Vec<OneTimeKeyAlgorithm>>,
}

/// What came of a sync answer.
#[derive(Debug, Default)]
pub struct Received {
    /// Room and session id of each key that is new or reaches further back: events that wait
    /// for it can be tried again.
    pub room_keys: Vec<(OwnedRoomId, String)>,
    /// Room and session id of each key of which we are told that we do not get it.
    pub withheld: Vec<(OwnedRoomId, String)>,
    /// Decrypted events that are not about room keys.
    pub other: Vec<DecryptedToDevice>,
    /// What was left out.
    pub problems: Problems,
}

/// A to-device event that came encrypted, from the keys that its sender published.
#[derive(Clone, PartialEq)]
pub struct DecryptedToDevice {
    /// The type.
    pub event_type: String,
    /// The content.
    pub content: serde_json::Value,
    /// Who sent it.
    pub sender: OwnedUserId,
    /// From which device, when its published keys are known.
    pub sender_device: Option<OwnedDeviceId>,
    /// The identity key of that device.
    pub sender_key: Curve25519PublicKey,
}

impl fmt::Debug for DecryptedToDevice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecryptedToDevice")
            .field("event_type", &self.event_type)
            .finish_non_exhaustive()
    }
}

/// A to-device event.
#[derive(Deserialize)]
#[expect(clippy::struct_field_names, reason = "as the event has them")]
struct Event<'a> {
    #[serde(rename = "type", borrow)]
    event_type: Cow<'a, str>,
    sender: OwnedUserId,
    #[serde(borrow)]
    content: &'a RawValue,
}

/// The content of an Olm-encrypted event.
#[derive(Deserialize)]
struct Encrypted<'a> {
    #[serde(borrow)]
    algorithm: Cow<'a, str>,
    #[serde(borrow)]
    sender_key: Cow<'a, str>,
    #[serde(borrow)]
    ciphertext: BTreeMap<String, Ciphertext<'a>>,
}

/// The payload of an Olm message.
#[derive(Deserialize)]
struct Payload<'a> {
    #[serde(rename = "type", borrow)]
    event_type: Cow<'a, str>,
    #[serde(borrow)]
    content: &'a RawValue,
    sender: OwnedUserId,
    recipient: OwnedUserId,
    #[serde(borrow)]
    recipient_keys: SigningKey<'a>,
    #[serde(borrow)]
    keys: SigningKey<'a>,
    #[serde(borrow, default, alias = "org.matrix.msc4147.device_keys")]
    sender_device_keys: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct SigningKey<'a> {
    #[serde(borrow)]
    ed25519: Cow<'a, str>,
}

/// One call of [`Machine::receive`].
struct Step<'a> {
    machine: &'a Machine,
    storage: &'a mut dyn Storage,
    account: LocalAccount,
    account_changed: bool,
    received: Received,
    now: Timestamp,
}

impl Machine {
    /// Applies one sync answer: to-device events in order, device list changes, key counts.
    ///
    /// # Errors
    /// [`KeysError`] when the step could not be done. What is wrong with the answer is counted
    /// in [`Received::problems`].
    pub fn receive(
        &self,
        storage: &mut dyn Storage,
        changes: SyncChanges,
        now: Timestamp,
    ) -> Result<Received, KeysError> {
        for user_id in &changes.changed_users {
            Self::note_changed(storage, user_id, now)?;
        }
        for user_id in &changes.left_users {
            self.note_left(storage, user_id)?;
        }
        let signed = OneTimeKeyAlgorithm::SignedCurve25519;
        let counts = changes.one_time_key_counts.as_ref();
        let count = counts
            .and_then(|counts| counts.get(&signed))
            .map(|count| u64::from(*count));
        let unused = changes
            .unused_fallback_keys
            .map(|unused| unused.contains(&signed));
        if count.is_some() || unused.is_some() {
            Self::note_key_counts(storage, count, unused, now)?;
        }
        let account = LocalAccount::load(storage)?;
        let received = Received::default();
        let mut step = Step {
            machine: self,
            storage,
            account,
            account_changed: false,
            received,
            now,
        };
        for raw in &changes.to_device {
            if let Err(problem) = step.event(raw)? {
                step.received.problems.count(problem);
            }
        }
        if step.account_changed {
            step.account.save(step.storage)?;
        }
        Ok(step.received)
    }
}

type Outcome = Result<Result<(), Problem>, KeysError>;

impl Step<'_> {
    fn event(&mut self, raw: &str) -> Outcome {
        let Ok(event) = serde_json::from_str::<Event<'_>>(raw) else {
            return Ok(Err(Problem::Malformed));
        };
        match &*event.event_type {
            "m.room.encrypted" => self.encrypted(&event.sender, event.content.get()),
            "m.room_key" | "m.forwarded_room_key" | "m.dummy" => Ok(Err(Problem::NotEncrypted)),
            "m.room_key.withheld" => self.withheld(event.sender, event.content.get()),
            "m.room_key_request" => {
                let (machine, now) = (self.machine, self.now);
                let own_keys = Machine::sender_device_keys(&self.account)?;
                let content = event.content.get();
                machine.answer_key_request(self.storage, &own_keys, &event.sender, content, now)
            }
            // Nothing else is believed that was not encrypted.
            _ => Ok(Ok(())),
        }
    }

    fn encrypted(&mut self, sender: &OwnedUserId, content: &str) -> Outcome {
        let Ok(content) = serde_json::from_str::<Encrypted<'_>>(content) else {
            return Ok(Err(Problem::Malformed));
        };
        if content.algorithm != OLM {
            return Ok(Err(Problem::UnknownAlgorithm));
        }
        let Ok(sender_key) = Curve25519PublicKey::from_base64(&content.sender_key) else {
            return Ok(Err(Problem::Malformed));
        };
        let own_key = self.machine.identity.curve25519;
        if sender_key == own_key {
            return Ok(Err(Problem::WrongSender));
        }
        let Some(message) = content.ciphertext.get(&own_key.to_base64()) else {
            return Ok(Err(Problem::NotForUs));
        };
        let account = &mut self.account;
        let changed = &mut self.account_changed;
        match Machine::open(
            self.storage,
            account,
            changed,
            (sender, sender_key),
            message,
            self.now,
        )? {
            Opened::Payload {
                plaintext,
                replaced,
            } => self.payload(sender, sender_key, &plaintext, replaced),
            Opened::Repeated => Ok(Err(Problem::Repeated)),
            Opened::Malformed => Ok(Err(Problem::Malformed)),
            Opened::Broken => {
                self.look_up(sender, sender_key)?;
                let (account, changed) = (&mut self.account, &mut self.account_changed);
                Machine::note_broken(self.storage, account, changed, sender, sender_key, self.now)?;
                Ok(Err(Problem::BrokenSession))
            }
        }
    }

    /// Has the device list of a sender asked for whose device is not known.
    fn look_up(&mut self, sender: &OwnedUserId, key: Curve25519PublicKey) -> Result<(), KeysError> {
        if Machine::device_of(self.storage, sender, &key)?.is_some() {
            return Ok(());
        }
        self.machine.track(self.storage, [sender], self.now)?;
        // A query that is under way already may well bring it.
        let asked = self
            .storage
            .user(sender)?
            .is_some_and(|user| user.outdated_since.is_some());
        if !asked {
            Machine::note_changed(self.storage, sender, self.now)?;
        }
        Ok(())
    }

    fn payload(
        &mut self,
        sender: &OwnedUserId,
        sender_key: Curve25519PublicKey,
        plaintext: &[u8],
        replaced: bool,
    ) -> Outcome {
        let Ok(payload) = serde_json::from_slice::<Payload<'_>>(plaintext) else {
            return Ok(Err(Problem::Malformed));
        };
        let own_key = self.machine.identity.ed25519.to_base64();
        if payload.recipient != self.machine.user_id || payload.recipient_keys.ed25519 != own_key {
            return Ok(Err(Problem::WrongRecipient));
        }
        let sender = match self.sender(sender, sender_key, &payload)? {
            Ok(sender) => sender,
            Err(problem) => return Ok(Err(problem)),
        };
        self.storage.delete_withheld_by(&sender_key)?;
        if replaced || payload.event_type == "m.dummy" {
            self.share_again(&sender)?;
        }
        let content = payload.content.get();
        match &*payload.event_type {
            "m.dummy" => Ok(Ok(())),
            "m.room_key" => self.room_key(sender, content),
            "m.forwarded_room_key" => Ok(Err(Problem::NotAskedFor)),
            "m.room_key.withheld" => self.withheld(sender.user_id, content),
            "m.room.encrypted" => Ok(Err(Problem::Malformed)),
            _ => Ok(self.other(&payload, sender)),
        }
    }

    /// Checks that a payload is from its sender, by the device's pinned keys, or, while those
    /// are not known, by the device keys that came with it.
    fn sender(
        &mut self,
        sender: &OwnedUserId,
        sender_key: Curve25519PublicKey,
        payload: &Payload<'_>,
    ) -> Result<Result<KeySender, Problem>, KeysError> {
        let Ok(ed25519) = Ed25519PublicKey::from_base64(&payload.keys.ed25519) else {
            return Ok(Err(Problem::Malformed));
        };
        if payload.sender != *sender {
            return Ok(Err(Problem::WrongSender));
        }
        let mut device_id = None;
        if let Some(raw) = payload.sender_device_keys {
            let published = PublishedDevice::parse(raw.get()).filter(|published| {
                published.user_id == *sender
                    && published.curve25519 == sender_key
                    && published.ed25519 == ed25519
            });
            let Some(published) = published else {
                return Ok(Err(Problem::BadDeviceKeys));
            };
            let pinned = self.storage.device(sender, &published.device_id)?;
            if pinned.is_some_and(|pin| pin.curve25519 != sender_key || pin.ed25519 != ed25519) {
                return Ok(Err(Problem::ChangedKeys));
            }
            device_id = Some(published.device_id);
        }
        let mut provenance = Provenance::UnknownDevice;
        match Machine::device_of(self.storage, sender, &sender_key)? {
            Some(device) if device.ed25519 != ed25519 => return Ok(Err(Problem::WrongSender)),
            Some(device) => {
                provenance = Provenance::Device;
                device_id = Some(device.device_id);
            }
            None => self.look_up(sender, sender_key)?,
        }
        let user_id = sender.clone();
        Ok(Ok(KeySender {
            user_id,
            device_id,
            curve25519: sender_key,
            ed25519,
            provenance,
        }))
    }

    fn room_key(&mut self, sender: KeySender, content: &str) -> Outcome {
        match Machine::take_room_key(self.storage, sender, content, self.now)? {
            Ok(session) => {
                self.received.room_keys.extend(session);
                Ok(Ok(()))
            }
            Err(problem) => Ok(Err(problem)),
        }
    }

    fn share_again(&mut self, sender: &KeySender) -> Result<(), KeysError> {
        let device = Machine::device_of(self.storage, &sender.user_id, &sender.curve25519)?;
        let Some(device) = device else { return Ok(()) };
        Machine::want_again(self.storage, &device)?;
        let own_keys = Machine::sender_device_keys(&self.account)?;
        self.machine
            .send_wanted(self.storage, &own_keys, &[device], self.now)
    }

    fn withheld(&mut self, sender: OwnedUserId, content: &str) -> Outcome {
        match Machine::take_withheld(self.storage, sender, content, self.now)? {
            Ok(session) => {
                self.received.withheld.extend(session);
                Ok(Ok(()))
            }
            Err(problem) => Ok(Err(problem)),
        }
    }

    fn other(&mut self, payload: &Payload<'_>, sender: KeySender) -> Result<(), Problem> {
        let Ok(content) = serde_json::from_str(payload.content.get()) else {
            return Err(Problem::Malformed);
        };
        self.received.other.push(DecryptedToDevice {
            event_type: payload.event_type.clone().into_owned(),
            content,
            sender: sender.user_id,
            sender_device: sender.device_id,
            sender_key: sender.curve25519,
        });
        Ok(())
    }
}
