//! The same rows in the same tables with the same settings, by SQL alone: encrypted by SQLCipher
//! as a whole, bodies and statements in clear inside.

use std::path::{Path, PathBuf};

use dienstchat_core::{
    store::{Body, NewEvent},
    time::{Clock as _, SystemClock},
};
use ruma::RoomId;
use rusqlite::{Connection, OpenFlags, Row};
use tempfile::TempDir;

use crate::{
    Result,
    fill::{Account, CHATS, events, room, statement},
};

/// An arbitrary key.
const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

/// A database beside a store.
pub(crate) struct Bare {
    connection: Connection,
    path: PathBuf,
    _folder: TempDir,
}

/// An event as it lies there.
pub(crate) type Event = (
    String,
    i64,
    i64,
    String,
    i64,
    String,
    String,
    Vec<u8>,
    [String; 3],
    i64,
);
/// A chat as it lies there.
pub(crate) type Chat = (String, String, Vec<u8>, [i64; 3], [String; 3], [i64; 4]);

impl Bare {
    /// With the tables of a store, empty.
    pub(crate) fn like(account: &Account) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("bare.db");
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let connection = Connection::open_with_flags(&path, flags)?;
        set_key(&connection, KEY)?;
        connection.execute_batch("PRAGMA auto_vacuum = INCREMENTAL")?;
        for table in schema(account)? {
            connection.execute_batch(&table)?;
        }
        connection.execute_batch("INSERT INTO meta (id, shred_id) VALUES (1, x'00')")?;
        drop(connection);
        Ok(Self {
            connection: open(&path, KEY)?,
            path,
            _folder: folder,
        })
    }

    /// With chats of so many messages each.
    pub(crate) fn filled(account: &Account, messages: usize) -> Result<Self> {
        let bare = Self::like(account)?;
        for number in 0..CHATS {
            bare.add_chat(number, messages)?;
        }
        Ok(bare)
    }

    /// Opens the file once more and counts up, as each opening of a store does.
    pub(crate) fn open_again(&self) -> Result<Connection> {
        let connection = open(&self.path, KEY)?;
        connection.query_row("PRAGMA application_id", [], |_| Ok(()))?;
        connection.query_row("PRAGMA user_version", [], |_| Ok(()))?;
        connection.execute("UPDATE meta SET generation = generation + 1", [])?;
        Ok(connection)
    }

    pub(crate) fn add_chat(&self, number: usize, messages: usize) -> Result {
        let (room, events) = (room(number)?, events(0..messages)?);
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.insert_chat(number)?;
        self.insert_events(&room, &events)?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    /// Adds the row of a chat, inside a transaction.
    pub(crate) fn insert_chat(&self, number: usize) -> Result {
        let room = room(number)?;
        let sql = "INSERT INTO rooms (room_id) VALUES (?1)";
        self.connection
            .prepare_cached(sql)?
            .execute([room.as_str()])?;
        let sql = "INSERT INTO chats (room_id, duty_id, statement, revision, read_only_from, delete_at, activity)
                   VALUES (?1, ?2, ?3, 1, 0, 0, ?4)";
        let statement = statement(number, SystemClock.now())
            .to_string()
            .into_bytes();
        let row = (
            room.as_str(),
            format!("d{number}"),
            statement,
            i64::try_from(number)?,
        );
        self.connection.prepare_cached(sql)?.execute(row)?;
        let sql = "INSERT INTO segments (room_id, segment) VALUES (?1, 0)";
        self.connection
            .prepare_cached(sql)?
            .execute([room.as_str()])?;
        Ok(())
    }

    /// Adds the rows of events, inside a transaction.
    pub(crate) fn insert_events(&self, room: &RoomId, events: &[NewEvent]) -> Result {
        let sql = "SELECT coalesce(max(place), -1) FROM events WHERE room_id = ?1 AND segment = 0";
        let last: i64 = self
            .connection
            .prepare_cached(sql)?
            .query_row([room.as_str()], |row| row.get(0))?;
        let sql = "INSERT INTO events (room_id, event_id, segment, place, sender, origin_ts, kind, counts, state, body)
                   VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, 1, 'content', ?7)";
        let mut insert = self.connection.prepare_cached(sql)?;
        for (place, event) in (last + 1..).zip(events) {
            let Body::Content(body) = &event.body else {
                return Err("only events with content".into());
            };
            insert.execute((
                room.as_str(),
                event.event_id.as_str(),
                place,
                event.sender.as_str(),
                event.origin_ts.as_millis(),
                &event.kind,
                body.as_bytes(),
            ))?;
        }
        Ok(())
    }

    pub(crate) fn append(&self, room: &RoomId, events: &[NewEvent]) -> Result {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        self.insert_events(room, events)?;
        let sql =
            "UPDATE chats SET activity = (SELECT max(activity) + 1 FROM chats) WHERE room_id = ?1";
        self.connection
            .prepare_cached(sql)?
            .execute([room.as_str()])?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }

    pub(crate) fn page(&self, room: &RoomId, limit: usize) -> Result<Vec<Event>> {
        page(&self.connection, room.as_str(), limit)
    }

    pub(crate) fn list(&self) -> Result<Vec<Chat>> {
        list(&self.connection)
    }

    /// What the list of chats shows: each chat, its newest event, how many are unread.
    pub(crate) fn summaries(&self) -> Result<Vec<Summary>> {
        summaries(&self.connection)
    }

    /// Deletes a chat, gives its pages back and empties the log.
    pub(crate) fn destroy(&self, room: &RoomId) -> Result {
        let connection = &self.connection;
        connection.execute("DELETE FROM rooms WHERE room_id = ?1", [room.as_str()])?;
        let mut vacuum = connection.prepare("PRAGMA incremental_vacuum")?;
        let mut pages = vacuum.query([])?;
        while pages.next()?.is_some() {}
        connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        Ok(())
    }

    /// Runs work in one transaction.
    pub(crate) fn transaction(&self, work: impl FnOnce() -> Result) -> Result {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        work()?;
        Ok(self.connection.execute_batch("COMMIT")?)
    }
}

/// A chat of a list, with its newest event and how many are unread.
pub(crate) type Summary = (Chat, Option<Event>, i64);

/// See [`Bare::summaries`].
pub(crate) fn summaries(connection: &Connection) -> Result<Vec<Summary>> {
    let sql = "SELECT count(*) FROM events WHERE room_id = ?1 AND counts = 1 AND (segment, place) >
                   (SELECT read_segment, read_place FROM chats WHERE room_id = ?1)";
    list(connection)?
        .into_iter()
        .map(|chat| {
            let newest = page(connection, &chat.0, 1)?.pop();
            let mut unread = connection.prepare_cached(sql)?;
            let unread = unread.query_row([&chat.0], |row| row.get(0))?;
            Ok((chat, newest, unread))
        })
        .collect()
}

fn list(connection: &Connection) -> Result<Vec<Chat>> {
    let sql = "SELECT room_id, duty_id, statement, revision, read_only_from, delete_at, state, seal_reason,
                   membership, sealed_since, seal_confirmed, send_level, own_level
               FROM chats ORDER BY activity DESC, room_id";
    let chat = |row: &Row<'_>| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            [row.get(3)?, row.get(4)?, row.get(5)?],
            [row.get(6)?, row.get(7)?, row.get(8)?],
            [row.get(9)?, row.get(10)?, row.get(11)?, row.get(12)?],
        ))
    };
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([], chat)?.collect::<Result<_, _>>()?)
}

fn page(connection: &Connection, room: &str, limit: usize) -> Result<Vec<Event>> {
    let sql = "SELECT event_id, segment, place, sender, origin_ts, kind, state, body, session_id, reason, redacted_by,
                   redacted_at
               FROM events WHERE room_id = ?1 ORDER BY segment DESC, place DESC LIMIT ?2";
    let event = |row: &Row<'_>| {
        Ok((
            row.get(0)?,
            row.get(1)?,
            row.get(2)?,
            row.get(3)?,
            row.get(4)?,
            row.get(5)?,
            row.get(6)?,
            row.get(7)?,
            [row.get(8)?, row.get(9)?, row.get(10)?],
            row.get(11)?,
        ))
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((room, i64::try_from(limit)?), event)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The statements that make a store's tables and indexes, from the store itself.
fn schema(account: &Account) -> Result<Vec<String>> {
    let store = open(&account.store_config().path, &account.secret("db")?)?;
    let sql = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let mut statement = store.prepare(sql)?;
    let tables = statement.query_map([], |row| row.get(0))?;
    Ok(tables.collect::<Result<_, _>>()?)
}

/// Opens a database with a key in hex and the store's settings.
pub(crate) fn open(path: &Path, key: &str) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.set_prepared_statement_cache_capacity(128);
    set_key(&connection, key)?;
    connection.execute_batch(
        "PRAGMA foreign_keys = ON;
         PRAGMA secure_delete = ON;
         PRAGMA temp_store = MEMORY;
         PRAGMA synchronous = FULL;
         PRAGMA journal_mode = WAL;",
    )?;
    Ok(connection)
}

fn set_key(connection: &Connection, key: &str) -> Result {
    Ok(connection.execute_batch(&format!(
        "PRAGMA key = \"x'{key}'\"; PRAGMA cipher_compatibility = 4;"
    ))?)
}
