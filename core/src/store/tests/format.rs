//! The file's format does not depend on who does `SQLCipher`'s cryptography.

use std::{fs, path::Path};

use rusqlite::{Connection, params};
use tempfile::tempdir;

use crate::store::{StoreError, connection, secrets::SecretKey};

/// Written by `SQLCipher` 4.10 with OpenSSL 3.0 under [`key`]: 200 rows, as [`body`] gives them.
const BY_OPENSSL: &[u8] = include_bytes!("fixtures/openssl.sqlite");

fn key() -> SecretKey {
    let bytes: Vec<u8> = (0..32).collect();
    SecretKey::from_slice(&bytes).unwrap()
}

fn body(number: i64) -> String {
    format!("Nachricht {number} an alle im Dienst")
}

/// The value that a pragma gives.
fn asked(connection: &Connection, pragma: &str) -> String {
    connection
        .pragma_query_value(None, pragma, |row| row.get(0))
        .unwrap()
}

fn assert_whole(connection: &Connection, rows: i64) {
    let mut query = connection
        .prepare("SELECT number, body FROM message ORDER BY number")
        .unwrap();
    let found: Vec<(i64, String)> = query
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    let expected: Vec<(i64, String)> = (1..=rows).map(|number| (number, body(number))).collect();
    assert_eq!(found, expected);
    // One row for each page whose authentication fails.
    let mut check = connection.prepare("PRAGMA cipher_integrity_check").unwrap();
    assert!(check.query([]).unwrap().next().unwrap().is_none());
}

fn write(path: &Path, file: &[u8]) {
    fs::write(path, file).unwrap();
}

#[test]
fn a_file_written_with_openssl_is_read_and_continued() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    write(&path, BY_OPENSSL);
    let connection = connection::connect(&path, &key()).unwrap();
    assert_whole(&connection, 200);
    for number in 201..=300 {
        connection
            .execute(
                "INSERT INTO message VALUES (?1, ?2)",
                params![number, body(number)],
            )
            .unwrap();
    }
    drop(connection);
    assert_whole(&connection::connect(&path, &key()).unwrap(), 300);
}

#[test]
fn a_changed_byte_on_any_page_is_noticed() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    for page in 0..BY_OPENSSL.len() / 4096 {
        let mut file = BY_OPENSSL.to_vec();
        file[page * 4096 + 2000] ^= 1;
        write(&path, &file);
        let read = connection::connect(&path, &key()).and_then(|connection| {
            let mut query = connection.prepare("SELECT sum(length(body)) FROM message")?;
            Ok(query.query_row([], |row| row.get::<_, i64>(0))?)
        });
        assert_eq!(read.unwrap_err(), StoreError::Damaged, "page {page}");
    }
}

/// Whoever changes these changes a structure that `core/sqlcipher` has in a form of its own:
/// compare it with the new one's.
#[test]
fn the_cryptography_is_ours_and_made_for_this_version() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    write(&path, &[]);
    let connection = connection::keyed(&path, &key()).unwrap();
    assert_eq!(asked(&connection, "cipher_version"), "4.10.0 community");
    assert_eq!(asked(&connection, "cipher_provider"), "rustcrypto");
    assert_eq!(asked(&connection, "cipher"), "aes-256-cbc");
    assert_eq!(asked(&connection, "cipher_hmac_algorithm"), "HMAC_SHA512");
}

#[test]
fn random_bytes_are_new_each_time() {
    let folder = tempdir().unwrap();
    let files: Vec<Vec<u8>> = ["one", "two"]
        .map(|name| {
            let path = folder.path().join(name);
            write(&path, &[]);
            let connection = connection::keyed(&path, &key()).unwrap();
            connection.execute_batch("CREATE TABLE same (a)").unwrap();
            drop(connection);
            fs::read(&path).unwrap()
        })
        .into();
    // The salt, and the vector of the first page in the 80 bytes at its end.
    assert_ne!(files[0][..16], files[1][..16]);
    assert_ne!(files[0][4016..4032], files[1][4016..4032]);
}
