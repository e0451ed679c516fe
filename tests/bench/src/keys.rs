//! The key management in memory, beside vodozemac alone.

mod bare;
pub(crate) mod peers;

use std::{sync::Arc, time::Duration};

use dienstchat_core::{
    keys::{
        Encryption, Machine, NewDevice, Recipients, RequestBody, Response, Rotation, SyncChanges,
        memory::MemoryStorage, storage::Storage,
    },
    time::{Clock as _, HOUR, SystemClock, SystemEntropy, Timestamp},
};
use ruma::{OwnedRoomId, RoomId};
use serde_json::{Map, Value, json};

use self::peers::{Device, Server, user};
use crate::{
    Result,
    measure::{compare, timed},
    report::{Report, Unit},
};

/// What is written: as long as people write.
pub(crate) const TEXT: &str = "Treffpunkt ist um halb acht am Südtor, bitte die Jacken mitbringen.";

/// Measures everything.
pub(crate) fn run(report: &mut Report) -> Result {
    create(report)?;
    upload(report)?;
    for devices in [10, 100] {
        share(report, devices)?;
    }
    messages(report)
}

/// Never due in a benchmark.
fn rotation() -> Rotation {
    Rotation::new(10_000, HOUR * 24 * 7)
}

fn now() -> Timestamp {
    SystemClock.now()
}

fn create(report: &mut Report) -> Result {
    let (user, now) = (user("anna")?, now());
    let ours = || {
        let user = user.clone();
        let (_, time) = timed(|| {
            let mut storage = MemoryStorage::default();
            let device = NewDevice::generate(&SystemEntropy)?;
            let entropy = Arc::new(SystemEntropy);
            let machine = Machine::create(&mut storage, user, device, entropy, now)?;
            Ok((machine, storage))
        })?;
        Ok(time)
    };
    let medians = compare(200, ours, bare::create)?;
    report.time("keys", "create a device", Unit::Micros, medians)
}

fn upload(report: &mut Report) -> Result {
    let now = now();
    let ours = || {
        let mut device = Device::new("anna", now)?;
        let (requests, time) = timed(|| Ok(device.machine.requests(&mut device.storage, now)?))?;
        let keys = requests.iter().find_map(|request| match &request.body {
            RequestBody::Upload(body) => Some(body.one_time_keys.len()),
            _ => None,
        });
        match keys {
            Some(bare::ONE_TIME_KEYS) => Ok(time),
            other => Err(format!("{other:?} one-time keys, which the reference has not").into()),
        }
    };
    let medians = compare(50, ours, bare::upload)?;
    let case = "make and sign 50 one-time keys to upload";
    report.time("keys", case, Unit::Micros, medians)
}

/// A new session for a room, whose devices Olm sessions exist with, and the first message in it.
fn share(report: &mut Report, devices: usize) -> Result {
    let group = Group::new(devices)?;
    let room = RoomId::parse("!next:chat.example")?;
    let ours = || {
        let mut storage = group.sender.storage.clone();
        let (_, time) = timed(|| group.encrypt(&mut storage, &room))?;
        Ok(time)
    };
    let mut bare = bare::Group::new(devices)?;
    let medians = compare(30, ours, || bare.share())?;
    let case = format!("share a room key with {devices} devices, encrypt");
    report.time("keys", &case, Unit::Micros, medians)
}

fn messages(report: &mut Report) -> Result {
    const RUNS: usize = 500;
    let mut group = Group::new(10)?;
    let room = group.room.clone();
    let mut storage = group.sender.storage.clone();
    let mut events = Vec::new();
    let mut bare = bare::Group::new(1)?;
    let encrypt = || {
        let (content, time) = timed(|| group.encrypt(&mut storage, &room))?;
        events.push(group.event(events.len(), &content));
        Ok(time)
    };
    let medians = compare(RUNS, encrypt, || bare.encrypt())?;
    report.time("keys", "encrypt a message", Unit::Micros, medians)?;

    group.deliver()?;
    let now = now();
    let mut events = events.iter();
    let reader = group.readers.first_mut().ok_or("nobody to read")?;
    let decrypt = || {
        let event = events.next().ok_or("too few events")?;
        let (read, time) = timed(|| {
            let Device {
                machine, storage, ..
            } = &mut *reader;
            Ok(machine.decrypt(storage, &room, event, now)?)
        })?;
        read.map_err(|reason| format!("not decrypted: {reason:?}"))?;
        Ok(time)
    };
    let mut reader = bare.reader()?;
    let medians = compare(RUNS, decrypt, || reader.decrypt())?;
    report.time("keys", "decrypt a message", Unit::Micros, medians)
}

/// A device that writes and others that read, who know each other.
struct Group {
    sender: Device,
    readers: Vec<Device>,
    recipients: Recipients,
    room: OwnedRoomId,
    server: Server,
}

impl Group {
    /// With a room of which everybody has the key.
    fn new(devices: usize) -> Result<Self> {
        let now = now();
        let mut server = Server::default();
        let mut readers = Vec::new();
        for number in 0..devices {
            let mut device = Device::new(&format!("b{number}"), now)?;
            device.post(&mut server, now)?;
            readers.push(device);
        }
        let mut sender = Device::new("anna", now)?;
        sender.post(&mut server, now)?;
        let recipients = peers::recipients(&readers);
        let room = RoomId::parse("!duty:chat.example")?;
        peers::encrypt(
            &mut sender,
            &mut server,
            &room,
            &recipients,
            &content(),
            now,
        )?;
        Ok(Self {
            sender,
            readers,
            recipients,
            room,
            server,
        })
    }

    /// Encrypts as the client does it, on a server that takes everything at once.
    fn encrypt(&self, storage: &mut MemoryStorage, room: &RoomId) -> Result<Map<String, Value>> {
        let (machine, now, content) = (&self.sender.machine, now(), content());
        loop {
            let storage: &mut dyn Storage = storage;
            let (to, kind) = (&self.recipients, "m.room.message");
            match machine.encrypt(storage, room, to, rotation(), kind, &content, now)? {
                Encryption::Content(content) => return Ok(content),
                Encryption::Waiting => {
                    let requests = machine.requests(storage, now)?;
                    if requests.is_empty() {
                        return Err("nothing to send, and still not ready".into());
                    }
                    for request in requests {
                        machine.sent(storage, &request.id, Response::ToDevice, now)?;
                    }
                }
            }
        }
    }

    fn event(&self, number: usize, content: &Map<String, Value>) -> String {
        peers::event(&format!("${number}"), self.sender.user(), content, now())
    }

    /// Gives the first reader the room's key.
    fn deliver(&mut self) -> Result {
        let now = now();
        let reader = self.readers.first_mut().ok_or("nobody to read")?;
        let changes = SyncChanges {
            to_device: self.server.take_inbox(&reader.name),
            ..SyncChanges::default()
        };
        let received = reader.machine.receive(&mut reader.storage, changes, now)?;
        if received.room_keys.is_empty() {
            return Err("the room's key did not arrive".into());
        }
        Ok(())
    }
}

/// The content of a message.
pub(crate) fn content() -> Map<String, Value> {
    let content = json!({"msgtype": "m.text", "body": TEXT});
    content.as_object().cloned().unwrap_or_default()
}

/// What both sides measure.
type Measured = Result<Duration>;
