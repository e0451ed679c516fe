//! Why keys were not sent to us.

use ruma::{OwnedRoomId, RoomId};
use rusqlite::Row;
use vodozemac::Curve25519PublicKey;

use super::columns::curve25519;
use crate::{
    keys::{WithheldCode, storage::WithheldRecord},
    store::{
        error::StoreError,
        rows::{execute, one, parsed, time},
        tx::WriteTx,
    },
};

pub(super) fn of_session(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<Option<WithheldRecord>, StoreError> {
    let sql = "SELECT sender, sender_key, code, received_at FROM withheld_sessions
               WHERE room_id = ?1 AND session_id = ?2";
    let session = || (room.to_owned(), session_id.to_owned());
    one(tx.connection, sql, [room.as_str(), session_id], |row| {
        read(row, Some(session()))
    })
}

pub(super) fn by(
    tx: &WriteTx<'_>,
    key: &Curve25519PublicKey,
) -> Result<Option<WithheldRecord>, StoreError> {
    let sql =
        "SELECT sender, sender_key, code, received_at FROM withheld_devices WHERE sender_key = ?1";
    one(tx.connection, sql, [key.as_bytes()], |row| read(row, None))
}

fn read(row: &Row<'_>, session: Option<(OwnedRoomId, String)>) -> rusqlite::Result<WithheldRecord> {
    Ok(WithheldRecord {
        sender: parsed(row, "sender")?,
        sender_key: curve25519(row, "sender_key")?,
        session,
        code: WithheldCode::parse(row.get_ref("code")?.as_str()?),
        received_at: time(row, "received_at")?,
    })
}

pub(super) fn save(tx: &WriteTx<'_>, withheld: &WithheldRecord) -> Result<(), StoreError> {
    let sender = withheld.sender.as_str();
    let key = withheld.sender_key.as_bytes();
    let code = withheld.code.as_str();
    let received_at = withheld.received_at.as_millis();
    if let Some((room, session_id)) = &withheld.session {
        tx.ensure_room(room)?;
        let sql = "INSERT OR REPLACE INTO withheld_sessions (room_id, session_id, sender, sender_key, code, received_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        execute(
            tx.connection,
            sql,
            (room.as_str(), session_id, sender, key, code, received_at),
        )?;
    } else {
        let sql = "INSERT OR REPLACE INTO withheld_devices (sender_key, sender, code, received_at)
                   VALUES (?1, ?2, ?3, ?4)";
        execute(tx.connection, sql, (key, sender, code, received_at))?;
    }
    Ok(())
}

pub(super) fn delete_by(tx: &WriteTx<'_>, key: &Curve25519PublicKey) -> Result<(), StoreError> {
    execute(
        tx.connection,
        "DELETE FROM withheld_devices WHERE sender_key = ?1",
        [key.as_bytes()],
    )?;
    Ok(())
}
