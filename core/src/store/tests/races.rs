//! Secrets that are replaced while a transaction begins, at every moment at which they can be.

use std::{cell::Cell, fs, sync::Mutex};

use zeroize::Zeroizing;

use super::*;
use crate::store::{
    KeyStoreError,
    connection::{self, key_pragma},
    lock::{self, SecretsLock},
    secrets::{Secret, SecretKey, Secrets},
    shared::{Shared, started},
};

/// More often than anybody would think of trying.
const OFTEN: usize = 20;

type Hook = Box<dyn FnMut(&str) + Send>;

/// A key store that does something before or after it has looked for a secret.
struct Hooked {
    key_store: Arc<dyn KeyStore>,
    before: Mutex<Hook>,
    after: Mutex<Hook>,
}

impl Hooked {
    fn new(world: &World) -> Arc<Self> {
        Arc::new(Self {
            key_store: Arc::clone(&world.key_store),
            before: Mutex::new(Box::new(|_| ())),
            after: Mutex::new(Box::new(|_| ())),
        })
    }
}

impl KeyStore for Hooked {
    fn get(&self, name: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        (self.before.lock().unwrap())(name);
        let secret = self.key_store.get(name);
        (self.after.lock().unwrap())(name);
        secret
    }

    fn put(&self, name: &str, secret: &[u8]) -> std::result::Result<(), KeyStoreError> {
        self.key_store.put(name, secret)
    }

    fn delete(&self, name: &str) -> std::result::Result<(), KeyStoreError> {
        self.key_store.delete(name)
    }
}

#[test]
fn a_transaction_may_be_overtaken_by_any_number_of_rekeyings() {
    let world = World::new();
    let (store, other) = (world.create(), world.open());
    for sql in ["BEGIN", "BEGIN IMMEDIATE"] {
        // As if it waited until another re-keying is done, again and again.
        let overtaken = Cell::new(0);
        let idle = store.shared.connect().unwrap();
        let (connection, _) = store
            .shared
            .begin(Some(idle), |connection| {
                if overtaken.get() < OFTEN {
                    overtaken.set(overtaken.get() + 1);
                    other.rekey()?;
                }
                started(connection, sql)
            })
            .unwrap();
        assert_eq!(overtaken.get(), OFTEN);
        assert!(!connection.is_autocommit());
    }
}

#[test]
fn a_transaction_may_be_overtaken_by_any_number_of_deletions() {
    let world = World::new();
    let other = world.create();
    other.write(|tx| add_chat(tx, &room("kept"), "1")).unwrap();
    let hooked = Hooked::new(&world);
    let store = Store::open(StoreConfig {
        key_store: hooked.clone(),
        ..world.config()
    })
    .unwrap();
    other.destroy_chats(&[], at(1)).unwrap();
    let overtaken = Arc::new(Mutex::new(0));
    let count = Arc::clone(&overtaken);
    *hooked.before.lock().unwrap() = Box::new(move |name| {
        let mut count = count.lock().unwrap();
        if *count < OFTEN && name.ends_with("/shred") {
            *count += 1;
            other.destroy_chats(&[], at(1)).unwrap();
        }
    });
    let kept = store.read(|tx| tx.chats().get(&room("kept"))).unwrap();
    assert!(kept.is_some());
    assert_eq!(*overtaken.lock().unwrap(), OFTEN);
}

/// Two re-keyings of the file by hand, step by step.
struct Rekeyings {
    path: PathBuf,
    secrets: Secrets,
    done: usize,
}

impl Rekeyings {
    const STEPS: usize = 8;

    fn advance(&mut self, steps: usize) {
        for _ in 0..steps {
            self.step();
            self.done += 1;
        }
    }

    fn step(&self) {
        let next = || self.secrets.key(Secret::DbNext).unwrap().unwrap();
        match self.done % 4 {
            0 => {
                let next = SecretKey::random(&SystemEntropy).unwrap();
                self.secrets.put_key(Secret::DbNext, &next).unwrap();
            }
            1 => {
                let now = self.secrets.key(Secret::Db).unwrap().unwrap();
                let connection = connection::connect(&self.path, &now).unwrap();
                connection
                    .execute_batch(&key_pragma("rekey", &next()))
                    .unwrap();
            }
            2 => self.secrets.put_key(Secret::Db, &next()).unwrap(),
            _ => self.secrets.delete(Secret::DbNext).unwrap(),
        }
    }
}

/// All ways to take at most so many steps in so many places.
fn schedules(steps: usize, places: usize) -> Vec<Vec<usize>> {
    if places == 0 {
        return vec![Vec::new()];
    }
    let with_first = |first: usize| {
        schedules(steps - first, places - 1)
            .into_iter()
            .map(move |mut rest| {
                rest.push(first);
                rest
            })
    };
    (0..=steps).flat_map(with_first).collect()
}

#[test]
fn a_key_is_found_whatever_happens_while_it_is_looked_for() {
    let world = World::new();
    // Open throughout: the last one to close the file would copy the log each time.
    let _store = world.create();
    let secrets = Secrets::new(account(), Arc::clone(&world.key_store));
    let schedules = schedules(Rekeyings::STEPS, 4);
    assert_eq!(schedules.len(), 495);
    for schedule in schedules {
        let rekeyings = Arc::new(Mutex::new(Rekeyings {
            path: world.path(),
            secrets: secrets.clone(),
            done: 0,
        }));
        let hooked = Hooked::new(&world);
        let mut places = schedule.clone().into_iter();
        let moving = Arc::clone(&rekeyings);
        *hooked.after.lock().unwrap() = Box::new(move |name| {
            if name.contains("/db") {
                moving.lock().unwrap().advance(places.next().unwrap_or(0));
            }
        });
        let secrets = Secrets::new(account(), hooked);
        let shared = Shared::new(world.path(), secrets, Arc::new(SystemEntropy));
        if let Err(error) = shared.begin(None, |connection| started(connection, "BEGIN")) {
            panic!("{error} with {schedule:?}");
        }
        let mut rekeyings = rekeyings.lock().unwrap();
        let rest = Rekeyings::STEPS - rekeyings.done;
        rekeyings.advance(rest);
    }
}

#[test]
fn what_is_gone_for_good_is_said_to_be() {
    let world = World::new();
    let (store, other) = (world.create(), world.open());
    other.destroy_chats(&[], at(1)).unwrap();
    let secret = world.key_store.get("xyz_anna/shred").unwrap().unwrap();
    world.key_store.delete("xyz_anna/shred").unwrap();
    assert_eq!(
        store.read(|tx| tx.chats().list()).map(drop),
        Err(StoreError::KeyMissing)
    );
    world.key_store.put("xyz_anna/shred", &secret).unwrap();
    store.read(|tx| tx.chats().list()).unwrap();

    other.rekey().unwrap();
    world.key_store.put("xyz_anna/db", &[7; 32]).unwrap();
    let write = || store.write(|tx| add_chat(tx, &room("a"), "1"));
    assert_eq!(write(), Err(StoreError::Damaged));
    world.key_store.delete("xyz_anna/db").unwrap();
    assert_eq!(write(), Err(StoreError::KeyMissing));
}

#[test]
fn a_lock_whose_file_was_removed_meanwhile_is_taken_at_the_new_one() {
    let world = World::new();
    let mut wiping = Some(SecretsLock::take(&world.path()).unwrap());
    let file = lock::path(&world.path());
    let mut opened = 0;
    let held = SecretsLock::take_after(&world.path(), || {
        opened += 1;
        // As a wipe ends while this one waits for it.
        if let Some(wiping) = wiping.take() {
            fs::remove_file(&file).unwrap();
            drop(wiping);
        }
    })
    .unwrap();
    assert_eq!(opened, 2);
    let other = fs::File::open(&file).unwrap();
    assert!(matches!(
        other.try_lock(),
        Err(fs::TryLockError::WouldBlock)
    ));
    drop(held);
    other.try_lock().unwrap();
}
