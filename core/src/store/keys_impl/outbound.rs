//! Outbound Megolm sessions, the current one of each room and retired ones.

use ruma::RoomId;
use rusqlite::{Connection, Row};

use super::{columns::maybe_time, megolm::open};
use crate::{
    keys::storage::{OutboundRecord, Secret},
    store::{
        error::StoreError,
        rows::{execute, one, parsed, time},
        tx::WriteTx,
    },
    time::Timestamp,
};

const PURPOSE: &str = "outbound session";
const OUTBOUND: &str =
    "SELECT room_id, session_id, pickle, created_at, messages, retired_at FROM outbound_sessions";

pub(super) fn current(
    tx: &WriteTx<'_>,
    room: &RoomId,
) -> Result<Option<OutboundRecord>, StoreError> {
    let sql = format!("{OUTBOUND} WHERE room_id = ?1 AND retired_at IS NULL");
    opened(tx, one(tx.connection, &sql, [room.as_str()], read)?)
}

pub(super) fn session(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<Option<OutboundRecord>, StoreError> {
    let sql = format!("{OUTBOUND} WHERE room_id = ?1 AND session_id = ?2");
    opened(
        tx,
        one(tx.connection, &sql, [room.as_str(), session_id], read)?,
    )
}

/// A record whose pickle is still encrypted.
fn read(row: &Row<'_>) -> rusqlite::Result<OutboundRecord> {
    Ok(OutboundRecord {
        room_id: parsed(row, "room_id")?,
        session_id: row.get("session_id")?,
        pickle: Secret::new(row.get("pickle")?),
        created_at: time(row, "created_at")?,
        messages: row.get("messages")?,
        retired_at: maybe_time(row, "retired_at")?,
    })
}

fn opened(
    tx: &WriteTx<'_>,
    sealed: Option<OutboundRecord>,
) -> Result<Option<OutboundRecord>, StoreError> {
    let Some(sealed) = sealed else {
        return Ok(None);
    };
    let pickle = open(
        tx,
        &sealed.room_id,
        PURPOSE,
        &sealed.session_id,
        &sealed.pickle,
    )?;
    Ok(pickle.map(|pickle| OutboundRecord { pickle, ..sealed }))
}

pub(super) fn save(tx: &WriteTx<'_>, session: &OutboundRecord) -> Result<(), StoreError> {
    let pickle = tx.seal(
        &session.room_id,
        PURPOSE,
        &session.session_id,
        session.pickle.as_bytes(),
    )?;
    let sql = "INSERT INTO outbound_sessions (room_id, session_id, pickle, created_at, messages, retired_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)
               ON CONFLICT (room_id, session_id) DO UPDATE SET pickle = excluded.pickle,
                   created_at = excluded.created_at, messages = excluded.messages, retired_at = excluded.retired_at";
    let row = (
        session.room_id.as_str(),
        session.session_id.as_str(),
        pickle,
        session.created_at.as_millis(),
        session.messages,
        session.retired_at.map(Timestamp::as_millis),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn delete_retired(tx: &WriteTx<'_>, before: Timestamp) -> Result<(), StoreError> {
    let before = before.as_millis();
    let sql = "DELETE FROM shares WHERE (room_id, session_id) IN
                   (SELECT room_id, session_id FROM outbound_sessions WHERE retired_at < ?1)";
    execute(tx.connection, sql, [before])?;
    execute(
        tx.connection,
        "DELETE FROM outbound_sessions WHERE retired_at < ?1",
        [before],
    )?;
    Ok(())
}

pub(in crate::store) fn delete_all(connection: &Connection) -> Result<(), StoreError> {
    execute(connection, "DELETE FROM outbound_sessions", [])?;
    execute(connection, "DELETE FROM shares", [])?;
    Ok(())
}
