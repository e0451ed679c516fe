//! What opening refuses, and what it finishes.

use std::fs;

use super::*;
use crate::store::{KeyStoreError, destroy};

#[test]
fn a_store_comes_back_with_what_was_written() {
    let world = World::new();
    let store = world.create();
    store.write(|tx| add_chat(tx, &room("a"), "1")).unwrap();
    drop(store);
    let chats = world.open().read(|tx| tx.chats().list()).unwrap();
    assert_eq!(chats[0].envelope.statement().title, "Stadtfest Nord");
}

#[test]
fn nothing_is_made_by_opening() {
    let world = World::new();
    assert_eq!(world.open_error(), StoreError::Missing);
    assert!(!world.path().exists());
}

#[test]
fn making_a_store_replaces_nothing() {
    let world = World::new();
    drop(world.create());
    assert_eq!(
        Store::create(world.config()).unwrap_err(),
        StoreError::Exists
    );
    world.open();
}

#[test]
fn a_file_without_its_key_stays_as_it_is() {
    let world = World::new();
    drop(world.create());
    let before = fs::read(world.path()).unwrap();
    let bare = World {
        folder: world.folder,
        key_store: Arc::new(MemoryKeyStore::new()),
    };
    assert_eq!(bare.open_error(), StoreError::KeyMissing);
    assert_eq!(fs::read(bare.path()).unwrap(), before);
}

#[test]
fn a_file_without_its_wrapping_secret_is_refused() {
    let world = World::new();
    drop(world.create());
    world.key_store.delete("xyz_anna/shred").unwrap();
    assert_eq!(world.open_error(), StoreError::KeyMissing);
}

#[test]
fn a_wrong_key_is_refused() {
    let world = World::new();
    drop(world.create());
    let before = fs::read(world.path()).unwrap();
    world.key_store.put("xyz_anna/db", &[7; 32]).unwrap();
    assert_eq!(world.open_error(), StoreError::Damaged);
    assert_eq!(fs::read(world.path()).unwrap(), before);
}

#[test]
fn a_foreign_file_is_refused() {
    let world = World::new();
    drop(world.create());
    for content in [
        b"".as_slice(),
        b"SQLite format 3\0",
        &[0; 8192],
        "Kein Speicher".as_bytes(),
    ] {
        fs::write(world.path(), content).unwrap();
        assert_eq!(world.open_error(), StoreError::Damaged);
        assert_eq!(fs::read(world.path()).unwrap(), content);
    }
}

#[test]
fn another_database_under_the_right_key_is_refused() {
    let world = World::new();
    drop(world.create());
    fs::remove_file(world.path()).unwrap();
    let key = world.key_store.get("xyz_anna/db").unwrap().unwrap();
    let key = crate::store::secrets::SecretKey::from_slice(&key).unwrap();
    fs::write(world.path(), b"").unwrap();
    let foreign = crate::store::connection::keyed(&world.path(), &key).unwrap();
    foreign
        .execute_batch("CREATE TABLE things (id INTEGER) STRICT; PRAGMA user_version = 1")
        .unwrap();
    drop(foreign);
    assert_eq!(world.open_error(), StoreError::Damaged);
}

#[test]
fn a_truncated_file_is_refused() {
    let world = World::new();
    drop(world.create());
    let whole = fs::read(world.path()).unwrap();
    // The file ends with a random authentication tag, and what is cut off is read as zeros: a
    // last byte that is zero anyway is no loss.
    for length in [whole.len() - 16, whole.len() / 2, 4096, 4095, 100, 1] {
        fs::write(world.path(), &whole[..length]).unwrap();
        assert_eq!(
            world.open_error(),
            StoreError::Damaged,
            "{length} of {} bytes",
            whole.len()
        );
        assert_eq!(fs::read(world.path()).unwrap(), whole[..length]);
    }
}

#[test]
fn a_newer_file_is_refused() {
    let world = World::new();
    let store = world.create();
    store
        .write(|tx| Ok::<_, StoreError>(tx.connection.pragma_update(None, "user_version", 99)?))
        .unwrap();
    drop(store);
    assert_eq!(world.open_error(), StoreError::Newer);
}

#[test]
fn a_half_made_store_counts_as_none() {
    let world = World::new();
    fs::write(world.folder.path().join("store.sqlite.new"), b"half").unwrap();
    assert_eq!(world.open_error(), StoreError::Missing);
    drop(world.create());
    assert!(!world.folder.path().join("store.sqlite.new").exists());
    world.open();
}

#[test]
fn a_key_store_says_why_it_gives_no_secret() {
    struct Fails(KeyStoreError);
    impl KeyStore for Fails {
        fn get(
            &self,
            _: &str,
        ) -> std::result::Result<Option<zeroize::Zeroizing<Vec<u8>>>, KeyStoreError> {
            Err(self.0)
        }
        fn put(&self, _: &str, _: &[u8]) -> std::result::Result<(), KeyStoreError> {
            Err(self.0)
        }
        fn delete(&self, _: &str) -> std::result::Result<(), KeyStoreError> {
            Err(self.0)
        }
    }
    let mut world = World::new();
    drop(world.create());
    let before = fs::read(world.path()).unwrap();
    for (failure, error) in [
        (KeyStoreError::Locked, StoreError::Locked),
        (KeyStoreError::Lost, StoreError::KeyMissing),
        (KeyStoreError::Failed, StoreError::KeyStore),
    ] {
        let failing = World {
            folder: world.folder,
            key_store: Arc::new(Fails(failure)),
        };
        assert_eq!(failing.open_error(), error);
        world.folder = failing.folder;
    }
    assert_eq!(fs::read(world.path()).unwrap(), before);
}

#[test]
fn a_wiped_store_leaves_nothing() {
    let world = World::new();
    let store = world.create();
    store.write(|tx| add_chat(tx, &room("a"), "1")).unwrap();
    drop(store);
    for _ in 0..2 {
        destroy(&world.path(), &account(), &world.key_store).unwrap();
    }
    assert_eq!(fs::read_dir(world.folder.path()).unwrap().count(), 0);
    for name in ["db", "db.next", "shred", "shred.next", "generation"] {
        assert_eq!(
            world.key_store.get(&format!("xyz_anna/{name}")).unwrap(),
            None
        );
    }
    drop(world.create());
}

#[cfg(unix)]
#[test]
fn files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::new();
    let store = world.create();
    store.write(|tx| add_chat(tx, &room("a"), "1")).unwrap();
    let entries: Vec<_> = fs::read_dir(world.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .collect();
    assert_eq!(entries.len(), 4, "store, log, its index, lock");
    for entry in entries {
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o777,
            0o600,
            "{:?}",
            entry.file_name()
        );
    }
}
