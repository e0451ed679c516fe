//! Device lists.

use std::time::Duration;

use ruma::canonical_json::CanonicalJsonObject;
use ruma::{OwnedDeviceId, OwnedUserId};
use serde_json::{Value, json};
use vodozemac::olm::Account;

use super::server::DeviceName;
use super::world::{World, user};
use crate::keys::signed::sign;
use crate::keys::storage::Storage;
use crate::keys::{
    Machine, Problem, Provenance, Request, RequestBody, SyncChanges, Undecryptable, WithheldCode,
};

/// Signed device keys of any account.
pub(super) fn device_keys(name: &DeviceName, account: &Account) -> String {
    let keys = json!({
        "user_id": name.0,
        "device_id": name.1,
        "algorithms": [crate::keys::device_keys::OLM, crate::keys::device_keys::MEGOLM],
        "keys": {
            (format!("curve25519:{}", name.1)): account.curve25519_key().to_base64(),
            (format!("ed25519:{}", name.1)): account.ed25519_key().to_base64(),
        },
    });
    let mut keys: CanonicalJsonObject = serde_json::from_value(keys).unwrap();
    sign(&mut keys, &name.0, &name.1, account);
    serde_json::to_string(&keys).unwrap()
}

fn queries(world: &mut World, client: usize) -> Vec<(Request, Vec<OwnedUserId>)> {
    let of = |request: Request| match &request.body {
        RequestBody::Query(query) => {
            let users = query.device_keys.keys().cloned().collect();
            Some((request, users))
        }
        _ => None,
    };
    world.requests(client).into_iter().filter_map(of).collect()
}

fn changed(world: &mut World, client: usize, changed_users: Vec<OwnedUserId>) {
    let now = world.now;
    let client = &mut world.clients[client];
    let changes = SyncChanges {
        changed_users,
        ..SyncChanges::default()
    };
    client
        .machine
        .receive(&mut client.storage, changes, now)
        .unwrap();
}

fn devices(world: &mut World, client: usize, of: &OwnedUserId) -> Vec<OwnedDeviceId> {
    let devices = world.clients[client].storage.devices(of).unwrap();
    devices
        .into_iter()
        .filter(|device| device.present)
        .map(|device| device.device_id)
        .collect()
}

/// 14: at most 250 users a query.
#[test]
fn queries_are_bounded() {
    let mut world = World::new(&["anna"]);
    let users: Vec<_> = (0..600).map(|n| user(&format!("helper{n}"))).collect();
    let now = world.now;
    let client = &mut world.clients[0];
    client
        .machine
        .track(&mut client.storage, &users, now)
        .unwrap();
    let sizes: Vec<_> = queries(&mut world, 0)
        .iter()
        .map(|(_, users)| users.len())
        .collect();
    assert_eq!(sizes, [250, 250, 100]);
    assert_eq!(queries(&mut world, 0).len(), 3, "asked once");
}

/// 14: an answer that is older than a newer change does not count.
#[test]
fn an_answer_that_raced_with_a_change_is_discarded() {
    let mut world = World::new(&["anna", "ben"]);
    let ben = user("ben");
    let now = world.now;
    changed(&mut world, 0, vec![ben.clone()]);
    let (query, _) = queries(&mut world, 0).remove(0);
    let name = world.clients[0].name.clone();
    let old = world.server.handle(&name, &query).ok().unwrap();
    // Meanwhile Ben gets another device, and we hear of it.
    let second = world.add("ben");
    world.post(second);
    changed(&mut world, 0, vec![ben.clone()]);
    let newer = queries(&mut world, 0);
    assert_eq!(
        newer.len(),
        2,
        "the new question does not wait for the old one"
    );
    let client = &mut world.clients[0];
    client
        .machine
        .sent(&mut client.storage, &query.id, old.as_response(), now)
        .unwrap();
    let record = world.clients[0].storage.user(&ben).unwrap().unwrap();
    assert!(record.outdated_since.is_some());
    world.settle();
    assert_eq!(devices(&mut world, 0, &ben).len(), 2);
}

/// 14: an answer from before a user was tracked anew does not count either.
#[test]
fn an_answer_for_an_earlier_tracking_is_discarded() {
    let mut world = World::new(&["anna"]);
    let (dora, now) = (user("dora"), world.now);
    let client = &mut world.clients[0];
    client
        .machine
        .track(&mut client.storage, [&dora], now)
        .unwrap();
    let (query, _) = queries(&mut world, 0).remove(0);
    let name = world.clients[0].name.clone();
    let old = world.server.handle(&name, &query).ok().unwrap();
    let client = &mut world.clients[0];
    let changes = SyncChanges {
        left_users: vec![dora.clone()],
        ..SyncChanges::default()
    };
    client
        .machine
        .receive(&mut client.storage, changes, now)
        .unwrap();
    client
        .machine
        .track(&mut client.storage, [&dora], now)
        .unwrap();
    client
        .machine
        .sent(&mut client.storage, &query.id, old.as_response(), now)
        .unwrap();
    assert!(!client.storage.user(&dora).unwrap().unwrap().known);
}

/// Survives a crash between sync and query.
#[test]
fn a_change_survives_a_restart() {
    let mut world = World::new(&["anna", "ben"]);
    changed(&mut world, 0, vec![user("ben"), user("stranger")]);
    world.clients[0].load_again();
    let asked = queries(&mut world, 0);
    assert_eq!(asked[0].1, [user("ben")], "and only those who are tracked");
}

/// 14: a server that is away is asked again later, and does not hold up a message for ever.
#[test]
fn a_server_that_is_away_holds_up_nothing_for_ever() {
    let mut world = World::new(&["anna", "ben"]);
    let far = OwnedUserId::try_from("@far:away.example").unwrap();
    world.server.away.insert("away.example".to_owned());
    world
        .members
        .insert(far.clone(), crate::keys::Access::Granted);
    assert!(world.try_send(0, "x").is_none());
    while world.post(0) > 0 {}
    assert!(world.try_send(0, "x").is_none(), "a short wait");
    assert!(queries(&mut world, 0).is_empty(), "not asked again at once");
    world.pass(Duration::from_secs(11));
    let event = world.send(0, "hello");
    world.settle();
    assert_eq!(world.text(1, &event), "hello");
    assert!(
        world.clients[0]
            .storage
            .user(&far)
            .unwrap()
            .unwrap()
            .outdated_since
            .is_some()
    );
}

/// 15: the first keys of a device are pinned; others are refused.
#[test]
fn changed_keys_are_refused() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "before");
    let session = world.session(0);
    let name = world.clients[1].name.clone();
    let pinned = world.clients[0]
        .storage
        .device(&name.0, &name.1)
        .unwrap()
        .unwrap();
    let forged = device_keys(&name, &Account::new());
    world.server.device_keys.insert(name.clone(), forged);
    changed(&mut world, 0, vec![name.0.clone()]);
    let (query, _) = queries(&mut world, 0).remove(0);
    let answer = world
        .server
        .handle(&world.clients[0].name.clone(), &query)
        .ok()
        .unwrap();
    let now = world.now;
    let client = &mut world.clients[0];
    let problems = client
        .machine
        .sent(&mut client.storage, &query.id, answer.as_response(), now)
        .unwrap();
    assert_eq!(problems.of(Problem::ChangedKeys), 1);
    let device = client.storage.device(&name.0, &name.1).unwrap().unwrap();
    assert!(device.changed_keys);
    assert_eq!(
        (device.curve25519, device.ed25519),
        (pinned.curve25519, pinned.ed25519)
    );
    assert_eq!(device.device_keys, pinned.device_keys);
    // It gets no key of what follows.
    let event = world.send(0, "not for that device");
    assert_ne!(world.session(0), session);
    world.settle();
    let reason = world.read(1, &event).unwrap_err();
    let code = WithheldCode::Unverified;
    assert!(matches!(reason, Undecryptable::Withheld { code: given, .. } if given == code));
}

/// Device keys must be signed by themselves and be under their own name.
#[test]
fn device_keys_of_a_wrong_form_are_left_out() {
    let mut world = World::new(&["anna"]);
    let name = (user("eve"), OwnedDeviceId::from("EVE"));
    let right = device_keys(&name, &Account::new());
    let unsigned = right.replace("EVE\":\"", "EVE\":\"A");
    let other_user = right.replace("@eve", "@ben");
    let other_device = device_keys(&(user("eve"), "ADAM".into()), &Account::new());
    let without_megolm = right.replace("megolm", "newolm");
    let now = world.now;
    for wrong in [
        unsigned,
        other_user,
        other_device,
        without_megolm,
        "{}".to_owned(),
    ] {
        world.server.device_keys.insert(name.clone(), wrong);
        let client = &mut world.clients[0];
        client
            .machine
            .track(&mut client.storage, [&name.0], now)
            .unwrap();
        changed(&mut world, 0, vec![name.0.clone()]);
        let (query, _) = queries(&mut world, 0).remove(0);
        let answer = world
            .server
            .handle(&world.clients[0].name.clone(), &query)
            .ok()
            .unwrap();
        let client = &mut world.clients[0];
        let response = answer.as_response();
        let problems = client
            .machine
            .sent(&mut client.storage, &query.id, response, now)
            .unwrap();
        assert_eq!(problems.of(Problem::BadDevice), 1);
        assert!(devices(&mut world, 0, &name.0).is_empty());
    }
    world.server.device_keys.insert(name.clone(), right);
    changed(&mut world, 0, vec![name.0.clone()]);
    world.settle();
    assert_eq!(devices(&mut world, 0, &name.0), [name.1]);
}

/// 16: without a position every tracked list is asked for again.
#[test]
fn all_lists_are_asked_for_again_when_the_position_is_lost() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    let event = world.send(1, "hello");
    world.sync(0);
    let now = world.now;
    let client = &mut world.clients[0];
    client
        .machine
        .outdate_all(&mut client.storage, now)
        .unwrap();
    assert_eq!(world.text(0, &event), "hello", "decrypting does not wait");
    let asked: Vec<_> = queries(&mut world, 0)
        .into_iter()
        .flat_map(|(_, users)| users)
        .collect();
    assert!(
        [user("anna"), user("ben")]
            .iter()
            .all(|user| asked.contains(user))
    );
}

/// 13, 26: a key from a device that is not known yet is used at once, and judged later.
#[test]
fn a_key_before_the_device_list_is_used_and_judged_later() {
    let mut world = World::new(&["anna"]);
    let ben = world.add("ben");
    world.post(ben);
    while world.try_send(ben, "x").is_none() {
        world.post(ben);
    }
    let event = world.send(ben, "hello");
    world.sync(0);
    let decrypted = world.read(0, &event).unwrap();
    assert_eq!(decrypted.provenance, Provenance::UnknownDevice);
    assert_eq!(
        queries(&mut world, 0)[0].1,
        [user("ben")],
        "the list is asked for"
    );
    world.settle();
    assert_eq!(
        world.read(0, &event).unwrap().provenance,
        Provenance::Device
    );
}

/// 26: and refused when the published keys are others than those it claimed.
#[test]
fn a_key_whose_device_turns_out_to_be_another_is_refused() {
    let mut world = World::new(&["anna"]);
    let ben = world.add("ben");
    world.post(ben);
    let event = world.send(ben, "hello");
    world.sync(0);
    assert!(world.read(0, &event).is_ok());
    // The list shows the same identity key under another signing key.
    let name = world.clients[ben].name.clone();
    let right = world.server.device_keys[&name].clone();
    let keys: Value = serde_json::from_str(&right).unwrap();
    let curve = keys["keys"][format!("curve25519:{}", name.1)]
        .as_str()
        .unwrap()
        .to_owned();
    let account = Account::new();
    let mut forged: Value = serde_json::from_str(&device_keys(&name, &account)).unwrap();
    forged["keys"][format!("curve25519:{}", name.1)] = json!(curve);
    let mut forged: CanonicalJsonObject = serde_json::from_value(forged).unwrap();
    forged.remove("signatures");
    sign(&mut forged, &name.0, &name.1, &account);
    world
        .server
        .device_keys
        .insert(name, serde_json::to_string(&forged).unwrap());
    world.post(0);
    assert_eq!(world.read(0, &event), Err(Undecryptable::SenderMismatch));
}

#[test]
fn a_machine_is_made_once_and_found_again() {
    let mut world = World::new(&["anna"]);
    let device = crate::keys::NewDevice::generate(&crate::time::SystemEntropy).unwrap();
    let client = &mut world.clients[0];
    let entropy = std::sync::Arc::new(crate::time::SystemEntropy);
    let again = Machine::create(
        &mut client.storage,
        user("ben"),
        device,
        entropy.clone(),
        world.now,
    );
    assert!(matches!(again, Err(crate::keys::KeysError::AlreadyCreated)));
    let loaded = Machine::load(&mut client.storage, entropy.clone()).unwrap();
    assert_eq!(loaded.identity_keys(), client.machine.identity_keys());
    assert_eq!(
        (loaded.user_id(), loaded.device_id()),
        (&client.name.0, &client.name.1)
    );
    let empty = &mut crate::keys::memory::MemoryStorage::default();
    assert!(matches!(
        Machine::load(empty, entropy),
        Err(crate::keys::KeysError::NoAccount)
    ));
}
