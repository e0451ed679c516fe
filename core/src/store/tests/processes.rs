//! Several handles and processes on one store, and older copies of it.

use std::{fs, process::Command, thread};

use zeroize::Zeroizing;

use super::*;
use crate::{
    keys::storage::{OlmSessionRecord, OutboundRecord, Secret, Storage},
    store::{ConnId, KeyStoreError, SyncPosition},
};

const TURNS: usize = 100;

/// Raises a number kept in the store, as often as it is told.
fn count(store: &Store, turns: usize) {
    for _ in 0..turns {
        store
            .write(|tx| {
                let asked = tx.positions().get(&ConnId::APP)?;
                let number = asked
                    .pos
                    .as_ref()
                    .map_or(0, |pos| pos.parse::<usize>().unwrap());
                let next = SyncPosition {
                    pos: Some((number + 1).to_string()),
                    since: None,
                };
                let _ = tx.positions().advance(&ConnId::APP, &asked, &next)?;
                Result::Ok(())
            })
            .unwrap();
    }
}

fn counted(store: &Store) -> usize {
    let position = store.read(|tx| tx.positions().get(&ConnId::APP)).unwrap();
    position.pos.unwrap().parse().unwrap()
}

#[test]
fn two_handles_lose_no_write() {
    let world = World::new();
    let stores = [world.create(), world.open()];
    thread::scope(|scope| {
        for store in &stores {
            for _ in 0..2 {
                scope.spawn(|| count(store, TURNS));
            }
        }
    });
    assert_eq!(counted(&stores[0]), 4 * TURNS);
}

#[test]
fn writing_fails_as_a_whole() {
    let world = World::new();
    let store = world.create();
    count(&store, 1);
    let refused = store.write(|tx| {
        tx.positions().reset(&ConnId::APP)?;
        Err::<(), _>(StoreError::UnknownChat)
    });
    assert_eq!(refused, Err(StoreError::UnknownChat));
    let panicked = thread::scope(|scope| {
        scope
            .spawn(|| {
                store.write(|tx| {
                    tx.positions().reset(&ConnId::APP)?;
                    assert!(tx.session().get()?.is_some(), "a test's panic");
                    Result::Ok(())
                })
            })
            .join()
    });
    assert!(panicked.is_err());
    count(&store, 1);
    assert_eq!(counted(&store), 2);
}

#[test]
fn reading_sees_one_state() {
    let world = World::new();
    let store = world.create();
    count(&store, 1);
    store
        .read(|tx| {
            let before = tx.positions().get(&ConnId::APP)?;
            count(&store, 1);
            assert_eq!(tx.positions().get(&ConnId::APP)?, before);
            Result::Ok(())
        })
        .unwrap();
    assert_eq!(counted(&store), 2);
}

#[test]
fn a_handle_finds_the_new_key_of_the_file() {
    let world = World::new();
    let (app, extension) = (world.create(), world.open());
    count(&app, 1);
    assert_eq!(counted(&extension), 1);
    app.rekey().unwrap();
    // Once each with connections that know only the old key.
    assert_eq!(counted(&extension), 1);
    count(&extension, 1);
    assert_eq!(counted(&app), 2);
    // In the middle of reading.
    extension
        .read(|tx| {
            tx.chats().list()?;
            app.rekey()?;
            count(&app, 1);
            tx.chats().list()
        })
        .unwrap();
    assert_eq!((counted(&app), counted(&extension)), (3, 3));
    drop((app, extension));
    assert_eq!(counted(&world.open()), 3);
}

#[test]
fn a_handle_finds_the_new_wrapping_secret() {
    let world = World::new();
    let (app, extension) = (world.create(), world.open());
    app.write(|tx| add_chat(tx, &room("a"), "1").and(add_chat(tx, &room("b"), "2")))
        .unwrap();
    let chats = |store: &Store| store.read(|tx| tx.chats().list()).unwrap().len();
    assert_eq!(chats(&extension), 2);
    app.destroy_chats(&[room("a")], at(1)).unwrap();
    assert_eq!(chats(&extension), 1);
    extension.write(|tx| add_chat(tx, &room("c"), "3")).unwrap();
    extension.destroy_chats(&[room("b")], at(1)).unwrap();
    app.write(|tx| tx.drafts().set(&room("c"), "Bin da", at(1)))
        .unwrap();
    assert_eq!(chats(&app), 1);
}

#[test]
fn deleting_and_rekeying_may_meet_everything() {
    let world = World::new();
    let stores = [world.create(), world.open()];
    stores[0]
        .write(|tx| add_chat(tx, &room("kept"), "0"))
        .unwrap();
    thread::scope(|scope| {
        for (number, store) in stores.iter().enumerate() {
            scope.spawn(move || {
                for turn in 0..10 {
                    let gone = room(&format!("gone-{number}-{turn}"));
                    store.write(|tx| add_chat(tx, &gone, "1")).unwrap();
                    store.destroy_chats(&[gone], at(1)).unwrap();
                }
            });
            scope.spawn(move || count(store, TURNS));
            scope.spawn(move || {
                for _ in 0..TURNS {
                    assert!(
                        store
                            .read(|tx| tx.chats().get(&room("kept")))
                            .unwrap()
                            .is_some()
                    );
                }
            });
            scope.spawn(move || {
                for _ in 0..5 {
                    store.rekey().unwrap();
                }
            });
        }
    });
    assert_eq!(counted(&stores[0]), 2 * TURNS);
    assert_eq!(world.open().read(|tx| tx.chats().list()).unwrap().len(), 1);
}

fn is_older(store: &Store) -> bool {
    store.write(|tx| tx.is_older_copy()).unwrap()
}

#[test]
fn an_older_copy_is_noticed_and_its_ratchets_are_dropped() {
    let world = World::new();
    let store = world.create();
    let identity = vodozemac::Curve25519PublicKey::from_bytes([9; 32]);
    let owner = ruma::user_id!("@ben:example.org").to_owned();
    store
        .write(|tx| {
            tx.save_olm_session(&OlmSessionRecord {
                user_id: owner.clone(),
                peer: identity,
                session_id: "s".to_owned(),
                pickle: Secret::new(vec![1]),
                created_at: at(1),
                last_received_at: None,
            })
            .unwrap();
            tx.save_outbound(&OutboundRecord {
                room_id: room("a"),
                session_id: "m".to_owned(),
                pickle: Secret::new(vec![2]),
                created_at: at(1),
                messages: 3,
                retired_at: None,
            })
            .unwrap();
            Result::Ok(())
        })
        .unwrap();
    drop(store);
    let copy = fs::read(world.path()).unwrap();
    let kept = |store: &Store| {
        store
            .write(|tx| {
                let olm = tx.olm_sessions(&owner, &identity).unwrap().len();
                Result::Ok((olm, tx.outbound(&room("a")).unwrap().is_some()))
            })
            .unwrap()
    };
    let store = world.open();
    assert_eq!((is_older(&store), kept(&store)), (false, (1, true)));
    drop(store);

    fs::write(world.path(), copy).unwrap();
    let store = world.open();
    assert_eq!((is_older(&store), kept(&store)), (true, (0, false)));
    drop(store);
    // The mark stays until somebody has dealt with it.
    let store = world.open();
    assert!(is_older(&store));
    store.write(|tx| tx.older_copy_dealt_with()).unwrap();
    assert!(!is_older(&store));
    drop(store);
    assert!(!is_older(&world.open()));
}

#[tokio::test]
async fn asynchronous_work_runs_elsewhere() {
    let world = World::new();
    let store = world.create();
    store
        .write_async(|tx| add_chat(tx, &room("a"), "1"))
        .await
        .unwrap();
    let chats = store.read_async(|tx| tx.chats().list()).await.unwrap();
    assert_eq!(chats.len(), 1);
    let panicked: Result = store.write_async(|_| panic!("a test's panic")).await;
    assert_eq!(panicked, Err(StoreError::Stopped));
    store
        .write_async(|tx| add_chat(tx, &room("b"), "2"))
        .await
        .unwrap();
}

/// Secrets in a folder, so that a second process finds them.
struct Folder(PathBuf);

impl Folder {
    fn file(&self, name: &str) -> PathBuf {
        self.0.join(name.replace('/', "+"))
    }
}

impl KeyStore for Folder {
    fn get(&self, name: &str) -> std::result::Result<Option<Zeroizing<Vec<u8>>>, KeyStoreError> {
        Ok(fs::read(self.file(name)).ok().map(Zeroizing::new))
    }

    fn put(&self, name: &str, secret: &[u8]) -> std::result::Result<(), KeyStoreError> {
        let new = self.file(&format!("{name}.new"));
        fs::write(&new, secret)
            .and_then(|()| fs::rename(new, self.file(name)))
            .map_err(|_| KeyStoreError::Failed)
    }

    fn delete(&self, name: &str) -> std::result::Result<(), KeyStoreError> {
        let _ = fs::remove_file(self.file(name));
        Ok(())
    }
}

const STORE_OF_PARENT: &str = "DIENSTCHAT_TEST_STORE";

/// What the second process does: it is this test program, told to run only this.
#[test]
#[ignore = "runs as the second process of another test"]
fn second_process() {
    let folder = PathBuf::from(std::env::var_os(STORE_OF_PARENT).unwrap());
    let config = StoreConfig {
        path: folder.join("store.sqlite"),
        account: account(),
        key_store: Arc::new(Folder(folder)),
        entropy: Arc::new(SystemEntropy),
    };
    let store = Store::open(config).unwrap();
    count(&store, TURNS);
    store.destroy_chats(&[room("b")], at(1)).unwrap();
    store.rekey().unwrap();
    count(&store, TURNS);
}

#[test]
fn two_processes_lose_no_write() {
    let mut world = World::new();
    world.key_store = Arc::new(Folder(world.folder.path().to_owned()));
    let store = world.create();
    store
        .write(|tx| add_chat(tx, &room("a"), "1").and(add_chat(tx, &room("b"), "2")))
        .unwrap();
    let mut second = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "--ignored",
            "store::tests::processes::second_process",
        ])
        .env(STORE_OF_PARENT, world.folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while second.try_wait().unwrap().is_none() {
        count(&store, 1);
        assert!(
            store
                .read(|tx| tx.chats().get(&room("a")))
                .unwrap()
                .is_some()
        );
    }
    assert!(second.wait().unwrap().success());
    let own = counted(&store) - 2 * TURNS;
    assert!(own > 0);
    assert_eq!(store.read(|tx| tx.chats().list()).unwrap().len(), 1);
    assert_eq!(counted(&world.open()), own + 2 * TURNS);
}

#[test]
fn a_rekeying_that_meets_damage_changes_nothing() {
    let world = World::new();
    let store = world.create();
    count(&store, 1);
    let connection = store.shared.connect().unwrap();
    assert!(crate::store::shared::reclaim(&connection).unwrap());
    let pages: u64 = connection
        .query_row("PRAGMA page_count", [], |row| row.get::<_, i64>(0))
        .unwrap()
        .unsigned_abs();
    drop(connection);
    let mut bytes = fs::read(world.path()).unwrap();
    let last = usize::try_from((pages - 1) * 4_096 + 99).unwrap();
    bytes[last] ^= 1;
    fs::write(world.path(), bytes).unwrap();
    let before = world.key_store.get("xyz_anna/db").unwrap();
    assert_eq!(store.rekey(), Err(StoreError::Damaged));
    assert_eq!(world.key_store.get("xyz_anna/db").unwrap(), before);
    assert_eq!(counted(&store), 1);
}
