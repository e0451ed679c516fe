//! Olm sessions: in order, once, bounded, healed.

use super::letters::{acquainted, peer, sealed, take};
use super::world::{World, user};
use crate::keys::account::LocalAccount;
use crate::keys::storage::Storage;
use crate::keys::{Problem, RequestBody};
use crate::time::HOUR;
use serde_json::json;
use std::time::Duration;

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
