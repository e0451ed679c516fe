//! What is left of a chat that was deleted, and of a message without its key.

use std::fs;

use super::*;
use crate::store::{SendFailure, shared};

const WORDS: &[u8] = "Wasserrohrbruch".as_bytes();

/// Two chats, each with everything in which words can stand.
fn fill(store: &Store) {
    store
        .write(|tx| {
            for chat in ["a", "b"] {
                let room = room(chat);
                add_chat(tx, &room, chat)?;
                let message = text(&format!("event-{chat}"), "Wasserrohrbruch");
                tx.timeline(&room).append(&[message], false, None)?;
                tx.drafts().set(&room, "Wasserrohrbruch", at(1))?;
                let txn = format!("txn-{chat}");
                let txn = txn.as_str().into();
                tx.queue()
                    .push(&room, txn, "m.room.message", "Wasserrohrbruch", at(1))?;
                tx.queue().fail(txn, SendFailure::ReadOnly)?;
            }
            Result::Ok(())
        })
        .unwrap();
}

#[test]
fn no_word_stands_in_a_file() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let wal = fs::metadata(world.folder.path().join("store.sqlite-wal")).unwrap();
    assert!(wal.len() > 0);
    for needle in [
        WORDS,
        b"Stadtfest",
        b"chats",
        b"!a:chat.example",
        b"xyz_ben",
        b"SQLite format 3",
    ] {
        assert!(!world.on_disk(needle));
    }
    drop(store);
    assert!(!world.on_disk(WORDS));
}

/// Everything that can be got from the database with its key, without content keys.
fn rows(world: &World, path: &Path) -> Vec<u8> {
    let secrets = crate::store::secrets::Secrets::new(account(), Arc::clone(&world.key_store));
    let (connection, _) = crate::store::rekey::connect(path, &secrets).unwrap();
    let copy = world.folder.path().join("plain.sqlite");
    fs::write(&copy, b"").unwrap();
    connection
        .execute_batch(&format!(
            "ATTACH DATABASE '{}' AS plain KEY ''; SELECT sqlcipher_export('plain'); DETACH DATABASE plain;",
            copy.display()
        ))
        .unwrap();
    let bytes = fs::read(&copy).unwrap();
    fs::remove_file(copy).unwrap();
    bytes
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

#[test]
fn words_are_under_the_content_key_also_for_who_has_the_key_of_the_file() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let rows = rows(&world, &world.path());
    assert!(contains(&rows, b"!a:chat.example"));
    assert!(!contains(&rows, WORDS) && !contains(&rows, b"Stadtfest"));
}

#[test]
fn a_deleted_chat_is_gone_and_the_other_is_whole() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let (a, b) = (room("a"), room("b"));
    assert!(
        store
            .destroy_chats(std::slice::from_ref(&a), at(9))
            .unwrap()
    );
    let check = |store: &Store| {
        store
            .read(|tx| {
                assert_eq!(tx.chats().get(&a)?.map(|chat| chat.room_id), None);
                assert_eq!(tx.timeline(&a).latest()?, None);
                assert_eq!(tx.drafts().get(&a)?, None);
                assert_eq!(tx.queue().of_chat(&a)?, []);
                assert_eq!(tx.chats().destroyed_at(&a)?, Some(at(9)));
                assert!(tx.chats().get(&b)?.is_some());
                assert_eq!(
                    tx.timeline(&b).latest()?.unwrap().event_id,
                    event_id("event-b")
                );
                assert_eq!(tx.drafts().get(&b)?.as_deref(), Some("Wasserrohrbruch"));
                assert_eq!(tx.queue().of_chat(&b)?.len(), 1);
                Result::Ok(())
            })
            .unwrap();
    };
    check(&store);
    check(&world.open());
    assert_eq!(world.key_store.get("xyz_anna/shred.next").unwrap(), None);
    let rows = rows(&world, &world.path());
    assert!(
        !contains(&rows, b"$event-a"),
        "a row of the deleted chat is left"
    );
    assert!(contains(&rows, b"$event-b"));
}

#[test]
fn an_old_copy_and_the_key_of_the_file_give_nothing_of_a_deleted_chat() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let connection = store.shared.connect().unwrap();
    assert!(shared::reclaim(&connection).unwrap());
    let old = world.folder.path().join("old.sqlite");
    fs::copy(world.path(), &old).unwrap();
    // The copy is good as long as the wrapping secret is.
    let opened = Store::open(world.config_at(&old)).unwrap();
    assert!(
        opened
            .read(|tx| tx.timeline(&room("a")).latest())
            .unwrap()
            .is_some()
    );
    drop(opened);

    store.destroy_chats(&[room("a")], at(9)).unwrap();
    assert!(contains(&rows(&world, &old), b"$event-a"));
    assert_eq!(
        Store::open(world.config_at(&old)).unwrap_err(),
        StoreError::KeyMissing
    );
}

#[test]
fn a_deleted_chat_can_come_back_as_a_new_one() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let chat = room("a");
    store
        .destroy_chats(std::slice::from_ref(&chat), at(9))
        .unwrap();
    store
        .write(|tx| {
            tx.chats().revive(&chat)?;
            add_chat(tx, &chat, "a")?;
            tx.timeline(&chat)
                .append(&[text("new", "Neu")], false, None)
        })
        .unwrap();
    let latest = store
        .read(|tx| tx.timeline(&chat).latest())
        .unwrap()
        .unwrap();
    assert_eq!(latest.event_id, event_id("new"));
    assert_eq!(
        store.read(|tx| tx.chats().destroyed_at(&chat)).unwrap(),
        None
    );
}

/// Nothing is in the log but the note that the deletion is finished.
fn log_is_short(world: &World) -> bool {
    let log = world.folder.path().join("store.sqlite-wal");
    fs::metadata(log).unwrap().len() < 2 * 4_096
}

#[test]
fn deletion_gives_the_space_back() {
    let world = World::new();
    let store = world.create();
    let long = "x".repeat(2_000);
    let many: Vec<_> = (0..500).map(|n| text(&n.to_string(), &long)).collect();
    store
        .write(|tx| {
            add_chat(tx, &room("a"), "a")?;
            tx.timeline(&room("a")).append(&many, false, None)
        })
        .unwrap();
    assert!(shared::reclaim(&store.shared.connect().unwrap()).unwrap());
    let size = || fs::metadata(world.path()).unwrap().len();
    let full = size();
    assert!(store.destroy_chats(&[room("a")], at(9)).unwrap());
    assert!(size() * 3 < full, "{} of {full} bytes are left", size());
    assert!(log_is_short(&world));
}

#[test]
fn a_reader_in_the_way_puts_the_last_step_off() {
    let world = World::new();
    let store = world.create();
    fill(&store);
    let done = store
        .read(|tx| {
            tx.chats().list()?;
            store.destroy_chats(&[room("a")], at(9))
        })
        .unwrap();
    assert!(!done);
    assert!(store.finish_deletions().unwrap());
    assert!(log_is_short(&world));
}
