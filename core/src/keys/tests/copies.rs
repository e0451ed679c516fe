//! Room keys, and several copies of one.

use super::letters::{acquainted, sealed, take};
use super::world::{World, user};
use crate::keys::storage::Storage;
use crate::keys::{Machine, Problem};
use serde_json::json;

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
