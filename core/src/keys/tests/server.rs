//! A key server in memory: what Synapse does with keys and to-device messages.

use std::collections::{BTreeMap, BTreeSet};

use ruma::api::client::keys::{claim_keys, get_keys, upload_keys};
use ruma::serde::Raw;
use ruma::to_device::DeviceIdOrAllDevices;
use ruma::{OneTimeKeyAlgorithm, OwnedDeviceId, OwnedOneTimeKeyId, OwnedUserId, UInt};
use serde_json::{Value, json};

use crate::keys::request::{Failure, Request, RequestBody, Response};

pub(super) type DeviceName = (OwnedUserId, OwnedDeviceId);

/// An answer that owns its parts.
pub(super) enum Answer {
    Upload(upload_keys::v3::Response),
    Query(get_keys::v3::Response),
    Claim(claim_keys::v3::Response),
    ToDevice,
}

impl Answer {
    pub(super) fn as_response(&self) -> Response<'_> {
        match self {
            Self::Upload(response) => Response::Upload(response),
            Self::Query(response) => Response::Query(response),
            Self::Claim(response) => Response::Claim(response),
            Self::ToDevice => Response::ToDevice,
        }
    }
}

#[derive(Default)]
pub(super) struct Server {
    pub(super) device_keys: BTreeMap<DeviceName, String>,
    pub(super) one_time_keys: BTreeMap<DeviceName, Vec<(OwnedOneTimeKeyId, String)>>,
    pub(super) fallback_keys: BTreeMap<DeviceName, (OwnedOneTimeKeyId, String)>,
    pub(super) fallback_used: BTreeSet<DeviceName>,
    /// Every one-time key that was ever handed out.
    pub(super) claimed: Vec<String>,
    /// To-device events with their stream position.
    pub(super) inboxes: BTreeMap<DeviceName, Vec<(u64, Value)>>,
    transactions: BTreeSet<(DeviceName, String)>,
    /// Who changed a device list, in order.
    pub(super) changes: Vec<OwnedUserId>,
    position: u64,
    /// Servers of users that are named in `failures` of a query.
    pub(super) away: BTreeSet<String>,
}

impl Server {
    pub(super) fn handle(
        &mut self,
        from: &DeviceName,
        request: &Request,
    ) -> Result<Answer, Failure> {
        match &request.body {
            RequestBody::Upload(upload) => self.upload(from, upload).map(Answer::Upload),
            RequestBody::Query(query) => Ok(Answer::Query(self.query(query))),
            RequestBody::Claim(claim) => Ok(Answer::Claim(self.claim(claim))),
            RequestBody::ToDevice(message) => {
                let transaction = (from.clone(), message.txn_id.to_string());
                if self.transactions.insert(transaction) {
                    let event_type = message.event_type.to_string();
                    for (user, devices) in &message.messages {
                        for (device, content) in devices {
                            let content = serde_json::from_str(content.json().get()).unwrap();
                            self.deliver(&from.0, user, device, &event_type, &content);
                        }
                    }
                }
                Ok(Answer::ToDevice)
            }
        }
    }

    fn deliver(
        &mut self,
        sender: &OwnedUserId,
        user: &OwnedUserId,
        device: &DeviceIdOrAllDevices,
        event_type: &str,
        content: &Value,
    ) {
        let known: Vec<_> = self
            .device_keys
            .keys()
            .filter(|name| name.0 == *user)
            .cloned()
            .collect();
        for name in known {
            let addressed = match device {
                DeviceIdOrAllDevices::AllDevices => true,
                DeviceIdOrAllDevices::DeviceId(id) => *id == name.1,
            };
            if addressed {
                self.push(
                    &name,
                    json!({"type": event_type, "sender": sender, "content": content}),
                );
            }
        }
    }

    /// Puts an event into an inbox.
    pub(super) fn push(&mut self, to: &DeviceName, event: Value) {
        self.position += 1;
        self.inboxes
            .entry(to.clone())
            .or_default()
            .push((self.position, event));
    }

    fn upload(
        &mut self,
        from: &DeviceName,
        upload: &upload_keys::v3::Request,
    ) -> Result<upload_keys::v3::Response, Failure> {
        let keys = self.one_time_keys.entry(from.clone()).or_default();
        for (id, key) in &upload.one_time_keys {
            match keys.iter().find(|(known, _)| known == id) {
                Some((_, known)) if known != key.json().get() => return Err(Failure::Rejected),
                Some(_) => {}
                None => keys.push((id.clone(), key.json().get().to_owned())),
            }
        }
        if let Some(device_keys) = &upload.device_keys {
            self.device_keys
                .insert(from.clone(), device_keys.json().get().to_owned());
            self.changes.push(from.0.clone());
        }
        for (id, key) in &upload.fallback_keys {
            self.fallback_keys
                .insert(from.clone(), (id.clone(), key.json().get().to_owned()));
            self.fallback_used.remove(from);
        }
        let count = self.key_count(from);
        Ok(upload_keys::v3::Response::new(count))
    }

    pub(super) fn key_count(&self, name: &DeviceName) -> BTreeMap<OneTimeKeyAlgorithm, UInt> {
        let count = self.one_time_keys.get(name).map_or(0, Vec::len);
        let count = UInt::try_from(count).unwrap();
        [(OneTimeKeyAlgorithm::SignedCurve25519, count)]
            .into_iter()
            .collect()
    }

    pub(super) fn query(&self, query: &get_keys::v3::Request) -> get_keys::v3::Response {
        let mut response = get_keys::v3::Response::new();
        for user in query.device_keys.keys() {
            if self.away.contains(user.server_name().as_str()) {
                let server = user.server_name().to_string();
                response.failures.insert(server, json!({"status": 503}));
                continue;
            }
            let devices = response.device_keys.entry(user.clone()).or_default();
            for ((owner, device), raw) in &self.device_keys {
                if owner == user {
                    devices.insert(device.clone(), Raw::from_json_string(raw.clone()).unwrap());
                }
            }
        }
        response
    }

    fn claim(&mut self, claim: &claim_keys::v3::Request) -> claim_keys::v3::Response {
        let mut response = claim_keys::v3::Response::new(BTreeMap::new());
        for (user, devices) in &claim.one_time_keys {
            for device in devices.keys() {
                let name = (user.clone(), device.clone());
                let keys = self.one_time_keys.entry(name.clone()).or_default();
                let key = if keys.is_empty() {
                    self.fallback_used.insert(name.clone());
                    self.fallback_keys.get(&name).cloned()
                } else {
                    Some(keys.remove(0))
                };
                let Some((id, raw)) = key else { continue };
                self.claimed.push(raw.clone());
                let raw = Raw::from_json_string(raw).unwrap();
                let of_user = response.one_time_keys.entry(user.clone()).or_default();
                of_user.insert(device.clone(), [(id, raw)].into_iter().collect());
            }
        }
        response
    }

    /// Removes a device and all of its keys.
    pub(super) fn remove_device(&mut self, name: &DeviceName) {
        self.device_keys.remove(name);
        self.one_time_keys.remove(name);
        self.fallback_keys.remove(name);
        self.inboxes.remove(name);
        self.changes.push(name.0.clone());
    }
}
