//! Inbound Megolm sessions, and the indexes at which events were decrypted.

use ruma::{OwnedDeviceId, RoomId};
use rusqlite::{Row, types::Type};
use vodozemac::Curve25519PublicKey;

use super::columns::{curve25519, ed25519};
use crate::{
    keys::{
        Provenance,
        storage::{InboundRecord, MessageIndexRecord, Secret},
    },
    store::{
        error::StoreError,
        rows::{all, execute, one, parsed, time, unreadable},
        tx::WriteTx,
    },
};

const PURPOSE: &str = "inbound session";

const INBOUND: &str =
    "SELECT room_id, session_id, pickle, sender, sender_device, sender_key, signing_key,
    first_known_index, provenance, decrypted, received_at FROM inbound_sessions";

pub(super) fn inbound(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
) -> Result<Option<InboundRecord>, StoreError> {
    let sql = format!("{INBOUND} WHERE room_id = ?1 AND session_id = ?2");
    let sealed = one(
        tx.connection,
        &sql,
        [room.as_str(), session_id],
        read_inbound,
    )?;
    Ok(sealed
        .map(|sealed| open_inbound(tx, sealed))
        .transpose()?
        .flatten())
}

pub(super) fn inbound_from(
    tx: &WriteTx<'_>,
    key: &Curve25519PublicKey,
) -> Result<Vec<InboundRecord>, StoreError> {
    let sealed = all(
        tx.connection,
        &format!("{INBOUND} WHERE sender_key = ?1"),
        [key.as_bytes()],
        read_inbound,
    )?;
    sealed
        .into_iter()
        .filter_map(|sealed| open_inbound(tx, sealed).transpose())
        .collect()
}

/// A record whose pickle is still encrypted.
fn read_inbound(row: &Row<'_>) -> rusqlite::Result<InboundRecord> {
    let device: String = row.get("sender_device")?;
    Ok(InboundRecord {
        room_id: parsed(row, "room_id")?,
        session_id: row.get("session_id")?,
        pickle: Secret::new(row.get("pickle")?),
        sender: parsed(row, "sender")?,
        sender_device: (!device.is_empty()).then(|| OwnedDeviceId::from(device)),
        sender_key: curve25519(row, "sender_key")?,
        signing_key: ed25519(row, "signing_key")?,
        first_known_index: row.get("first_known_index")?,
        provenance: Provenance::from_stored(row.get_ref("provenance")?.as_str()?)
            .ok_or_else(|| unreadable(Type::Text))?,
        decrypted: row.get("decrypted")?,
        received_at: time(row, "received_at")?,
    })
}

fn open_inbound(
    tx: &WriteTx<'_>,
    sealed: InboundRecord,
) -> Result<Option<InboundRecord>, StoreError> {
    let pickle = open(
        tx,
        &sealed.room_id,
        PURPOSE,
        &sealed.session_id,
        &sealed.pickle,
    )?;
    Ok(pickle.map(|pickle| InboundRecord { pickle, ..sealed }))
}

pub(super) fn save_inbound(tx: &WriteTx<'_>, session: &InboundRecord) -> Result<(), StoreError> {
    let pickle = tx.seal(
        &session.room_id,
        PURPOSE,
        &session.session_id,
        session.pickle.as_bytes(),
    )?;
    let sql = "INSERT OR REPLACE INTO inbound_sessions (room_id, session_id, pickle, sender, sender_device, sender_key,
                   signing_key, first_known_index, provenance, decrypted, received_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let row = (
        session.room_id.as_str(),
        session.session_id.as_str(),
        pickle,
        session.sender.as_str(),
        session
            .sender_device
            .as_ref()
            .map_or("", |device| device.as_str()),
        session.sender_key.as_bytes(),
        session.signing_key.as_bytes(),
        session.first_known_index,
        session.provenance.as_str(),
        session.decrypted,
        session.received_at.as_millis(),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn message_index(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
    index: u32,
) -> Result<Option<MessageIndexRecord>, StoreError> {
    let sql = "SELECT event_id, origin_server_ts FROM message_indexes
               WHERE room_id = ?1 AND session_id = ?2 AND message_index = ?3";
    one(
        tx.connection,
        sql,
        (room.as_str(), session_id, index),
        |row| {
            Ok(MessageIndexRecord {
                event_id: parsed(row, "event_id")?,
                origin_server_ts: row.get::<_, i64>("origin_server_ts")?.cast_unsigned(),
            })
        },
    )
}

pub(super) fn save_message_index(
    tx: &WriteTx<'_>,
    room: &RoomId,
    session_id: &str,
    index: u32,
    record: &MessageIndexRecord,
) -> Result<(), StoreError> {
    tx.ensure_room(room)?;
    let sql = "INSERT OR REPLACE INTO message_indexes (room_id, session_id, message_index, event_id, origin_server_ts)
               VALUES (?1, ?2, ?3, ?4, ?5)";
    let ts = record.origin_server_ts.cast_signed();
    execute(
        tx.connection,
        sql,
        (
            room.as_str(),
            session_id,
            index,
            record.event_id.as_str(),
            ts,
        ),
    )?;
    Ok(())
}

/// Decrypts a pickle; `None` when the room is being deleted.
pub(super) fn open(
    tx: &WriteTx<'_>,
    room: &RoomId,
    purpose: &str,
    session_id: &str,
    sealed: &Secret,
) -> Result<Option<Secret>, StoreError> {
    match tx.open_sealed(room, purpose, session_id, sealed.as_bytes()) {
        Ok(pickle) => Ok(Some(Secret::new(pickle.to_vec()))),
        Err(StoreError::UnknownChat) => Ok(None),
        Err(error) => Err(error),
    }
}
