//! What is inside of to-device messages, and from whom.

use super::letters::{acquainted, peer, sealed, sealed_as, take};
use super::world::{World, user};
use crate::keys::storage::{DeviceRecord, Storage};
use crate::keys::{Problem, SyncChanges};
use crate::time::HOUR;
use ruma::OwnedDeviceId;
use serde_json::value::to_raw_value;
use serde_json::{Value, json};

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
