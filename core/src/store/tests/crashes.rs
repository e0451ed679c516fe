//! A process that dies at any step that leaves the database, and the next one that goes on.
//!
//! Every such step is a call of the key store or of the random source. A fuse lets some of them
//! pass; all later ones fail, as for a process that is no more.

use std::sync::atomic::{AtomicUsize, Ordering};

use zeroize::Zeroizing;

use super::*;
use crate::{
    store::{KeyStoreError, destroy},
    time::{Entropy, EntropyError},
};

/// Passes so many calls.
struct Fuse(AtomicUsize);

impl Fuse {
    fn blown(&self) -> bool {
        let left = |left: usize| left.checked_sub(1);
        self.0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, left)
            .is_err()
    }
}

/// A key store and a random source behind one fuse.
struct Mortal {
    fuse: Fuse,
    key_store: Arc<dyn KeyStore>,
    /// The step at which the fuse blows still takes effect, only its answer is lost.
    last_step_counts: bool,
}

impl Mortal {
    fn step<T>(
        &self,
        step: impl Fn() -> std::result::Result<T, KeyStoreError>,
    ) -> std::result::Result<T, KeyStoreError> {
        let last = self.fuse.0.load(Ordering::SeqCst) == 1;
        if self.fuse.blown() {
            return Err(KeyStoreError::Failed);
        }
        let result = step()?;
        if last && self.last_step_counts {
            return Err(KeyStoreError::Failed);
        }
        Ok(result)
    }
}

impl KeyStore for Mortal {
    fn get(&self, name: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        self.step(|| self.key_store.get(name))
    }

    fn put(&self, name: &str, secret: &[u8]) -> std::result::Result<(), KeyStoreError> {
        self.step(|| self.key_store.put(name, secret))
    }

    fn delete(&self, name: &str) -> std::result::Result<(), KeyStoreError> {
        self.step(|| self.key_store.delete(name))
    }
}

impl Entropy for Mortal {
    fn fill(&self, bytes: &mut [u8]) -> std::result::Result<(), EntropyError> {
        if self.fuse.blown() {
            Err(EntropyError)
        } else {
            SystemEntropy.fill(bytes)
        }
    }
}

/// Runs `act` with ever longer fuses until it succeeds, each time in a world made by `prepare`;
/// `check` then sees the world, whether the act succeeded, and a secret from before it.
fn at_every_step(
    prepare: impl Fn(&World),
    act: impl Fn(StoreConfig, &Fuse, usize) -> Result,
    check: impl Fn(&World, bool),
) {
    let mut steps = 0;
    for last_step_counts in [false, true] {
        for length in 0.. {
            let world = World::new();
            prepare(&world);
            let mortal = Arc::new(Mortal {
                fuse: Fuse(AtomicUsize::new(usize::MAX)),
                key_store: Arc::clone(&world.key_store),
                last_step_counts,
            });
            let config = StoreConfig {
                key_store: mortal.clone(),
                entropy: mortal.clone(),
                ..world.config()
            };
            let done = act(config, &mortal.fuse, length).is_ok();
            check(&world, done);
            if done {
                steps += length;
                break;
            }
        }
    }
    assert!(steps > 4, "only {steps} steps were tried");
}

fn limit(fuse: &Fuse, length: usize) {
    fuse.0.store(length, Ordering::SeqCst);
}

fn fill(world: &World) {
    let store = world.create();
    store
        .write(|tx| {
            for chat in ["a", "b"] {
                add_chat(tx, &room(chat), chat)?;
                tx.timeline(&room(chat))
                    .append(&[text(chat, "Wasser")], false, None)?;
            }
            Result::Ok(())
        })
        .unwrap();
}

/// `false` when nothing of the chat can be had.
fn is_whole(store: &Store, chat: &str) -> bool {
    let result = store.read(|tx| {
        let latest = tx.timeline(&room(chat)).latest();
        let there = tx.chats().get(&room(chat))?.is_some();
        assert_eq!(there, matches!(latest, Ok(Some(_))), "half a chat");
        latest
    });
    match result {
        // Its rows are still to go.
        Err(StoreError::UnknownChat) => false,
        latest => latest
            .unwrap()
            .is_some_and(|event| event.body == text(chat, "Wasser").body),
    }
}

fn secret(world: &World, name: &str) -> Option<Vec<u8>> {
    world
        .key_store
        .get(&format!("xyz_anna/{name}"))
        .unwrap()
        .map(|secret| secret.to_vec())
}

#[test]
fn a_deletion_has_happened_or_not() {
    let copy = |world: &World| world.folder.path().join("before.shred");
    at_every_step(
        |world| {
            fill(world);
            std::fs::write(copy(world), secret(world, "shred").unwrap()).unwrap();
        },
        |config, fuse, length| {
            let store = Store::open(config)?;
            limit(fuse, length);
            store.destroy_chats(&[room("a")], at(9)).map(drop)
        },
        |world, done| {
            let store = world.open();
            assert!(is_whole(&store, "b"));
            let gone = !is_whole(&store, "a");
            assert!(gone || !done);
            assert_eq!(secret(world, "shred.next"), None);
            let before = std::fs::read(copy(world)).unwrap();
            assert_eq!(
                secret(world, "shred").unwrap() != before,
                gone,
                "the old secret is gone with the chat"
            );
            // And it can be done, or done again.
            store.destroy_chats(&[room("a")], at(9)).unwrap();
            assert!(!is_whole(&store, "a") && is_whole(&store, "b"));
        },
    );
}

#[test]
fn a_deletion_that_was_interrupted_is_finished_by_the_same_process() {
    at_every_step(
        fill,
        |config, fuse, length| {
            let store = Store::open(config)?;
            limit(fuse, length);
            let result = store.destroy_chats(&[room("a")], at(9)).map(drop);
            limit(fuse, usize::MAX);
            assert!(is_whole(&store, "b"));
            let gone = !is_whole(&store, "a");
            store.finish_deletions().unwrap();
            assert_eq!(!is_whole(&store, "a"), gone);
            store.write(|tx| add_chat(tx, &room("c"), "c")).unwrap();
            result
        },
        |world, _| assert!(is_whole(&world.open(), "b")),
    );
}

#[test]
fn a_rekeying_has_happened_or_not() {
    at_every_step(
        fill,
        |config, fuse, length| {
            let store = Store::open(config)?;
            limit(fuse, length);
            let result = store.rekey();
            limit(fuse, usize::MAX);
            // The process that was interrupted goes on as well.
            assert!(is_whole(&store, "a"));
            store
                .write(|tx| tx.drafts().set(&room("a"), "weiter", at(1)))
                .unwrap();
            result
        },
        |world, _| {
            let store = world.open();
            assert!(is_whole(&store, "a") && is_whole(&store, "b"));
            assert_eq!(secret(world, "db.next"), None);
            let before = secret(world, "db").unwrap();
            store.rekey().unwrap();
            assert!(is_whole(&store, "a"));
            assert_ne!(secret(world, "db").unwrap(), before);
            assert!(is_whole(&world.open(), "b"));
        },
    );
}

#[test]
fn a_store_is_made_or_not() {
    at_every_step(
        |_| (),
        |config, fuse, length| {
            limit(fuse, length);
            Store::create(config).map(drop)
        },
        |world, done| {
            match Store::open(world.config()) {
                Ok(_) => {}
                Err(StoreError::Missing) if !done => drop(world.create()),
                Err(error) => panic!("{error}"),
            }
            world.open();
        },
    );
}

#[test]
fn an_opening_that_was_interrupted_is_no_older_copy() {
    at_every_step(
        |world| drop(world.create()),
        |config, fuse, length| {
            limit(fuse, length);
            Store::open(config).map(drop)
        },
        |world, _| {
            let older = world.open().write(|tx| tx.is_older_copy()).unwrap();
            // Only where the key store has the number and says that it has not.
            let outside =
                u64::from_be_bytes(secret(world, "generation").unwrap().try_into().unwrap());
            assert!(!older || outside > 2);
        },
    );
}

#[test]
fn a_wipe_that_was_interrupted_can_be_repeated() {
    at_every_step(
        fill,
        |config, fuse, length| {
            limit(fuse, length);
            destroy(&config.path, &config.account, &config.key_store)
        },
        |world, _| {
            destroy(&world.path(), &account(), &world.key_store).unwrap();
            assert_eq!(std::fs::read_dir(world.folder.path()).unwrap().count(), 0);
            assert_eq!(secret(world, "db"), None);
            assert_eq!(world.open_error(), StoreError::Missing);
        },
    );
}
