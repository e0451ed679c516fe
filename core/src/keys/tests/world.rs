//! Some devices at one key server, in a room.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use ruma::{OneTimeKeyAlgorithm, OwnedRoomId, OwnedUserId, UserId, room_id};
use serde_json::{Map, Value, json};

use super::server::{DeviceName, Server};
use crate::keys::memory::MemoryStorage;
use crate::keys::storage::Storage;
use crate::keys::{
    Access, Decrypted, Encryption, Machine, NewDevice, Received, Recipients, Request, RequestBody,
    Rotation, SyncChanges, Undecryptable,
};
use crate::time::{SystemEntropy, Timestamp};

/// A device: its machine and its store.
pub(super) struct Client {
    pub(super) name: DeviceName,
    pub(super) machine: Machine,
    pub(super) storage: MemoryStorage,
    /// How far to-device events and device list changes were applied.
    pub(super) position: (u64, usize),
}

impl Client {
    /// What the server has for this device after its position, with the position after it.
    pub(super) fn changes(&self, server: &Server) -> (SyncChanges, (u64, usize)) {
        let inbox = server
            .inboxes
            .get(&self.name)
            .map(Vec::as_slice)
            .unwrap_or_default();
        let new = inbox
            .iter()
            .filter(|(position, _)| *position > self.position.0);
        let last = inbox
            .last()
            .map_or(self.position.0, |(position, _)| *position);
        let unused = if server.fallback_used.contains(&self.name) {
            Vec::new()
        } else {
            vec![OneTimeKeyAlgorithm::SignedCurve25519]
        };
        let changes = SyncChanges {
            to_device: new.map(|(_, event)| event.to_string()).collect(),
            changed_users: server.changes[self.position.1..].to_vec(),
            left_users: Vec::new(),
            one_time_key_counts: Some(server.key_count(&self.name)),
            unused_fallback_keys: Some(unused),
        };
        (changes, (last.max(self.position.0), server.changes.len()))
    }

    pub(super) fn load_again(&mut self) {
        self.machine = Machine::load(&mut self.storage, Arc::new(SystemEntropy)).unwrap();
    }
}

pub(super) struct World {
    pub(super) server: Server,
    pub(super) clients: Vec<Client>,
    pub(super) now: Timestamp,
    pub(super) room: OwnedRoomId,
    pub(super) members: Recipients,
    events: u64,
}

pub(super) fn user(name: &str) -> OwnedUserId {
    UserId::parse(format!("@{name}:example.org")).unwrap()
}

impl World {
    /// One device for each name, all of them members, known to each other, everything settled.
    pub(super) fn new(names: &[&str]) -> Self {
        let mut world = Self {
            server: Server::default(),
            clients: Vec::new(),
            now: Timestamp::from_secs(1_700_000_000),
            room: room_id!("!duty:example.org").to_owned(),
            members: BTreeMap::new(),
            events: 0,
        };
        for name in names {
            world.add(name);
        }
        let (members, now) = (world.members.clone(), world.now);
        for client in &mut world.clients {
            client
                .machine
                .track(&mut client.storage, members.keys(), now)
                .unwrap();
        }
        world.settle();
        world
    }

    /// Adds a device; its owner becomes a member.
    pub(super) fn add(&mut self, name: &str) -> usize {
        let device = NewDevice::generate(&SystemEntropy).unwrap();
        let mut storage = MemoryStorage::default();
        let name = (user(name), device.device_id().clone());
        let entropy = Arc::new(SystemEntropy);
        let machine =
            Machine::create(&mut storage, name.0.clone(), device, entropy, self.now).unwrap();
        self.members.insert(name.0.clone(), Access::Granted);
        let position = (0, self.server.changes.len());
        self.clients.push(Client {
            name,
            machine,
            storage,
            position,
        });
        self.clients.len() - 1
    }

    pub(super) fn pass(&mut self, time: Duration) {
        self.now = self.now.plus(time);
    }

    /// One sync of one device.
    pub(super) fn sync(&mut self, client: usize) -> Received {
        let client = &mut self.clients[client];
        let (changes, position) = client.changes(&self.server);
        let received = client
            .machine
            .receive(&mut client.storage, changes, self.now)
            .unwrap();
        client.position = position;
        received
    }

    /// The requests that a device wants made.
    pub(super) fn requests(&mut self, client: usize) -> Vec<Request> {
        let client = &mut self.clients[client];
        client
            .machine
            .requests(&mut client.storage, self.now)
            .unwrap()
    }

    /// Makes all requests of a device once. Says how many there were.
    pub(super) fn post(&mut self, client: usize) -> usize {
        let requests = self.requests(client);
        for request in &requests {
            let client = &mut self.clients[client];
            let id = &request.id;
            match self.server.handle(&client.name, request) {
                Ok(answer) => {
                    let response = answer.as_response();
                    client
                        .machine
                        .sent(&mut client.storage, id, response, self.now)
                        .unwrap();
                }
                Err(failure) => {
                    client
                        .machine
                        .failed(&mut client.storage, id, failure, self.now)
                        .unwrap();
                }
            }
        }
        requests.len()
    }

    /// Lets everybody sync and post until nothing happens any more.
    pub(super) fn settle(&mut self) {
        for _ in 0..50 {
            let mut busy = 0;
            for client in 0..self.clients.len() {
                busy += self.sync(client).room_keys.len();
                busy += self.post(client);
            }
            if busy == 0 {
                return;
            }
        }
        panic!("the devices never come to rest");
    }

    /// Encrypts a message, posting what must be posted before. Gives the raw event.
    pub(super) fn send(&mut self, client: usize, text: &str) -> String {
        for _ in 0..20 {
            if let Some(event) = self.try_send(client, text) {
                return event;
            }
            assert!(
                self.post(client) > 0,
                "nothing to be done, and still not ready"
            );
        }
        panic!("the message is never ready");
    }

    /// Encrypts a message if that can be done at once.
    pub(super) fn try_send(&mut self, client: usize, text: &str) -> Option<String> {
        let content = json!({"msgtype": "m.text", "body": text});
        let (room, members) = (self.room.clone(), self.members.clone());
        let sender = &mut self.clients[client];
        let encryption = sender
            .machine
            .encrypt(
                &mut sender.storage,
                &room,
                &members,
                Rotation::default(),
                "m.room.message",
                content.as_object().unwrap(),
                self.now,
            )
            .unwrap();
        let Encryption::Content(content) = encryption else {
            return None;
        };
        let sender = sender.name.0.clone();
        Some(self.event(&sender, &content))
    }

    /// Makes an event of a content.
    pub(super) fn event(&mut self, sender: &UserId, content: &Map<String, Value>) -> String {
        self.events += 1;
        json!({
            "type": "m.room.encrypted",
            "event_id": format!("$event{}", self.events),
            "sender": sender,
            "origin_server_ts": self.now.as_millis(),
            "content": content,
        })
        .to_string()
    }

    pub(super) fn read(&mut self, client: usize, event: &str) -> Result<Decrypted, Undecryptable> {
        let room = self.room.clone();
        let client = &mut self.clients[client];
        client
            .machine
            .decrypt(&mut client.storage, &room, event, self.now)
            .unwrap()
    }

    /// The text of an event as a device reads it.
    pub(super) fn text(&mut self, client: usize, event: &str) -> String {
        let decrypted = self
            .read(client, event)
            .expect("an event that can be decrypted");
        decrypted.content["body"].as_str().unwrap().to_owned()
    }

    /// The Megolm session of the last message.
    pub(super) fn session(&mut self, client: usize) -> String {
        let room = self.room.clone();
        self.clients[client]
            .storage
            .outbound(&room)
            .unwrap()
            .unwrap()
            .session_id
    }

    /// The to-device requests that a device has pending.
    pub(super) fn batches(&mut self, client: usize) -> Vec<Request> {
        let requests = self.requests(client);
        requests
            .into_iter()
            .filter(|it| matches!(it.body, RequestBody::ToDevice(_)))
            .collect()
    }
}
