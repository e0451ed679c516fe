//! Keys for which events wait.

use ruma::{RoomId, UserId};
use rusqlite::Row;

use super::columns::maybe_time;
use crate::{
    keys::storage::WantedKeyRecord,
    store::{
        error::StoreError,
        rows::{self, all, execute, parsed, time},
        tx::WriteTx,
    },
    time::Timestamp,
};

const WANTED: &str = "SELECT room_id, session_id, sender, since, asked_at FROM wanted_keys";

pub(super) fn one(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<Option<WantedKeyRecord>, StoreError> {
    let sql = format!("{WANTED} WHERE room_id = ?1 AND session_id = ?2");
    rows::one(tx.connection, &sql, [room.as_str(), session_id], read)
}

pub(super) fn unasked(
    tx: &WriteTx<'_>,
    before: Timestamp,
    limit: usize,
) -> Result<Vec<WantedKeyRecord>, StoreError> {
    let sql = format!("{WANTED} WHERE asked_at IS NULL AND since < ?1 ORDER BY since LIMIT ?2");
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    all(tx.connection, &sql, (before.as_millis(), limit), read)
}

pub(super) fn of(tx: &WriteTx<'_>, sender: &UserId) -> Result<Vec<WantedKeyRecord>, StoreError> {
    all(
        tx.connection,
        &format!("{WANTED} WHERE sender = ?1"),
        [sender.as_str()],
        read,
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<WantedKeyRecord> {
    Ok(WantedKeyRecord {
        room_id: parsed(row, "room_id")?,
        session_id: row.get("session_id")?,
        sender: parsed(row, "sender")?,
        since: time(row, "since")?,
        asked_at: maybe_time(row, "asked_at")?,
    })
}

pub(super) fn save(tx: &WriteTx<'_>, wanted: &WantedKeyRecord) -> Result<(), StoreError> {
    tx.ensure_room(&wanted.room_id)?;
    let sql = "INSERT OR REPLACE INTO wanted_keys (room_id, session_id, sender, since, asked_at)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let row = (
        wanted.room_id.as_str(),
        wanted.session_id.as_str(),
        wanted.sender.as_str(),
        wanted.since.as_millis(),
        wanted.asked_at.map(Timestamp::as_millis),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn delete(tx: &WriteTx<'_>, room: &RoomId, session_id: &str) -> Result<(), StoreError> {
    let sql = "DELETE FROM wanted_keys WHERE room_id = ?1 AND session_id = ?2";
    execute(tx.connection, sql, [room.as_str(), session_id])?;
    Ok(())
}
