#![expect(clippy::unwrap_used, reason = "tests")]

use std::{os::unix::fs::PermissionsExt as _, thread};

use super::*;

fn store() -> (tempfile::TempDir, FileKeyStore) {
    let folder = tempfile::tempdir().unwrap();
    let store = FileKeyStore::new(folder.path());
    (folder, store)
}

fn get(store: &FileKeyStore, name: &str) -> Option<Vec<u8>> {
    store.get(name).unwrap().map(|secret| secret.to_vec())
}

#[test]
fn secrets_are_kept_replaced_and_forgotten() {
    let (folder, store) = store();
    assert_eq!(get(&store, "xyz_1/db"), None);
    store.put("xyz_1/db", &[0, 1, 254, 255]).unwrap();
    store.put("xyz_1/shred", b"").unwrap();
    store.put("xyz_1/db", b"new").unwrap();
    let again = FileKeyStore::new(folder.path());
    assert_eq!(get(&again, "xyz_1/db"), Some(b"new".to_vec()));
    assert_eq!(get(&again, "xyz_1/shred"), Some(Vec::new()));
    again.delete("xyz_1/db").unwrap();
    again.delete("xyz_1/db").unwrap();
    assert_eq!(get(&store, "xyz_1/db"), None);
}

#[test]
fn only_the_user_can_read_the_file_and_an_exposed_one_is_refused() {
    let (_folder, store) = store();
    store.put("xyz_1/db", b"secret").unwrap();
    let mode = |file: &Path| fs::metadata(file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&store.path()), 0o600);
    fs::set_permissions(store.path(), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(store.get("xyz_1/db"), Err(KeyStoreError::Failed));
    assert_eq!(store.put("xyz_1/db", b"other"), Err(KeyStoreError::Failed));
    assert_eq!(
        store.check(),
        Err(KeyStoreFailure::Exposed { file: store.path() })
    );
    fs::set_permissions(store.path(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(get(&store, "xyz_1/db"), Some(b"secret".to_vec()));
}

#[test]
fn a_link_to_another_file_is_refused() {
    let (folder, store) = store();
    let elsewhere = folder.path().join("elsewhere");
    store.put("xyz_1/db", b"secret").unwrap();
    fs::rename(store.path(), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, store.path()).unwrap();
    assert_eq!(
        store.check(),
        Err(KeyStoreFailure::Damaged { file: store.path() })
    );
}

#[test]
fn a_damaged_file_is_an_error_and_stays() {
    for text in [
        "xyz_1/db 00",
        "xyz_1/db 0\n",
        "xyz_1/db\n",
        "xyz_1/db 0g\n",
        "\n",
        "a 00\n\n",
    ] {
        let (_folder, store) = store();
        store.put("xyz_1/db", b"secret").unwrap();
        fs::write(store.path(), text).unwrap();
        assert_eq!(
            store.get("xyz_1/db"),
            Err(KeyStoreError::Failed),
            "{text:?}"
        );
        assert_eq!(
            store.put("xyz_1/db", b"new"),
            Err(KeyStoreError::Failed),
            "{text:?}"
        );
        assert_eq!(fs::read_to_string(store.path()).unwrap(), text);
    }
}

#[test]
fn a_draft_that_a_crash_left_is_no_hindrance() {
    let (folder, store) = store();
    fs::write(folder.path().join("secrets.new"), "xyz_1/db 0").unwrap();
    store.put("xyz_1/db", b"secret").unwrap();
    assert_eq!(get(&store, "xyz_1/db"), Some(b"secret".to_vec()));
    assert!(!folder.path().join("secrets.new").exists());
}

#[test]
fn what_was_replaced_is_overwritten() {
    let (_folder, store) = store();
    store.put("xyz_1/db", b"old").unwrap();
    let mut old = File::open(store.path()).unwrap();
    store.put("xyz_1/db", b"new").unwrap();
    let mut text = Vec::new();
    old.read_to_end(&mut text).unwrap();
    assert!(!text.is_empty() && text.iter().all(|byte| *byte == 0));
}

#[test]
fn many_at_once_lose_nothing() {
    let (folder, store) = store();
    thread::scope(|scope| {
        for writer in 0..4 {
            // A store of its own, as another process has.
            let store = FileKeyStore::new(folder.path());
            scope.spawn(move || {
                for number in 0..5 {
                    store
                        .put(&format!("xyz_{writer}/{number}"), &[writer, number])
                        .unwrap();
                    assert_eq!(
                        get(&store, &format!("xyz_{writer}/0")),
                        Some(vec![writer, 0])
                    );
                }
            });
        }
    });
    for writer in 0..4 {
        for number in 0..5 {
            assert_eq!(
                get(&store, &format!("xyz_{writer}/{number}")),
                Some(vec![writer, number])
            );
        }
    }
}

#[test]
fn a_name_that_would_break_the_file_is_refused() {
    let (_folder, store) = store();
    for name in ["", "a b", "a\nb"] {
        assert_eq!(store.put(name, b"x"), Err(KeyStoreError::Failed));
    }
}
