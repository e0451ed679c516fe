//! One-time keys, fallback keys and the own device keys on the server.

use std::collections::BTreeSet;
use std::time::Duration;

use ruma::canonical_json::CanonicalJsonObject;
use serde_json::{Value, json};

use super::world::World;
use crate::keys::account::LocalAccount;
use crate::keys::storage::Storage;
use crate::keys::{Failure, Problem, Request, RequestBody, SyncChanges};
use crate::time::HOUR;

fn account(world: &mut World, client: usize) -> LocalAccount {
    LocalAccount::load(&mut world.clients[client].storage).unwrap()
}

fn upload(world: &mut World, client: usize) -> Option<Request> {
    let requests = world.requests(client);
    requests
        .into_iter()
        .find(|request| matches!(request.body, RequestBody::Upload(_)))
}

fn content(request: &Request) -> Value {
    let RequestBody::Upload(upload) = &request.body else {
        panic!("an upload")
    };
    json!({
        "device": upload.device_keys,
        "one_time": upload.one_time_keys,
        "fallback": upload.fallback_keys,
    })
}

/// Tells a device how many one-time keys the server has.
fn count(world: &mut World, client: usize, count: u32) {
    let signed = ruma::OneTimeKeyAlgorithm::SignedCurve25519;
    let one_time_key_counts = Some([(signed, count.into())].into_iter().collect());
    let now = world.now;
    let client = &mut world.clients[client];
    let changes = SyncChanges {
        one_time_key_counts,
        ..SyncChanges::default()
    };
    client
        .machine
        .receive(&mut client.storage, changes, now)
        .unwrap();
}

/// 1: saved before uploaded, the same again after a crash or a lost answer.
#[test]
fn a_retried_upload_is_the_same() {
    let mut world = World::new(&[]);
    let anna = world.add("anna");
    let first = upload(&mut world, anna).unwrap();
    assert!(
        !account(&mut world, anna)
            .olm()
            .unwrap()
            .one_time_keys()
            .is_empty(),
        "saved before it is sent"
    );
    // The server takes it; the answer is lost, and the process dies.
    let name = world.clients[anna].name.clone();
    assert!(world.server.handle(&name, &first).is_ok());
    world.clients[anna].load_again();
    let again = upload(&mut world, anna).unwrap();
    assert_eq!(again.id, first.id);
    assert_eq!(content(&again), content(&first));
    let answer = world.server.handle(&name, &again);
    let now = world.now;
    let client = &mut world.clients[anna];
    let answer = answer.ok().unwrap();
    client
        .machine
        .sent(&mut client.storage, &again.id, answer.as_response(), now)
        .unwrap();
    assert!(
        account(&mut world, anna)
            .olm()
            .unwrap()
            .one_time_keys()
            .is_empty(),
        "marked as published"
    );
    assert!(upload(&mut world, anna).is_none());
    assert_eq!(world.server.one_time_keys[&name].len(), 50);
}

/// 1: no new keys while some are unpublished; ids never come twice.
#[test]
fn key_ids_are_never_used_twice() {
    let mut world = World::new(&["anna"]);
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let name = world.clients[0].name.clone();
    seen.extend(
        world.server.one_time_keys[&name]
            .iter()
            .map(|(id, _)| id.to_string()),
    );
    for _ in 0..5 {
        world.server.one_time_keys.get_mut(&name).unwrap().clear();
        count(&mut world, 0, 0);
        let first = content(&upload(&mut world, 0).unwrap());
        count(&mut world, 0, 0);
        assert_eq!(
            content(&upload(&mut world, 0).unwrap()),
            first,
            "nothing new meanwhile"
        );
        world.settle();
        let keys = &world.server.one_time_keys[&name];
        assert_eq!(keys.len(), 50);
        for (id, _) in keys {
            assert!(seen.insert(id.to_string()), "{id} came twice");
        }
    }
}

/// 1: a server that has other keys under the same ids is answered with new ids, not a loop.
#[test]
fn keys_of_a_lost_state_are_replaced() {
    let mut world = World::new(&["anna"]);
    let name = world.clients[0].name.clone();
    let older = world.clients[0].storage.clone();
    world
        .server
        .one_time_keys
        .get_mut(&name)
        .unwrap()
        .truncate(10);
    world.settle();
    // The file is an older copy, and nobody noticed.
    world.clients[0].storage = older;
    world
        .server
        .one_time_keys
        .get_mut(&name)
        .unwrap()
        .drain(..10);
    let mut rounds = 0;
    while world.server.one_time_keys[&name].len() < 60 {
        count(&mut world, 0, 0);
        world.post(0);
        world.pass(Duration::from_mins(5));
        rounds += 1;
        assert!(rounds < 5, "it goes on for ever");
    }
    world.settle();
    // And what the server hands out now works.
    world
        .server
        .one_time_keys
        .get_mut(&name)
        .unwrap()
        .drain(..40);
    let ben = world.add("ben");
    world.settle();
    let event = world.send(ben, "hello");
    world.settle();
    assert_eq!(world.text(0, &event), "hello");
}

/// 2: what sync does not say is unchanged.
#[test]
fn a_missing_count_means_unchanged() {
    let mut world = World::new(&["anna"]);
    let now = world.now;
    for counts in [None, Some([].into_iter().collect())] {
        let client = &mut world.clients[0];
        let changes = SyncChanges {
            one_time_key_counts: counts,
            ..SyncChanges::default()
        };
        client
            .machine
            .receive(&mut client.storage, changes, now)
            .unwrap();
        assert!(upload(&mut world, 0).is_none());
    }
    count(&mut world, 0, 24);
    let RequestBody::Upload(more) = upload(&mut world, 0).unwrap().body else {
        panic!()
    };
    assert_eq!(more.one_time_keys.len(), 26);
}

/// 3: rotated weekly, at most two kept.
#[test]
fn the_fallback_key_is_rotated_weekly() {
    let mut world = World::new(&["anna"]);
    let name = world.clients[0].name.clone();
    let mut keys = BTreeSet::new();
    for _ in 0..4 {
        keys.insert(world.server.fallback_keys[&name].1.clone());
        world.pass(HOUR * (24 * 7 - 1));
        assert!(upload(&mut world, 0).is_none());
        world.pass(HOUR);
        world.settle();
    }
    assert_eq!(keys.len(), 4);
}

/// 3: used, replaced, and the old one dropped an hour later.
#[test]
fn a_used_fallback_key_is_replaced_and_dropped_after_an_hour() {
    let mut world = World::new(&["anna", "ben", "cleo", "dora"]);
    let name = world.clients[0].name.clone();
    world.server.one_time_keys.get_mut(&name).unwrap().clear();
    let first = world.server.fallback_keys[&name].1.clone();
    // Ben claims the fallback key; his message is still on its way.
    let early = world.send(1, "by the fallback key");
    let late: Vec<_> = world
        .server
        .inboxes
        .insert(name.clone(), Vec::new())
        .unwrap();
    world.sync(0);
    world.post(0);
    assert_ne!(world.server.fallback_keys[&name].1, first);
    // Within the hour it still works.
    world.pass(Duration::from_secs(3_599));
    world.settle();
    world.server.inboxes.insert(name.clone(), late.clone());
    world.clients[0].position.0 = 0;
    world.sync(0);
    assert_eq!(world.text(0, &early), "by the fallback key");
    // After it the key is gone: the message would make no session any more.
    world.pass(Duration::from_secs(1));
    world.requests(0);
    let mut account = account(&mut world, 0);
    assert!(account.state.previous_fallback.is_none());
    let event = &late[0].1["content"]["ciphertext"];
    let (_, message) = event.as_object().unwrap().iter().next().unwrap();
    let body = vodozemac::base64_decode(message["body"].as_str().unwrap()).unwrap();
    let message = vodozemac::olm::PreKeyMessage::from_bytes(&body).unwrap();
    let config = vodozemac::olm::SessionConfig::version_1();
    let made =
        account
            .olm()
            .unwrap()
            .create_inbound_session(config, message.identity_key(), &message);
    assert!(made.is_err());
}

/// Extra fields are published, signed with the keys.
#[test]
fn device_keys_carry_extra_fields() {
    let mut world = World::new(&["anna", "ben"]);
    let name = world.clients[0].name.clone();
    let extra = |text: &str| {
        let fields = json!({"de.dienstchat.test": text, "user_id": "@mallory:example.org"});
        serde_json::from_value::<CanonicalJsonObject>(fields).unwrap()
    };
    for text in ["one", "two"] {
        let client = &mut world.clients[0];
        client
            .machine
            .publish_with(&mut client.storage, extra(text))
            .unwrap();
        world.settle();
        assert!(world.server.device_keys[&name].contains(text));
        let device = world.clients[1]
            .storage
            .device(&name.0, &name.1)
            .unwrap()
            .unwrap();
        assert!(device.device_keys.contains(text));
    }
    let client = &mut world.clients[0];
    client
        .machine
        .publish_with(&mut client.storage, extra("two"))
        .unwrap();
    assert!(upload(&mut world, 0).is_none(), "nothing has changed");
}

/// 15: the server's idea of our own keys is compared with ours.
#[test]
fn wrong_or_missing_own_keys_are_noticed() {
    let mut world = World::new(&["anna", "anna"]);
    let name = world.clients[0].name.clone();
    let right = world.server.device_keys[&name].clone();
    let ask = |world: &mut World| {
        let now = world.now;
        let client = &mut world.clients[0];
        client
            .machine
            .outdate_all(&mut client.storage, now)
            .unwrap();
        let query = world.requests(0).into_iter().next().unwrap();
        let answer = world.server.handle(&name, &query).ok().unwrap();
        let client = &mut world.clients[0];
        client
            .machine
            .sent(&mut client.storage, &query.id, answer.as_response(), now)
            .unwrap()
    };
    assert!(ask(&mut world).is_empty());
    let other = vodozemac::olm::Account::new();
    let forged = super::devices::device_keys(&name, &other);
    world.server.device_keys.insert(name.clone(), forged);
    assert_eq!(ask(&mut world).of(Problem::OwnKeysDiffer), 1);
    assert!(
        upload(&mut world, 0).is_none(),
        "no race with whoever did that"
    );
    world.server.device_keys.remove(&name);
    assert_eq!(ask(&mut world).of(Problem::OwnKeysMissing), 1);
    world.pass(HOUR);
    ask(&mut world);
    world.settle();
    assert_eq!(world.server.device_keys[&name], right, "uploaded again");
}

/// The server deletes a device's keys with its session; a new session brings them back at once,
/// and others write to the device again.
#[test]
fn a_renewed_session_uploads_everything_again() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(1, "before");
    world.settle();
    let name = world.clients[0].name.clone();
    let published = world.server.device_keys.remove(&name).unwrap();
    let before = upload(&mut world, 0);
    assert!(before.is_none());
    let now = world.now;
    let client = &mut world.clients[0];
    client
        .machine
        .session_renewed(&mut client.storage, now)
        .unwrap();
    let again = content(&upload(&mut world, 0).unwrap());
    assert!(again["device"].is_object());
    assert!(!again["one_time"].as_object().unwrap().is_empty());
    assert!(!again["fallback"].as_object().unwrap().is_empty());
    world.settle();
    assert_eq!(world.server.device_keys[&name], published);
}

/// An older copy of the file: nothing that may have been used is used again.
#[test]
fn an_older_copy_uses_nothing_again() {
    let mut world = World::new(&["anna", "ben"]);
    let name = world.clients[0].name.clone();
    world.send(0, "before");
    world.settle();
    let older = world.clients[0].storage.clone();
    let session = world.session(0);
    let used = world.send(0, "used");
    world.send(1, "hello");
    world.settle();
    world.clients[0].storage = older;
    let now = world.now;
    let client = &mut world.clients[0];
    client
        .machine
        .drop_used_state(&mut client.storage, now)
        .unwrap();
    client.load_again();
    assert_eq!(client.storage.olm_session_count(), 0);
    let before = world.server.one_time_keys[&name].clone();
    world.settle();
    let after = &world.server.one_time_keys[&name];
    assert_eq!(after.len(), before.len() + 50, "new keys under new ids");
    let stored = account(&mut world, 0)
        .olm()
        .unwrap()
        .stored_one_time_key_count();
    assert_eq!(stored, 50, "and no others");
    let event = world.send(0, "after");
    world.settle();
    assert_ne!(world.session(0), session);
    assert_eq!(world.text(1, &used), "used");
    assert_eq!(world.text(1, &event), "after");
    // Ben still writes by the old Olm session, or with keys that are gone: it heals.
    let room = world.room.clone();
    let ben = &mut world.clients[1];
    ben.machine.rotate(&mut ben.storage, &room, now).unwrap();
    let event = world.send(1, "and back");
    world.settle();
    world.read(0, &event).ok();
    world.pass(Duration::from_mins(1));
    world.settle();
    assert_eq!(world.text(0, &event), "and back");
}

#[test]
fn a_refused_upload_waits_before_it_is_tried_again() {
    let mut world = World::new(&[]);
    let anna = world.add("anna");
    let request = upload(&mut world, anna).unwrap();
    let now = world.now;
    let client = &mut world.clients[anna];
    client
        .machine
        .failed(&mut client.storage, &request.id, Failure::Rejected, now)
        .unwrap();
    assert!(upload(&mut world, anna).is_none());
    world.pass(Duration::from_secs(1));
    let again = upload(&mut world, anna).unwrap();
    assert_ne!(content(&again)["one_time"], content(&request)["one_time"]);
    assert_eq!(content(&again)["device"], content(&request)["device"]);
}
