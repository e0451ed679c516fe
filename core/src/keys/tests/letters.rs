//! To-device messages made and taken by hand.

use super::world::World;
use crate::keys::account::LocalAccount;
use crate::keys::storage::{DeviceRecord, Storage};
use crate::keys::{Machine, Received, SyncChanges};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

/// A to-device event from one device to another, by their session.
pub(super) fn sealed(
    world: &mut World,
    from: usize,
    to: usize,
    kind: &str,
    content: &Value,
) -> Value {
    sealed_as(world, from, to, kind, content, Clone::clone)
}

/// The same, with what the sender believes of the recipient changed.
pub(super) fn sealed_as(
    world: &mut World,
    from: usize,
    to: usize,
    kind: &str,
    content: &Value,
    believe: impl FnOnce(&DeviceRecord) -> DeviceRecord,
) -> Value {
    let to = world.clients[to].name.clone();
    let client = &mut world.clients[from];
    let device = client.storage.device(&to.0, &to.1).unwrap().unwrap();
    let account = LocalAccount::load(&mut client.storage).unwrap();
    let own_keys = Machine::sender_device_keys(&account).unwrap();
    let raw = to_raw_value(content).unwrap();
    let device = believe(&device);
    let sealed = client
        .machine
        .seal(&mut client.storage, &own_keys, &device, kind, &raw);
    let content = sealed.unwrap().expect("a session");
    json!({"type": "m.room.encrypted", "sender": client.name.0, "content": content})
}

pub(super) fn take(world: &mut World, client: usize, events: &[Value]) -> Received {
    let now = world.now;
    let client = &mut world.clients[client];
    let to_device = events.iter().map(Value::to_string).collect();
    let changes = SyncChanges {
        to_device,
        ..SyncChanges::default()
    };
    client
        .machine
        .receive(&mut client.storage, changes, now)
        .unwrap()
}

/// Two devices that have exchanged a message each way.
pub(super) fn acquainted() -> World {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "hello");
    world.settle();
    world.send(1, "hello");
    world.settle();
    world
}

pub(super) fn peer(world: &World, client: usize) -> vodozemac::Curve25519PublicKey {
    world.clients[client].machine.identity_keys().curve25519
}
