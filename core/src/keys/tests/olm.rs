//! To-device messages: Olm sessions, what is inside, what is broken.

use std::time::Duration;

use ruma::{OneTimeKeyAlgorithm, OwnedDeviceId};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

use super::world::{World, user};
use crate::keys::account::LocalAccount;
use crate::keys::storage::{DeviceRecord, Storage};
use crate::keys::{
    Machine, Problem, Received, RequestBody, SyncChanges, Undecryptable, WithheldCode,
};
use crate::time::HOUR;

/// A to-device event from one device to another, by their session.
fn sealed(world: &mut World, from: usize, to: usize, kind: &str, content: &Value) -> Value {
    sealed_as(world, from, to, kind, content, Clone::clone)
}

/// The same, with what the sender believes of the recipient changed.
fn sealed_as(
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

fn take(world: &mut World, client: usize, events: &[Value]) -> Received {
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
fn acquainted() -> World {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "hello");
    world.settle();
    world.send(1, "hello");
    world.settle();
    world
}

fn peer(world: &World, client: usize) -> vodozemac::Curve25519PublicKey {
    world.clients[client].machine.identity_keys().curve25519
}

#[test]
fn events_come_in_order_and_each_once() {
    let mut world = acquainted();
    let events: Vec<_> = (0..5)
        .map(|n| sealed(&mut world, 0, 1, "de.dienstchat.test", &json!({"n": n})))
        .collect();
    let received = take(&mut world, 1, &events);
    let numbers: Vec<_> = received
        .other
        .iter()
        .map(|event| event.content["n"].clone())
        .collect();
    assert_eq!(numbers, [json!(0), json!(1), json!(2), json!(3), json!(4)]);
    assert_eq!(received.other[0].sender, user("anna"));
    assert_eq!(
        received.other[0].sender_device.as_ref(),
        Some(&world.clients[0].name.1)
    );
    // 8: a repetition is no break.
    world.clients[1].load_again();
    let again = take(&mut world, 1, &events);
    assert!(again.other.is_empty());
    assert_eq!(again.problems.of(Problem::Repeated), 5);
    assert!(
        !world
            .requests(1)
            .iter()
            .any(|it| matches!(it.body, RequestBody::Claim(_)))
    );
}

/// 5: the one-time key goes with the first message that decrypts, not before.
#[test]
fn a_one_time_key_is_used_up_by_a_good_message_only() {
    let mut world = World::new(&["anna", "ben"]);
    while world.try_send(0, "x").is_none() && world.batches(0).is_empty() {
        world.post(0);
    }
    world.post(0);
    let keys = |world: &mut World| {
        let mut account = LocalAccount::load(&mut world.clients[1].storage).unwrap();
        account.olm().unwrap().stored_one_time_key_count()
    };
    let name = world.clients[1].name.clone();
    let event = world.server.inboxes[&name][0].1.clone();
    let mut damaged = event.clone();
    let ciphertext = damaged["content"]["ciphertext"].as_object_mut().unwrap();
    let message = ciphertext.values_mut().next().unwrap();
    let mut body = vodozemac::base64_decode(message["body"].as_str().unwrap()).unwrap();
    let last = body.len() - 1;
    body[last] ^= 1;
    message["body"] = json!(vodozemac::base64_encode(body));
    assert_eq!(keys(&mut world), 50);
    let received = take(&mut world, 1, &[damaged]);
    assert_eq!(received.problems.of(Problem::BrokenSession), 1);
    assert_eq!(keys(&mut world), 50);
    let received = take(&mut world, 1, &[event]);
    assert_eq!(received.room_keys.len(), 1);
    assert_eq!(keys(&mut world), 49);
}

/// 5: a pre-key message of a known session that fails makes no second session.
#[test]
fn a_known_session_is_not_made_twice() {
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "x");
    world.settle();
    let sessions = |world: &mut World| {
        let key = peer(world, 0);
        world.clients[1]
            .storage
            .olm_sessions(&user("anna"), &key)
            .unwrap()
            .len()
    };
    assert_eq!(sessions(&mut world), 1);
    let mut event = sealed(&mut world, 0, 1, "de.dienstchat.test", &json!({}));
    let ciphertext = event["content"]["ciphertext"].as_object_mut().unwrap();
    let message = ciphertext.values_mut().next().unwrap();
    assert_eq!(message["type"], 0, "still a pre-key message");
    let mut body = vodozemac::base64_decode(message["body"].as_str().unwrap()).unwrap();
    let last = body.len() - 1;
    body[last] ^= 1;
    message["body"] = json!(vodozemac::base64_encode(body));
    let received = take(&mut world, 1, &[event]);
    assert_eq!(received.problems.of(Problem::BrokenSession), 1);
    assert_eq!(sessions(&mut world), 1);
}

/// 6: several sessions, the one that last received is written with, and they are bounded.
#[test]
fn sessions_are_bounded_and_the_last_that_received_is_used() {
    let mut world = acquainted();
    let (anna, ben) = (peer(&world, 0), peer(&world, 1));
    for _ in 0..8 {
        world.pass(Duration::from_secs(1));
        // Anna lost hers, and begins a new one.
        let sessions = world.clients[0]
            .storage
            .olm_sessions(&user("ben"), &ben)
            .unwrap();
        for session in sessions {
            let storage = &mut world.clients[0].storage;
            storage
                .delete_olm_session(&user("ben"), &ben, &session.session_id)
                .unwrap();
        }
        let (room, now) = (world.room.clone(), world.now);
        let client = &mut world.clients[0];
        client
            .machine
            .rotate(&mut client.storage, &room, now)
            .unwrap();
        let event = world.send(0, "new session");
        world.settle();
        assert_eq!(world.text(1, &event), "new session");
        // Ben answers by it.
        let answer = sealed(&mut world, 1, 0, "de.dienstchat.test", &json!({}));
        assert_eq!(take(&mut world, 0, &[answer]).other.len(), 1);
    }
    assert_eq!(
        world.clients[1]
            .storage
            .olm_sessions(&user("anna"), &anna)
            .unwrap()
            .len(),
        5
    );
}

/// 7: a broken session is replaced, and the current keys are sent again by the new one.
#[test]
fn a_broken_session_heals_and_keys_are_sent_again() {
    let mut world = acquainted();
    let anna = peer(&world, 0);
    // Ben loses his sessions with Anna.
    world.clients[1].storage.delete_olm_sessions().unwrap();
    let (room, now) = (world.room.clone(), world.now);
    let client = &mut world.clients[0];
    client
        .machine
        .rotate(&mut client.storage, &room, now)
        .unwrap();
    let event = world.send(0, "hello again");
    let received = world.sync(1);
    assert_eq!(received.problems.of(Problem::BrokenSession), 1);
    assert!(world.read(1, &event).is_err());
    world.settle();
    assert_eq!(world.text(1, &event), "hello again");
    assert_eq!(
        world.clients[1]
            .storage
            .olm_sessions(&user("anna"), &anna)
            .unwrap()
            .len(),
        1
    );
}

/// 7: at most once an hour for a device.
#[test]
fn a_session_is_replaced_once_an_hour_at_most() {
    let mut world = acquainted();
    let claims = |world: &mut World| {
        let requests = world.requests(1);
        requests
            .iter()
            .filter(|it| matches!(it.body, RequestBody::Claim(_)))
            .count()
    };
    let break_it = |world: &mut World| {
        let event = sealed(world, 0, 1, "de.dienstchat.test", &json!({}));
        world.clients[1].storage.delete_olm_sessions().unwrap();
        let received = take(world, 1, &[event]);
        assert_eq!(received.problems.of(Problem::BrokenSession), 1);
    };
    break_it(&mut world);
    assert_eq!(claims(&mut world), 1);
    world.settle();
    break_it(&mut world);
    assert_eq!(claims(&mut world), 0);
    world.pass(HOUR);
    break_it(&mut world);
    assert_eq!(claims(&mut world), 1);
}

/// 7: also when the sender's device is not known yet.
#[test]
fn a_first_message_that_cannot_be_read_heals_when_the_device_is_known() {
    let mut world = World::new(&["anna"]);
    let ben = world.add("ben");
    world.post(ben);
    let event = world.send(ben, "hello");
    let client = &mut world.clients[0];
    let mut account = LocalAccount::load(&mut client.storage).unwrap();
    account.drop_one_time_keys().unwrap();
    account.save(&mut client.storage).unwrap();
    assert_eq!(world.sync(0).problems.of(Problem::BrokenSession), 1);
    world.settle();
    assert_eq!(world.text(0, &event), "hello");
}

/// Whoever publishes another's identity key gets no say in the sessions with its owner.
#[test]
fn a_stolen_identity_key_breaks_no_session_of_its_owner() {
    let mut world = acquainted();
    let ben = peer(&world, 1);
    let name = (user("eve"), OwnedDeviceId::from("EVE"));
    let eve = vodozemac::olm::Account::new();
    let mut keys: Value = serde_json::from_str(&super::devices::device_keys(&name, &eve)).unwrap();
    keys["keys"]["curve25519:EVE"] = json!(ben.to_base64());
    let signed = |mut object: Value| {
        object.as_object_mut().unwrap().remove("signatures");
        let mut object: ruma::canonical_json::CanonicalJsonObject =
            serde_json::from_value(object).unwrap();
        crate::keys::signed::sign(&mut object, &name.0, &name.1, &eve);
        serde_json::to_string(&object).unwrap()
    };
    world.server.device_keys.insert(name.clone(), signed(keys));
    let one_time = vodozemac::Curve25519PublicKey::from(&vodozemac::Curve25519SecretKey::new());
    let one_time = signed(json!({"key": one_time.to_base64()}));
    let id = "signed_curve25519:AAAA".try_into().unwrap();
    world
        .server
        .one_time_keys
        .insert(name.clone(), vec![(id, one_time)]);
    let (now, client) = (world.now, &mut world.clients[0]);
    client
        .machine
        .track(&mut client.storage, [&name.0], now)
        .unwrap();
    world.settle();
    world.pass(HOUR);
    // Something unreadable "from Eve's device" has Anna replace the session with it.
    let own = world.clients[0]
        .machine
        .identity_keys()
        .curve25519
        .to_base64();
    let body =
        world.server.inboxes[&world.clients[0].name][0].1["content"]["ciphertext"][&own].clone();
    let garbage = json!({
        "type": "m.room.encrypted", "sender": name.0,
        "content": {
            "algorithm": "m.olm.v1.curve25519-aes-sha2",
            "sender_key": ben.to_base64(), "ciphertext": {own: body},
        },
    });
    let received = take(&mut world, 0, &[garbage]);
    assert_eq!(received.problems.of(Problem::BrokenSession), 1);
    world.settle();
    let sessions = &mut world.clients[0].storage;
    assert_eq!(
        sessions.olm_sessions(&name.0, &ben).unwrap().len(),
        1,
        "it was replaced"
    );
    let (room, client) = (world.room.clone(), &mut world.clients[0]);
    client
        .machine
        .rotate(&mut client.storage, &room, now)
        .unwrap();
    let event = world.send(0, "to Ben as before");
    assert_eq!(world.sync(1).problems.of(Problem::BrokenSession), 0);
    assert_eq!(world.text(1, &event), "to Ben as before");
}

/// 6: neither two uses in a millisecond nor a clock that is set back bring a broken session
/// back into use.
#[test]
fn a_new_session_is_used_even_when_the_clock_is_set_back() {
    let mut world = acquainted();
    let (anna, ben) = (peer(&world, 0), peer(&world, 1));
    world.now = world.now.minus(HOUR * 24);
    world.clients[1].storage.delete_olm_sessions().unwrap();
    let lost = sealed(&mut world, 0, 1, "de.dienstchat.test", &json!({}));
    take(&mut world, 1, &[lost]);
    world.settle();
    let id = |world: &mut World, client: usize, owner: &str, key| {
        let sessions = world.clients[client]
            .storage
            .olm_sessions(&user(owner), key)
            .unwrap();
        sessions
            .into_iter()
            .map(|session| session.session_id)
            .collect::<Vec<_>>()
    };
    let new = id(&mut world, 1, "anna", &anna);
    assert_eq!(new.len(), 1);
    assert_eq!(id(&mut world, 0, "ben", &ben).len(), 2);
    let event = sealed(&mut world, 0, 1, "de.dienstchat.test", &json!({}));
    assert_eq!(take(&mut world, 1, &[event]).other.len(), 1);
}

/// 9: who it is from, whom it is for.
#[test]
fn a_payload_for_or_from_others_is_refused() {
    let mut world = acquainted();
    let kind = "de.dienstchat.test";
    // Anna believes that Ben's device is Cleo's: her session is copied, once its chain exists.
    sealed(&mut world, 0, 1, kind, &json!({}));
    let ben = peer(&world, 1);
    let storage = &mut world.clients[0].storage;
    let mut session = storage.olm_sessions(&user("ben"), &ben).unwrap().remove(0);
    session.user_id = user("cleo");
    storage.save_olm_session(&session).unwrap();
    let wrong_user = sealed_as(&mut world, 0, 1, kind, &json!({}), |device| DeviceRecord {
        user_id: user("cleo"),
        ..device.clone()
    });
    // The copy has used this place in the session.
    sealed(&mut world, 0, 1, kind, &json!({}));
    let other = vodozemac::olm::Account::new();
    let wrong_key = sealed_as(&mut world, 0, 1, kind, &json!({}), |device| DeviceRecord {
        ed25519: other.ed25519_key(),
        ..device.clone()
    });
    let received = take(&mut world, 1, &[wrong_user, wrong_key]);
    assert_eq!(received.problems.of(Problem::WrongRecipient), 2);
    // A session that begins under another name.
    let mut world = World::new(&["anna", "ben"]);
    world.send(0, "x");
    let mut wrong_sender = sealed(&mut world, 0, 1, kind, &json!({}));
    wrong_sender["sender"] = json!(user("cleo"));
    let received = take(&mut world, 1, &[wrong_sender]);
    assert_eq!(received.problems.of(Problem::WrongSender), 1);
    assert!(received.other.is_empty());
}

/// 9: the sender's device keys inside must be its own, all of them.
#[test]
fn device_keys_inside_must_be_the_senders() {
    let mut world = acquainted();
    let name = world.clients[0].name.clone();
    let account = vodozemac::olm::Account::new();
    let others = [
        super::devices::device_keys(&name, &account),
        super::devices::device_keys(&(user("cleo"), name.1.clone()), &account),
        world.server.device_keys[&world.clients[1].name].clone(),
        world.server.device_keys[&name].replace("anna", "cleo"),
        "{}".to_owned(),
    ];
    for keys in others {
        let to = world.clients[1].name.clone();
        let client = &mut world.clients[0];
        let device = client.storage.device(&to.0, &to.1).unwrap().unwrap();
        let own_keys = serde_json::value::RawValue::from_string(keys).unwrap();
        let raw = to_raw_value(&json!({})).unwrap();
        let kind = "de.dienstchat.test";
        let content = client
            .machine
            .seal(&mut client.storage, &own_keys, &device, kind, &raw);
        let content = content.unwrap().unwrap();
        let event = json!({"type": "m.room.encrypted", "sender": name.0, "content": content});
        let received = take(&mut world, 1, &[event]);
        assert_eq!(received.problems.of(Problem::BadDeviceKeys), 1);
        assert!(received.other.is_empty());
    }
}

/// 11: keys come encrypted, and only those that were asked for.
#[test]
fn keys_in_clear_and_forwarded_keys_are_refused() {
    let mut world = acquainted();
    let sender = user("anna");
    let clear = |kind: &str| json!({"type": kind, "sender": sender, "content": {}});
    let events = [
        clear("m.room_key"),
        clear("m.forwarded_room_key"),
        clear("m.dummy"),
    ];
    assert_eq!(
        take(&mut world, 1, &events)
            .problems
            .of(Problem::NotEncrypted),
        3
    );
    let forwarded = sealed(&mut world, 0, 1, "m.forwarded_room_key", &json!({}));
    assert_eq!(
        take(&mut world, 1, &[forwarded])
            .problems
            .of(Problem::NotAskedFor),
        1
    );
    let other = take(&mut world, 1, &[clear("de.dienstchat.test")]);
    assert!(other.other.is_empty());
}

/// A room key whose parts do not fit.
#[test]
fn room_keys_must_fit_together() {
    let mut world = acquainted();
    let session = vodozemac::megolm::GroupSession::default();
    let key = session.session_key().to_base64();
    let content = |algorithm: &str, id: &str, key: &str| {
        json!({
            "algorithm": algorithm, "room_id": "!duty:example.org",
            "session_id": id, "session_key": key,
        })
    };
    let (id, megolm) = (session.session_id(), "m.megolm.v1.aes-sha2");
    let damaged = key.replacen("Ag", "Aw", 1);
    let cases = [
        (content("m.other", &id, &key), Problem::UnknownAlgorithm),
        (content(megolm, "other", &key), Problem::BadRoomKey),
        (content(megolm, &id, &damaged), Problem::BadRoomKey),
        (json!({}), Problem::Malformed),
    ];
    for (content, problem) in cases {
        let event = sealed(&mut world, 0, 1, "m.room_key", &content);
        let received = take(&mut world, 1, &[event]);
        assert_eq!(received.problems.of(problem), 1, "{problem:?}");
        assert!(received.room_keys.is_empty());
    }
}

/// 25: copies of a session: the lower index stays, another ratchet or owner is refused.
#[test]
fn copies_of_a_session_are_merged() {
    let mut world = World::new(&["anna", "ben", "cleo"]);
    world.send(0, "x");
    world.send(2, "x");
    world.settle();
    let mut session = vodozemac::megolm::GroupSession::default();
    let room = world.room.clone();
    let id = session.session_id();
    let content = |key: String| {
        json!({
            "algorithm": "m.megolm.v1.aes-sha2", "room_id": "!duty:example.org",
            "session_id": id.clone(), "session_key": key,
        })
    };
    let keys: Vec<String> = (0..3)
        .map(|_| {
            session.encrypt("x");
            session.session_key().to_base64()
        })
        .collect();
    let give = |world: &mut World, from, key: &String| {
        let event = sealed(world, from, 1, "m.room_key", &content(key.clone()));
        take(world, 1, &[event])
    };
    let index = |world: &mut World| {
        let record = world.clients[1]
            .storage
            .inbound(&room, &id)
            .unwrap()
            .unwrap();
        record.first_known_index
    };
    assert_eq!(give(&mut world, 0, &keys[1]).room_keys.len(), 1);
    assert_eq!(index(&mut world), 2);
    assert_eq!(
        give(&mut world, 0, &keys[2]).room_keys.len(),
        0,
        "no better"
    );
    assert_eq!(index(&mut world), 2);
    assert_eq!(
        give(&mut world, 0, &keys[0]).room_keys.len(),
        1,
        "reaches further back"
    );
    assert_eq!(index(&mut world), 1);
    // Another sender of the same session.
    let received = give(&mut world, 2, &keys[0]);
    assert_eq!(received.problems.of(Problem::SessionConflict), 1);
    let record = world.clients[1]
        .storage
        .inbound(&room, &id)
        .unwrap()
        .unwrap();
    assert_eq!(record.sender, user("anna"));
}

/// 25: two ratchets under one id do not connect.
#[test]
fn an_unconnected_copy_is_refused() {
    use crate::keys::room_keys::KeySender;
    use vodozemac::megolm::{GroupSession, InboundGroupSession, SessionConfig};
    let mut world = acquainted();
    let (room, now) = (world.room.clone(), world.now);
    let session = GroupSession::default();
    let good = session.session_key();
    let inbound = InboundGroupSession::new(&good, SessionConfig::version_1());
    // The export has no signature, so its ratchet can be anything.
    let mut bytes = inbound.export_at_first_known_index().to_bytes();
    bytes[20] ^= 1;
    let forged = vodozemac::megolm::ExportedSessionKey::from_bytes(&bytes).unwrap();
    let forged = InboundGroupSession::import(&forged, SessionConfig::version_1());
    assert_eq!(forged.session_id(), inbound.session_id());
    let keys = world.clients[0].machine.identity_keys();
    let sender = || KeySender {
        user_id: user("anna"),
        device_id: None,
        curve25519: keys.curve25519,
        ed25519: keys.ed25519,
        provenance: crate::keys::Provenance::Device,
    };
    let storage = &mut world.clients[1].storage;
    let first = Machine::add_session(storage, room.clone(), inbound, sender(), now).unwrap();
    assert!(first.unwrap().is_some());
    let second = Machine::add_session(storage, room, forged, sender(), now).unwrap();
    assert_eq!(second, Err(Problem::SessionConflict));
}

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
fn malformed_events_are_counted_and_the_rest_goes_on() {
    let mut world = acquainted();
    let good = sealed(&mut world, 0, 1, "de.dienstchat.test", &json!({}));
    let own = world.clients[1]
        .machine
        .identity_keys()
        .curve25519
        .to_base64();
    let key = peer(&world, 0).to_base64();
    let encrypted = |content: Value| json!({"type": "m.room.encrypted", "sender": user("anna"), "content": content});
    let olm = "m.olm.v1.curve25519-aes-sha2";
    let message = json!({"type": 1, "body": "AwoA"});
    let events = [
        json!([]),
        json!({"type": "m.room.encrypted", "sender": "nobody", "content": {}}),
        encrypted(json!({})),
        encrypted(json!({"algorithm": olm, "sender_key": "x", "ciphertext": {}})),
        encrypted(
            json!({"algorithm": olm, "sender_key": key, "ciphertext": {own.clone(): message}}),
        ),
        encrypted(json!({"algorithm": "m.other", "sender_key": key, "ciphertext": {}})),
        encrypted(json!({"algorithm": olm, "sender_key": key, "ciphertext": {}})),
        encrypted(json!({"algorithm": olm, "sender_key": own, "ciphertext": {}})),
        good,
    ];
    let received = take(&mut world, 1, &events);
    assert_eq!(received.problems.of(Problem::Malformed), 5);
    assert_eq!(received.problems.of(Problem::UnknownAlgorithm), 1);
    assert_eq!(received.problems.of(Problem::NotForUs), 1);
    assert_eq!(received.problems.of(Problem::WrongSender), 1);
    assert_eq!(received.other.len(), 1);
}

proptest::proptest! {
    #[test]
    fn no_event_makes_the_machine_panic(
        kind in "m\\.(room\\.encrypted|room_key(\\.withheld|_request)?|dummy)",
        content in ".{0,80}",
        fields in proptest::collection::btree_map(
            "algorithm|sender_key|ciphertext|code|action|body|room_id|session_id|requesting_device_id",
            "m\\.(olm\\.v1\\.curve25519-aes-sha2|no_olm|megolm\\.v1\\.aes-sha2)|request|[A-Za-z0-9+/]{43}|!x:y",
            0..6,
        ),
    ) {
        let mut world = World::new(&[]);
        let anna = world.add("anna");
        let sender = user("ben");
        let events = [
            json!({"type": kind, "sender": sender, "content": fields}),
            json!({"type": kind, "sender": sender, "content": content}),
        ];
        take(&mut world, anna, &events);
        let now = world.now;
        let client = &mut world.clients[anna];
        let changes = SyncChanges { to_device: vec![content.clone()], ..SyncChanges::default() };
        client.machine.receive(&mut client.storage, changes, now).unwrap();
        let event = json!({
            "type": "m.room.encrypted", "event_id": "$x", "sender": sender,
            "origin_server_ts": 1, "content": fields,
        });
        proptest::prop_assert!(world.read(anna, &event.to_string()).is_err());
        proptest::prop_assert!(world.read(anna, &content).is_err());
    }
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
