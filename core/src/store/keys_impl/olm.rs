//! The Olm account, sessions, and the messages that were seen.

use ruma::UserId;
use rusqlite::Row;
use vodozemac::Curve25519PublicKey;

use super::columns::{curve25519, maybe_time};
use crate::{
    keys::storage::{OlmSessionRecord, Secret},
    store::{
        error::StoreError,
        rows::{all, execute, one, parsed, time},
        tx::WriteTx,
    },
    time::Timestamp,
};

pub(super) fn account(tx: &WriteTx<'_>) -> Result<Option<Secret>, StoreError> {
    one(tx.connection, "SELECT pickle FROM olm_account", [], |row| {
        Ok(Secret::new(row.get(0)?))
    })
}

pub(super) fn save_account(tx: &WriteTx<'_>, account: &Secret) -> Result<(), StoreError> {
    let sql = "INSERT INTO olm_account (id, pickle) VALUES (1, ?1) ON CONFLICT DO UPDATE SET pickle = excluded.pickle";
    execute(tx.connection, sql, [account.as_bytes()])?;
    Ok(())
}

pub(super) fn sessions(
    tx: &WriteTx<'_>,
    user_id: &UserId,
    peer: &Curve25519PublicKey,
) -> Result<Vec<OlmSessionRecord>, StoreError> {
    let sql = "SELECT user_id, peer, session_id, pickle, created_at, last_received_at
               FROM olm_sessions WHERE user_id = ?1 AND peer = ?2";
    all(
        tx.connection,
        sql,
        (user_id.as_str(), peer.as_bytes()),
        session,
    )
}

fn session(row: &Row<'_>) -> rusqlite::Result<OlmSessionRecord> {
    Ok(OlmSessionRecord {
        user_id: parsed(row, "user_id")?,
        peer: curve25519(row, "peer")?,
        session_id: row.get("session_id")?,
        pickle: Secret::new(row.get("pickle")?),
        created_at: time(row, "created_at")?,
        last_received_at: maybe_time(row, "last_received_at")?,
    })
}

pub(super) fn save_session(tx: &WriteTx<'_>, session: &OlmSessionRecord) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO olm_sessions (user_id, peer, session_id, pickle, created_at, last_received_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = (
        session.user_id.as_str(),
        session.peer.as_bytes(),
        session.session_id.as_str(),
        session.pickle.as_bytes(),
        session.created_at.as_millis(),
        session.last_received_at.map(Timestamp::as_millis),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn delete_session(
    tx: &WriteTx<'_>,
    user_id: &UserId,
    peer: &Curve25519PublicKey,
    session_id: &str,
) -> Result<(), StoreError> {
    let sql = "DELETE FROM olm_sessions WHERE user_id = ?1 AND peer = ?2 AND session_id = ?3";
    execute(
        tx.connection,
        sql,
        (user_id.as_str(), peer.as_bytes(), session_id),
    )?;
    Ok(())
}

pub(super) fn delete_sessions(tx: &WriteTx<'_>) -> Result<(), StoreError> {
    execute(tx.connection, "DELETE FROM olm_sessions", [])?;
    Ok(())
}

pub(super) fn message_seen(tx: &WriteTx<'_>, hash: &[u8; 32]) -> Result<bool, StoreError> {
    let seen = one(
        tx.connection,
        "SELECT 1 FROM olm_messages WHERE hash = ?1",
        [hash],
        |_| Ok(()),
    )?;
    Ok(seen.is_some())
}

pub(super) fn save_message(
    tx: &WriteTx<'_>,
    hash: &[u8; 32],
    now: Timestamp,
) -> Result<(), StoreError> {
    let sql = "INSERT INTO olm_messages (hash, noted_at) VALUES (?1, ?2)
               ON CONFLICT DO UPDATE SET noted_at = excluded.noted_at";
    execute(tx.connection, sql, (hash, now.as_millis()))?;
    Ok(())
}

pub(super) fn forget_messages(tx: &WriteTx<'_>, before: Timestamp) -> Result<(), StoreError> {
    execute(
        tx.connection,
        "DELETE FROM olm_messages WHERE noted_at < ?1",
        [before.as_millis()],
    )?;
    Ok(())
}
