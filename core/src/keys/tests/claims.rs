//! Claims, devices without keys, and the size of batches.

use super::world::{World, user};
use crate::keys::{Problem, RequestBody, SyncChanges, Undecryptable, WithheldCode};
use ruma::{OneTimeKeyAlgorithm, OwnedDeviceId};
use serde_json::json;
use serde_json::value::to_raw_value;
use std::time::Duration;

/// 18, 22: a device without keys is told so once, left alone a while, and gets the key when it
/// has keys again.
#[test]
fn a_device_without_keys_is_told_and_gets_the_key_later() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    let name = world.clients[2].name.clone();
    let keys = world
        .server
        .one_time_keys
        .insert(name.clone(), Vec::new())
        .unwrap();
    let fallback = world.server.fallback_keys.remove(&name).unwrap();
    let event = world.send(0, "hello");
    world.sync(1);
    assert_eq!(world.text(1, &event), "hello", "nobody waits for it");
    world.sync(2);
    let reason = world.read(2, &event).unwrap_err();
    let code = WithheldCode::NoOlm;
    assert!(matches!(reason, Undecryptable::Withheld { code: given, .. } if given == code));
    assert_eq!(world.server.inboxes[&name].len(), 1);
    // Left alone: the next message does not claim again.
    assert!(world.try_send(0, "more").is_some());
    world.server.one_time_keys.insert(name.clone(), keys);
    world.server.fallback_keys.insert(name, fallback);
    world.pass(Duration::from_mins(2));
    let later = world.send(0, "now for all");
    world.settle();
    assert_eq!(world.text(2, &later), "now for all");
}

/// 4: a claimed key must be signed by the pinned key.
#[test]
fn a_claimed_key_with_a_wrong_signature_is_not_used() {
    let mut world = World::new(&["anna", "ben"]);
    let name = world.clients[1].name.clone();
    let forged = vodozemac::olm::Account::new();
    let mut object: ruma::canonical_json::CanonicalJsonObject = serde_json::from_value(json!({
        "key": forged.curve25519_key().to_base64(),
    }))
    .unwrap();
    crate::keys::signed::sign(&mut object, &name.0, &name.1, &forged);
    let raw = serde_json::to_string(&object).unwrap();
    for (_, key) in world.server.one_time_keys.get_mut(&name).unwrap() {
        key.clone_from(&raw);
    }
    let now = world.now;
    let mut bad = 0;
    while world.try_send(0, "hello").is_none() {
        for request in world.requests(0) {
            let client = &mut world.clients[0];
            let answer = world.server.handle(&client.name, &request).ok().unwrap();
            let (id, response) = (&request.id, answer.as_response());
            let problems = client
                .machine
                .sent(&mut client.storage, id, response, now)
                .unwrap();
            bad += problems.of(Problem::BadOneTimeKey);
        }
    }
    assert_eq!(bad, 1);
    assert_eq!(world.clients[0].storage.olm_session_count(), 0);
}

/// 18: one claim at a time, in chunks.
#[test]
fn one_claim_is_in_flight_and_bounded() {
    let mut world = World::new(&["anna"]);
    let far = user("ben");
    for n in 0..150 {
        let name = (far.clone(), OwnedDeviceId::from(format!("DEVICE{n}")));
        let account = vodozemac::olm::Account::new();
        let keys = super::devices::device_keys(&name, &account);
        world.server.device_keys.insert(name, keys);
    }
    world.members.insert(far, crate::keys::Access::Granted);
    let mut claimed = 0;
    while world.try_send(0, "x").is_none() {
        let claims: Vec<usize> = world
            .requests(0)
            .iter()
            .filter_map(|request| match &request.body {
                RequestBody::Claim(claim) => Some(
                    claim
                        .one_time_keys
                        .values()
                        .map(std::collections::BTreeMap::len)
                        .sum(),
                ),
                _ => None,
            })
            .collect();
        assert!(claims.len() <= 1 && claims.iter().all(|count| *count <= 100));
        claimed += claims.iter().sum::<usize>();
        world.post(0);
    }
    assert_eq!(claimed, 150);
}

/// 12: large batches are split.
#[test]
fn large_batches_are_split() {
    let mut world = World::new(&["anna"]);
    let (now, client) = (world.now, &mut world.clients[0]);
    let content = to_raw_value(&json!({"x": "y".repeat(9_000)})).unwrap();
    let contents = (0..20).map(|n| {
        (
            user("ben"),
            OwnedDeviceId::from(format!("D{n}")),
            content.clone(),
        )
    });
    let carriers = client
        .machine
        .queue_to_device(
            &mut client.storage,
            "m.room.encrypted",
            contents.collect(),
            now,
        )
        .unwrap();
    assert_eq!(carriers.len(), 20);
    let batches = world.batches(0);
    assert_eq!(batches.len(), 4);
    let mut addressed = 0;
    for batch in batches {
        let RequestBody::ToDevice(batch) = batch.body else {
            panic!()
        };
        let bytes = serde_json::to_string(&batch.messages).unwrap().len();
        assert!(bytes < 65_536, "{bytes}");
        addressed += batch
            .messages
            .values()
            .map(std::collections::BTreeMap::len)
            .sum::<usize>();
    }
    assert_eq!(addressed, 20);
}

#[test]
fn key_counts_of_other_algorithms_do_not_matter() {
    let mut world = World::new(&["anna"]);
    let other = OneTimeKeyAlgorithm::from("de.dienstchat.other");
    let now = world.now;
    let client = &mut world.clients[0];
    let one_time_key_counts = Some([(other, 0_u32.into())].into_iter().collect());
    let changes = SyncChanges {
        one_time_key_counts,
        ..SyncChanges::default()
    };
    client
        .machine
        .receive(&mut client.storage, changes, now)
        .unwrap();
    assert!(world.requests(0).is_empty());
}
