//! With whom outbound sessions are shared.

use ruma::RoomId;
use rusqlite::{Row, types::Type};
use vodozemac::Curve25519PublicKey;

use super::columns::curve25519;
use crate::{
    keys::{
        RequestId, WithheldCode,
        storage::{ShareRecord, ShareState},
    },
    store::{
        error::StoreError,
        rows::{all, execute, parsed, unreadable},
        tx::WriteTx,
    },
};

const SHARE: &str = "SELECT room_id, session_id, user_id, device_id, curve25519, state, from_index, request_id, code FROM shares";

pub(super) fn of_session(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<Vec<ShareRecord>, StoreError> {
    let sql = format!("{SHARE} WHERE room_id = ?1 AND session_id = ?2");
    all(tx.connection, &sql, [room.as_str(), session_id], read)
}

pub(super) fn with(
    tx: &WriteTx<'_>,
    key: &Curve25519PublicKey,
) -> Result<Vec<ShareRecord>, StoreError> {
    all(
        tx.connection,
        &format!("{SHARE} WHERE curve25519 = ?1"),
        [key.as_bytes()],
        read,
    )
}

pub(super) fn sent_by(
    tx: &WriteTx<'_>,
    request: &RequestId,
) -> Result<Vec<ShareRecord>, StoreError> {
    let sql = format!("{SHARE} WHERE state = 'sending' AND request_id = ?1");
    all(tx.connection, &sql, [request.as_str()], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<ShareRecord> {
    let index = row.get("from_index")?;
    let state = match row.get_ref("state")?.as_str()? {
        "wanted" => ShareState::Wanted(index),
        "sending" => ShareState::Sending(index, RequestId::from_stored(row.get("request_id")?)),
        "shared" => ShareState::Shared(index),
        "withheld" => ShareState::Withheld(WithheldCode::parse(row.get_ref("code")?.as_str()?)),
        _ => return Err(unreadable(Type::Text)),
    };
    Ok(ShareRecord {
        room_id: parsed(row, "room_id")?,
        session_id: row.get("session_id")?,
        user_id: parsed(row, "user_id")?,
        device_id: row.get::<_, String>("device_id")?.into(),
        curve25519: curve25519(row, "curve25519")?,
        state,
    })
}

pub(super) fn save(tx: &WriteTx<'_>, share: &ShareRecord) -> Result<(), StoreError> {
    tx.ensure_room(&share.room_id)?;
    let (state, index, request, code) = match &share.state {
        ShareState::Wanted(index) => ("wanted", *index, "", ""),
        ShareState::Sending(index, request) => ("sending", *index, request.as_str(), ""),
        ShareState::Shared(index) => ("shared", *index, "", ""),
        ShareState::Withheld(code) => ("withheld", 0, "", code.as_str()),
    };
    let sql = "INSERT OR REPLACE INTO shares (room_id, session_id, user_id, device_id, curve25519, state, from_index,
                   request_id, code)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let row = (
        share.room_id.as_str(),
        share.session_id.as_str(),
        share.user_id.as_str(),
        share.device_id.as_str(),
        share.curve25519.as_bytes(),
        state,
        index,
        request,
        code,
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}
