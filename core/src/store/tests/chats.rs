//! Chats, members, the send queue.

use std::time::Duration;

use ruma::{OwnedTransactionId, TransactionId};

use super::*;
use crate::store::{
    ChatState, Levels, Membership, Message, Seal, SealReason, SendFailure, SendState,
};

const LEASE: Duration = Duration::from_mins(1);

#[test]
fn a_chat_comes_back_as_it_was_put() {
    let world = World::new();
    let store = world.create();
    let chat = room("a");
    store.write(|tx| add_chat(tx, &chat, "1")).unwrap();
    let sealed = ChatState::Sealed(Seal {
        reason: SealReason::Removed,
        since: at(7),
        confirmed: None,
    });
    store
        .write(|tx| {
            tx.chats().set_membership(&chat, Membership::Join)?;
            tx.chats()
                .set_levels(&chat, Levels { send: 100, own: 50 })?;
            tx.chats().set_state(&chat, sealed)?;
            // A newer statement leaves the rest as it is.
            tx.chats().put(NewChat {
                room_id: &chat,
                envelope: &envelope("1", 2, 6_000),
            })
        })
        .unwrap();
    let kept = world
        .open()
        .read(|tx| tx.chats().get(&chat))
        .unwrap()
        .unwrap();
    assert_eq!(kept.envelope.statement().revision.0, 2);
    assert_eq!(kept.limits, envelope("1", 2, 6_000).statement().limits());
    assert_eq!(
        (kept.state, kept.membership),
        (sealed, Some(Membership::Join))
    );
    assert_eq!(
        (kept.levels, kept.last_read),
        (Levels { send: 100, own: 50 }, None)
    );
    let unknown = store.write(|tx| tx.chats().set_state(&room("b"), sealed));
    assert_eq!(unknown, Err(StoreError::UnknownChat));
}

#[test]
fn chats_are_found_by_activity_duty_and_limit() {
    let world = World::new();
    let store = world.create();
    let (a, b) = (room("a"), room("b"));
    store
        .write(|tx| {
            add_chat(tx, &a, "1")?;
            tx.chats().put(NewChat {
                room_id: &b,
                envelope: &envelope("2", 1, 9_000),
            })
        })
        .unwrap();
    let order = || -> Vec<_> {
        let chats = store.read(|tx| tx.chats().list()).unwrap();
        chats.into_iter().map(|chat| chat.room_id).collect()
    };
    assert_eq!(order(), [b.clone(), a.clone()]);
    store
        .write(|tx| tx.timeline(&a).append(&[text("1", "…")], false, None))
        .unwrap();
    assert_eq!(order(), [a.clone(), b.clone()]);
    let of_duty = store
        .read(|tx| tx.chats().of_duty(&"2".parse().unwrap()))
        .unwrap();
    assert_eq!(of_duty[0].room_id, b);

    let limits = store.read(|tx| tx.chats().limits()).unwrap();
    let of = |duty, ends_at| envelope(duty, 1, ends_at).statement().limits();
    assert_eq!(limits, [(a.clone(), of("1", 5_000)), (b, of("2", 9_000))]);

    let limit = envelope("1", 1, 5_000).statement().limits().delete_at;
    let due = |now| store.read(|tx| tx.chats().due_for_deletion(now)).unwrap();
    assert_eq!(
        due(limit.minus(Duration::from_millis(1))),
        [] as [OwnedRoomId; 0]
    );
    assert_eq!(due(limit), [a]);
    let last = store.read(|tx| tx.chats().last_limit()).unwrap();
    assert_eq!(
        last,
        Some(envelope("2", 1, 9_000).statement().limits().delete_at)
    );
}

#[test]
fn members_are_kept_one_by_one_and_whole() {
    let world = World::new();
    let store = world.create();
    let chat = room("a");
    let before = store
        .write(|tx| {
            tx.members(&chat).set(&user("anna"), Membership::Join)?;
            tx.members(&chat).set(&user("ben"), Membership::Join)?;
            tx.members(&chat).set(&user("ben"), Membership::Leave)
        })
        .unwrap();
    assert_eq!(before, Some(Membership::Join));
    let joined = || store.read(|tx| tx.members(&chat).joined()).unwrap();
    assert_eq!(joined(), [user("anna")]);
    store
        .write(|tx| {
            tx.members(&chat)
                .replace(&[(user("ben"), Membership::Join)])
        })
        .unwrap();
    assert_eq!(joined(), [user("ben")]);
    assert_eq!(
        store.read(|tx| tx.rooms_of(&user("ben"))).unwrap(),
        std::slice::from_ref(&chat)
    );
    assert_eq!(
        store
            .read(|tx| tx.members(&chat).get(&user("anna")))
            .unwrap(),
        None
    );
}

fn txn(name: &str) -> OwnedTransactionId {
    name.into()
}

fn push(store: &Store, room: &RoomId, name: &str) {
    let content = format!(r#"{{"body":"Nachricht {name}"}}"#);
    store
        .write(|tx| {
            tx.queue()
                .push(room, &txn(name), "m.room.message", &content, at(1))
        })
        .unwrap();
}

fn claim(store: &Store, now: i64) -> Option<Message> {
    store.write(|tx| tx.queue().claim(at(now), LEASE)).unwrap()
}

fn claim_name(store: &Store, now: i64) -> Option<String> {
    claim(store, now).map(|message| message.txn_id.to_string())
}

fn with_chats(names: &[&str]) -> (World, Store) {
    let world = World::new();
    let store = world.create();
    store
        .write(|tx| {
            for name in names {
                add_chat(tx, &room(name), name)?;
            }
            Result::Ok(())
        })
        .unwrap();
    (world, store)
}

#[test]
fn messages_of_a_chat_go_one_after_the_other() {
    let (_world, store) = with_chats(&["a", "b"]);
    for (chat, name) in [("a", "a1"), ("a", "a2"), ("b", "b1")] {
        push(&store, &room(chat), name);
    }
    let first = claim(&store, 10).unwrap();
    assert_eq!(
        (first.txn_id.as_str(), first.content.as_str()),
        ("a1", r#"{"body":"Nachricht a1"}"#)
    );
    assert_eq!((first.attempts, first.state), (1, SendState::Sending));
    assert_eq!(claim_name(&store, 10).as_deref(), Some("b1"));
    assert_eq!(claim_name(&store, 10), None);

    // An attempt that failed holds up its own chat only.
    assert!(
        store
            .write(|tx| tx.queue().retry_at(&txn("a1"), at(50)))
            .unwrap()
    );
    assert!(
        store
            .write(|tx| tx.queue().sent(&txn("b1"), &event_id("b1")))
            .unwrap()
    );
    assert_eq!(claim_name(&store, 49), None);
    assert_eq!(
        store.read(|tx| tx.queue().next_attempt_at()).unwrap(),
        Some(at(50))
    );
    let again = claim(&store, 50).unwrap();
    assert_eq!((again.txn_id.as_str(), again.attempts), ("a1", 2));
    assert!(
        store
            .write(|tx| tx.queue().sent(&txn("a1"), &event_id("a1")))
            .unwrap()
    );
    assert_eq!(claim_name(&store, 50).as_deref(), Some("a2"));
}

#[test]
fn a_message_that_failed_keeps_its_text_and_lets_others_pass() {
    let (_world, store) = with_chats(&["a"]);
    push(&store, &room("a"), "1");
    push(&store, &room("a"), "2");
    assert!(
        store
            .write(|tx| tx.queue().fail(&txn("1"), SendFailure::ReadOnly))
            .unwrap()
    );
    assert_eq!(claim_name(&store, 10).as_deref(), Some("2"));
    let failed = store.read(|tx| tx.queue().get(&txn("1"))).unwrap().unwrap();
    assert_eq!(failed.state, SendState::Failed(SendFailure::ReadOnly));
    assert_eq!(failed.content, r#"{"body":"Nachricht 1"}"#);
    assert!(
        !store
            .write(|tx| tx.queue().retry_at(&txn("1"), at(0)))
            .unwrap()
    );
    assert!(
        store
            .write(|tx| tx.queue().revive(&txn("1"), at(11)))
            .unwrap()
    );
    assert_eq!(claim_name(&store, 11).as_deref(), Some("1"));
}

#[test]
fn only_the_attempt_that_was_broken_off_is_given_back() {
    let (_world, store) = with_chats(&["a"]);
    push(&store, &room("a"), "1");
    let give_back = |attempt| {
        let given_back = store.write(|tx| tx.queue().give_back(&txn("1"), attempt, at(11)));
        given_back.unwrap()
    };
    assert_eq!(claim(&store, 10).unwrap().attempts, 1);
    assert!(give_back(1));
    // Nobody has it now.
    assert!(!give_back(1));
    assert_eq!(claim_name(&store, 10), None);
    assert_eq!(claim(&store, 11).unwrap().attempts, 2);
    // Somebody else has it.
    assert!(!give_back(1));
    let sent = store.write(|tx| tx.queue().sent(&txn("1"), &event_id("1")));
    assert!(sent.unwrap());
    assert!(!give_back(2));
}

#[test]
fn a_clock_that_goes_back_holds_up_no_message() {
    let (_world, store) = with_chats(&["a"]);
    let day = 86_400;
    push(&store, &room("a"), "1");
    claim(&store, 2 * day).unwrap();
    assert!(
        store
            .write(|tx| tx.queue().retry_at(&txn("1"), at(2 * day + 60)))
            .unwrap()
    );
    assert_eq!(claim_name(&store, 2 * day), None);
    assert_eq!(claim_name(&store, day).as_deref(), Some("1"));
}

#[test]
fn a_queue_survives_a_restart() {
    let (world, store) = with_chats(&["a"]);
    push(&store, &room("a"), "1");
    push(&store, &room("a"), "2");
    claim(&store, 10).unwrap();
    drop(store);

    let store = world.open();
    assert_eq!(claim_name(&store, 11), None);
    // Without the app's word the lease frees it.
    assert_eq!(claim_name(&store, 70).as_deref(), Some("1"));
    store.write(|tx| tx.queue().release(at(71))).unwrap();
    let message = claim(&store, 71).unwrap();
    assert_eq!((message.txn_id.as_str(), message.attempts), ("1", 3));
}

#[test]
fn a_message_leaves_the_queue_when_sync_brings_it() {
    let (_world, store) = with_chats(&["a"]);
    for name in ["1", "2"] {
        push(&store, &room("a"), name);
        // Twice the same is once.
        push(&store, &room("a"), name);
    }
    let left = || {
        store
            .read(|tx| tx.queue().of_chat(&room("a")))
            .unwrap()
            .len()
    };
    assert_eq!(left(), 2);
    store
        .write(|tx| tx.queue().sent(&txn("1"), &event_id("e1")))
        .unwrap();
    assert!(
        store
            .write(|tx| tx.queue().arrived(&event_id("e1")))
            .unwrap()
    );
    assert!(
        !store
            .write(|tx| tx.queue().arrived(&event_id("e1")))
            .unwrap()
    );
    assert!(
        store
            .write(|tx| tx.queue().remove(<&TransactionId>::from("2")))
            .unwrap()
    );
    assert_eq!(left(), 0);
}

#[test]
fn nothing_of_a_sealed_chat_is_sent() {
    let (_world, store) = with_chats(&["a"]);
    push(&store, &room("a"), "1");
    let seal = |state| {
        store
            .write(|tx| tx.chats().set_state(&room("a"), state))
            .unwrap();
    };
    seal(ChatState::Sealed(Seal {
        reason: SealReason::NotListed,
        since: at(1),
        confirmed: Some(at(2)),
    }));
    assert_eq!(claim_name(&store, 10), None);
    assert_eq!(store.read(|tx| tx.queue().next_attempt_at()).unwrap(), None);
    seal(ChatState::Open);
    assert_eq!(claim_name(&store, 10).as_deref(), Some("1"));
}

#[test]
fn a_message_for_an_unknown_chat_is_refused() {
    let (_world, store) = with_chats(&[]);
    let pushed = store.write(|tx| {
        tx.queue()
            .push(&room("a"), &txn("1"), "m.room.message", "{}", at(1))
    });
    assert_eq!(pushed, Err(StoreError::UnknownChat));
}
