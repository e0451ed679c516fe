//! Devices that talk to each other, and the homeserver between them, in memory.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::Arc,
};

use dienstchat_core::{
    keys::{
        Access, Encryption, Machine, NewDevice, Recipients, Request, RequestBody, Response,
        Rotation, memory::MemoryStorage, storage::Storage,
    },
    time::{SystemEntropy, Timestamp},
};
use ruma::{
    OneTimeKeyAlgorithm, OwnedDeviceId, OwnedOneTimeKeyId, OwnedUserId, RoomId, UInt, UserId,
    api::client::keys::{claim_keys, get_keys, upload_keys},
    encryption::{DeviceKeys, OneTimeKey},
    serde::Raw,
    to_device::DeviceIdOrAllDevices,
};
use serde_json::{Map, Value, json};

use crate::Result;

/// Whose device.
pub(crate) type DeviceName = (OwnedUserId, OwnedDeviceId);

/// A user of the organisation `xyz`.
pub(crate) fn user(subject: &str) -> Result<OwnedUserId> {
    Ok(UserId::parse(format!("@xyz_{subject}:chat.example"))?)
}

/// A device that keeps its keys in memory.
pub(crate) struct Device {
    pub(crate) machine: Machine,
    pub(crate) storage: MemoryStorage,
    pub(crate) name: DeviceName,
}

impl Device {
    pub(crate) fn new(subject: &str, now: Timestamp) -> Result<Self> {
        let mut storage = MemoryStorage::default();
        let device = NewDevice::generate(&SystemEntropy)?;
        let entropy = Arc::new(SystemEntropy);
        let machine = Machine::create(&mut storage, user(subject)?, device, entropy, now)?;
        let name = name(&machine);
        Ok(Self {
            machine,
            storage,
            name,
        })
    }

    pub(crate) fn user(&self) -> &UserId {
        &self.name.0
    }

    /// Makes its requests once; how many there were.
    pub(crate) fn post(&mut self, server: &mut Server, now: Timestamp) -> Result<usize> {
        post(server, &self.machine, &mut self.storage, now)
    }
}

/// What a machine's device is called.
pub(crate) fn name(machine: &Machine) -> DeviceName {
    (machine.user_id().clone(), machine.device_id().clone())
}

/// Makes a device's requests once; how many there were.
pub(crate) fn post(
    server: &mut Server,
    machine: &Machine,
    storage: &mut dyn Storage,
    now: Timestamp,
) -> Result<usize> {
    let requests = machine.requests(storage, now)?;
    for request in &requests {
        let answer = server.answer(&name(machine), request)?;
        machine.sent(storage, &request.id, answer.as_response(), now)?;
    }
    Ok(requests.len())
}

/// All of these may read.
pub(crate) fn recipients(devices: &[Device]) -> Recipients {
    devices
        .iter()
        .map(|device| (device.name.0.clone(), Access::Granted))
        .collect()
}

/// Encrypts, making whatever requests must be made before.
pub(crate) fn encrypt(
    sender: &mut Device,
    server: &mut Server,
    room: &RoomId,
    recipients: &Recipients,
    content: &Map<String, Value>,
    now: Timestamp,
) -> Result<Map<String, Value>> {
    loop {
        let encryption = sender.machine.encrypt(
            &mut sender.storage,
            room,
            recipients,
            Rotation::default(),
            "m.room.message",
            content,
            now,
        )?;
        if let Encryption::Content(content) = encryption {
            return Ok(content);
        }
        if sender.post(server, now)? == 0 {
            return Err("nothing to send, and still not ready".into());
        }
    }
}

/// The event of an encrypted message, as raw JSON.
pub(crate) fn event(
    id: &str,
    sender: &UserId,
    content: &Map<String, Value>,
    at: Timestamp,
) -> String {
    json!({
        "type": "m.room.encrypted",
        "event_id": id,
        "sender": sender,
        "origin_server_ts": at.as_millis(),
        "content": content,
    })
    .to_string()
}

/// What a homeserver does with keys and messages to devices.
#[derive(Default)]
pub(crate) struct Server {
    device_keys: BTreeMap<DeviceName, Raw<DeviceKeys>>,
    one_time_keys: BTreeMap<DeviceName, VecDeque<(OwnedOneTimeKeyId, Raw<OneTimeKey>)>>,
    inboxes: BTreeMap<DeviceName, Vec<String>>,
}

/// An answer that owns its parts.
pub(crate) enum Answer {
    Upload(upload_keys::v3::Response),
    Query(get_keys::v3::Response),
    Claim(claim_keys::v3::Response),
    ToDevice,
}

impl Answer {
    fn as_response(&self) -> Response<'_> {
        match self {
            Self::Upload(response) => Response::Upload(response),
            Self::Query(response) => Response::Query(response),
            Self::Claim(response) => Response::Claim(response),
            Self::ToDevice => Response::ToDevice,
        }
    }
}

impl Server {
    fn answer(&mut self, from: &DeviceName, request: &Request) -> Result<Answer> {
        Ok(match &request.body {
            RequestBody::Upload(upload) => Answer::Upload(self.upload(from, upload)?),
            RequestBody::Query(query) => Answer::Query(self.query(query.device_keys.keys())),
            RequestBody::Claim(claim) => Answer::Claim(self.claim(claim)),
            RequestBody::ToDevice(sent) => {
                let kind = sent.event_type.to_string();
                for (user, devices) in &sent.messages {
                    for (device, content) in devices {
                        let DeviceIdOrAllDevices::DeviceId(device) = device else {
                            return Err("a message to all devices".into());
                        };
                        let event = json!({"type": kind, "sender": from.0, "content": content});
                        let inbox = self.inboxes.entry((user.clone(), device.clone()));
                        inbox.or_default().push(event.to_string());
                    }
                }
                Answer::ToDevice
            }
        })
    }

    fn upload(
        &mut self,
        from: &DeviceName,
        upload: &upload_keys::v3::Request,
    ) -> Result<upload_keys::v3::Response> {
        if let Some(keys) = &upload.device_keys {
            self.device_keys.insert(from.clone(), keys.clone());
        }
        let keys = self.one_time_keys.entry(from.clone()).or_default();
        keys.extend(upload.one_time_keys.clone());
        let count = UInt::try_from(keys.len())?;
        let counts = [(OneTimeKeyAlgorithm::SignedCurve25519, count)];
        Ok(upload_keys::v3::Response::new(counts.into_iter().collect()))
    }

    /// What `/keys/query` answers.
    pub(crate) fn query<'a>(
        &self,
        users: impl IntoIterator<Item = &'a OwnedUserId>,
    ) -> get_keys::v3::Response {
        let mut response = get_keys::v3::Response::new();
        for user in users {
            let devices = response.device_keys.entry(user.clone()).or_default();
            for ((owner, device), keys) in &self.device_keys {
                if owner == user {
                    devices.insert(device.clone(), keys.clone());
                }
            }
        }
        response
    }

    fn claim(&mut self, claim: &claim_keys::v3::Request) -> claim_keys::v3::Response {
        let mut response = claim_keys::v3::Response::new(BTreeMap::new());
        for (user, devices) in &claim.one_time_keys {
            for device in devices.keys() {
                let keys = self.one_time_keys.get_mut(&(user.clone(), device.clone()));
                if let Some(key) = keys.and_then(VecDeque::pop_front) {
                    let of_user = response.one_time_keys.entry(user.clone()).or_default();
                    of_user.insert(device.clone(), [key].into_iter().collect());
                }
            }
        }
        response
    }

    /// What was sent to a device, as raw JSON; it is then no longer here.
    pub(crate) fn take_inbox(&mut self, device: &DeviceName) -> Vec<String> {
        self.inboxes.remove(device).unwrap_or_default()
    }
}
