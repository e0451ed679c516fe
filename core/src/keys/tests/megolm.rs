//! Encrypting and decrypting in a room.

use std::time::Duration;

use serde_json::{Value, json};

use super::world::{World, user};
use crate::keys::storage::{ShareState, Storage};
use crate::keys::{Access, Provenance, RequestBody, Rotation, Undecryptable, WithheldCode};
use crate::time::HOUR;

fn changed(event: &str, change: impl FnOnce(&mut Value)) -> String {
    let mut event: Value = serde_json::from_str(event).unwrap();
    change(&mut event);
    event.to_string()
}

#[test]
fn messages_go_both_ways() {
    let mut world = World::new(&["anna", "ben"]);
    let hello = world.send(0, "hello");
    world.settle();
    assert_eq!(world.text(1, &hello), "hello");
    assert_eq!(
        world.text(0, &hello),
        "hello",
        "one's own messages are readable"
    );
    let answer = world.send(1, "and hello");
    world.settle();
    let decrypted = world.read(0, &answer).unwrap();
    assert_eq!(decrypted.provenance, Provenance::Device);
    assert_eq!(
        decrypted.sender_device.as_ref(),
        Some(&world.clients[1].name.1)
    );
    assert_eq!(world.read(1, &answer).unwrap().provenance, Provenance::Own);
}

#[test]
fn all_devices_of_a_member_and_ones_own_others_can_read() {
    let mut world = World::new(&["anna", "anna", "ben", "ben"]);
    let event = world.send(0, "hello");
    world.settle();
    for client in 0..4 {
        assert_eq!(world.text(client, &event), "hello");
    }
}

/// 17, 21: nothing is encrypted before every entitled device has been given the key.
#[test]
fn no_message_before_the_key_has_been_taken_by_the_server() {
    let mut world = World::new(&["anna", "ben"]);
    for _ in 0..10 {
        if world.try_send(0, "early").is_some() {
            break;
        }
        world.post(0);
    }
    let room = world.room.clone();
    let session = world.session(0);
    let shares = world.clients[0].storage.shares(&room, &session).unwrap();
    assert_eq!(shares.len(), 1);
    assert_eq!(shares[0].state, ShareState::Shared(0));
    let position = world.server.inboxes[&world.clients[1].name].len();
    assert_eq!(position, 1, "and the server has taken it");
}

/// 19: a leave.
#[test]
fn who_left_cannot_read_what_follows() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    let before = world.send(0, "before");
    world.settle();
    let first = world.session(0);
    world.members.remove(&user("cleo"));
    let after = world.send(0, "after");
    world.settle();
    assert_ne!(world.session(0), first);
    assert_eq!(world.text(1, &after), "after");
    assert_eq!(world.text(2, &before), "before");
    assert!(matches!(
        world.read(2, &after),
        Err(Undecryptable::MissingKey { .. })
    ));
}

/// 19: a device that is gone.
#[test]
fn a_device_that_was_removed_cannot_read_what_follows() {
    let mut world = World::new(&["anna", "ben", "ben"]);
    world.send(0, "before");
    world.settle();
    let first = world.session(0);
    let gone = world.clients[2].name.clone();
    world.server.remove_device(&gone);
    world.settle();
    let after = world.send(0, "after");
    world.settle();
    assert_ne!(world.session(0), first);
    assert_eq!(world.text(1, &after), "after");
    assert!(world.read(2, &after).is_err());
}

/// 19: count and age, within the bounds.
#[test]
fn a_session_is_replaced_after_its_count_and_after_its_time() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "first");
    let first = world.session(0);
    for _ in 1..100 {
        world.send(0, "more");
    }
    assert_eq!(world.session(0), first);
    world.send(0, "the hundred and first");
    let second = world.session(0);
    assert_ne!(second, first);
    world.pass(Duration::from_secs(7 * 86_400 - 1));
    world.settle();
    world.send(0, "in time");
    assert_eq!(world.session(0), second);
    world.pass(Duration::from_secs(1));
    world.send(0, "too late");
    assert_ne!(world.session(0), second);
}

#[test]
fn no_room_can_keep_a_session_for_ever() {
    assert_eq!(Rotation::new(0, Duration::ZERO), Rotation::new(1, HOUR));
    let longest = Rotation::new(u32::MAX, Duration::MAX);
    assert_eq!(longest, Rotation::new(10_000, HOUR * 24 * 7));
}

#[test]
fn rotation_can_be_asked_for() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "first");
    let first = world.session(0);
    let (room, now) = (world.room.clone(), world.now);
    let client = &mut world.clients[0];
    client
        .machine
        .rotate(&mut client.storage, &room, now)
        .unwrap();
    world.send(0, "second");
    assert_ne!(world.session(0), first);
}

/// Who comes later gets the session from its present index on.
#[test]
fn who_joins_later_reads_from_then_on() {
    let mut world = World::new(&["anna", "ben"]);
    let before = world.send(0, "before");
    let first = world.session(0);
    let cleo = world.add("cleo");
    world.settle();
    let after = world.send(0, "after");
    world.settle();
    assert_eq!(world.session(0), first, "a join needs no new session");
    assert_eq!(world.text(cleo, &after), "after");
    assert!(matches!(
        world.read(cleo, &before),
        Err(Undecryptable::UnknownIndex { .. })
    ));
}

/// 22: a refused member is told why, and gets no key.
#[test]
fn a_refused_member_learns_the_reason() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    let refused = Access::Refused(WithheldCode::Blacklisted);
    world.members.insert(user("cleo"), refused);
    let event = world.send(0, "not for cleo");
    world.settle();
    assert_eq!(world.text(1, &event), "not for cleo");
    let reason = world.read(2, &event).unwrap_err();
    let code = WithheldCode::Blacklisted;
    let session_id = world.session(0);
    assert_eq!(reason, Undecryptable::Withheld { session_id, code });
    world.send(0, "more");
    assert!(world.batches(0).is_empty(), "once a session is enough");
}

/// 9: the sender of the event must own the session.
#[test]
fn an_event_under_another_name_is_refused() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    let event = world.send(0, "hello");
    world.settle();
    let forged = changed(&event, |event| event["sender"] = json!(user("cleo")));
    assert_eq!(world.read(1, &forged), Err(Undecryptable::SenderMismatch));
}

/// 23: the room inside must match.
#[test]
fn an_event_moved_to_another_room_is_refused() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    world.settle();
    let session = world.session(0);
    let room = world.room.clone();
    let other = ruma::room_id!("!other:example.org").to_owned();
    let storage = &mut world.clients[1].storage;
    let mut record = storage.inbound(&room, &session).unwrap().unwrap();
    record.room_id = other.clone();
    storage.save_inbound(&record).unwrap();
    world.room = other;
    assert_eq!(world.read(1, &event), Err(Undecryptable::RoomMismatch));
}

/// 24: another event with the same index is a replay, the same event is not.
#[test]
fn a_replay_is_refused_and_the_same_event_is_not() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    world.settle();
    assert_eq!(world.text(1, &event), "hello");
    assert_eq!(world.text(1, &event), "hello");
    let repeated = changed(&event, |event| event["event_id"] = json!("$other"));
    assert_eq!(world.read(1, &repeated), Err(Undecryptable::Replay));
    let later = changed(&event, |event| event["origin_server_ts"] = json!(1));
    assert_eq!(world.read(1, &later), Err(Undecryptable::Replay));
}

#[test]
fn damaged_events_say_so() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    let other = world.send(0, "more");
    world.settle();
    let text = |event: &str| {
        let event: Value = serde_json::from_str(event).unwrap();
        event["content"]["ciphertext"].as_str().unwrap().to_owned()
    };
    let (mut one, two) = (text(&event), text(&other));
    one.replace_range(8..20, &two[8..20]);
    let damaged = changed(&event, |event| event["content"]["ciphertext"] = json!(one));
    let reason = world.read(1, &damaged).unwrap_err();
    assert!(matches!(
        reason,
        Undecryptable::BadCiphertext | Undecryptable::Malformed
    ));
    let short = changed(&event, |event| {
        event["content"]["ciphertext"] = json!("AwgA");
    });
    assert_eq!(world.read(1, &short), Err(Undecryptable::Malformed));
    let unknown = changed(&event, |event| {
        event["content"]["algorithm"] = json!("rot13");
    });
    assert_eq!(
        world.read(1, &unknown),
        Err(Undecryptable::UnknownAlgorithm)
    );
    let redacted = changed(&event, |event| event["content"] = json!({}));
    assert_eq!(world.read(1, &redacted), Err(Undecryptable::Malformed));
    let state = changed(&event, |event| event["state_key"] = json!(""));
    assert_eq!(world.read(1, &state), Err(Undecryptable::Malformed));
}

/// 27: one key wakes what waits for it; the answer names the session of each.
#[test]
fn an_event_before_its_key_waits_for_it() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    let session_id = world.session(0);
    let missing = Undecryptable::MissingKey {
        session_id: session_id.clone(),
    };
    assert_eq!(missing.waits_for(), Some(&*session_id));
    assert_eq!(world.read(1, &event), Err(missing));
    let received = world.sync(1);
    assert_eq!(received.room_keys, [(world.room.clone(), session_id)]);
    assert_eq!(world.text(1, &event), "hello");
}

/// 27: every one, however many keys come at once.
#[test]
fn many_keys_in_one_answer_wake_all_that_wait() {
    let mut world = World::new(&["anna", "ben"]);
    let mut waiting = Vec::new();
    for _ in 0..12 {
        let (room, now) = (world.room.clone(), world.now);
        let client = &mut world.clients[0];
        client
            .machine
            .rotate(&mut client.storage, &room, now)
            .unwrap();
        let event = world.send(0, "hello");
        let reason = world.read(1, &event).unwrap_err();
        waiting.push((reason.waits_for().unwrap().to_owned(), event));
    }
    let received = world.sync(1);
    assert_eq!(received.room_keys.len(), 12);
    for (session, event) in waiting {
        assert!(received.room_keys.contains(&(world.room.clone(), session)));
        assert_eq!(world.text(1, &event), "hello");
    }
}

#[test]
fn relations_stand_in_clear_and_inside() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "first");
    let relation = json!({"rel_type": "m.replace", "event_id": "$first"});
    let content = json!({"body": "x", "m.relates_to": relation});
    let (room, members, now) = (world.room.clone(), world.members.clone(), world.now);
    let client = &mut world.clients[0];
    let encrypted = client.machine.encrypt(
        &mut client.storage,
        &room,
        &members,
        Rotation::default(),
        "m.room.message",
        content.as_object().unwrap(),
        now,
    );
    let crate::keys::Encryption::Content(encrypted) = encrypted.unwrap() else {
        panic!()
    };
    assert_eq!(encrypted["m.relates_to"], relation);
    let event = world.event(&user("anna"), &encrypted);
    world.settle();
    assert_eq!(
        world.read(1, &event).unwrap().content["m.relates_to"],
        relation
    );
}

/// 21: a batch that fails is retried alone, under the same transaction id.
#[test]
fn a_failed_batch_is_retried_under_its_transaction_id() {
    let mut world = World::new(&["anna", "ben"]);
    while world.try_send(0, "x").is_none() && world.batches(0).is_empty() {
        world.post(0);
    }
    let first = world.batches(0).remove(0);
    let session = world.session(0);
    let now = world.now;
    let client = &mut world.clients[0];
    let failure = crate::keys::Failure::Unreachable;
    client
        .machine
        .failed(&mut client.storage, &first.id, failure, now)
        .unwrap();
    assert!(world.batches(0).is_empty(), "it rests a while");
    world.pass(Duration::from_secs(1));
    world.clients[0].load_again();
    let again = world.batches(0).remove(0);
    assert_eq!(again.id, first.id);
    let (RequestBody::ToDevice(first), RequestBody::ToDevice(again)) = (first.body, again.body)
    else {
        panic!("to-device requests");
    };
    assert_eq!(first.txn_id, again.txn_id);
    world.send(0, "x");
    assert_eq!(world.session(0), session, "the session is kept");
}

#[test]
fn a_forgotten_room_leaves_no_key() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    world.settle();
    world.text(1, &event);
    world.send(1, "hello");
    let room = world.room.clone();
    let client = &mut world.clients[1];
    assert!(client.storage.rooms().contains(&room));
    client
        .machine
        .forget_room(&mut client.storage, &room)
        .unwrap();
    assert!(client.storage.rooms().is_empty());
    assert!(matches!(
        world.read(1, &event),
        Err(Undecryptable::MissingKey { .. })
    ));
}

/// 21, 28: a device that lost a key asks, and gets it from the index it was entitled to.
#[test]
fn a_lost_key_is_asked_for_and_given_again() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "hello");
    // The key is lost on the way.
    world.server.inboxes.clear();
    world.settle();
    assert!(world.read(1, &event).is_err());
    world.pass(Duration::from_secs(11));
    world.settle();
    assert_eq!(world.text(1, &event), "hello");
}

/// 28: who was not entitled gets a reason instead of the key.
#[test]
fn a_key_is_not_given_to_who_was_not_entitled() {
    let mut world = World::new(&["anna", "ben"]);
    let event = world.send(0, "before cleo");
    let cleo = world.add("cleo");
    world.settle();
    // Anna knows Cleo's device, and shares what follows with it by a new session.
    let (room, now) = (world.room.clone(), world.now);
    let anna = &mut world.clients[0];
    anna.machine.rotate(&mut anna.storage, &room, now).unwrap();
    world.send(0, "after");
    world.settle();
    assert!(matches!(
        world.read(cleo, &event),
        Err(Undecryptable::MissingKey { .. })
    ));
    world.pass(Duration::from_secs(11));
    world.settle();
    let code = WithheldCode::Unauthorised;
    let reason = world.read(cleo, &event).unwrap_err();
    assert!(matches!(reason, Undecryptable::Withheld { code: given, .. } if given == code));
}
