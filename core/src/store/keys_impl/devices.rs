//! Tracked users and the devices that were ever seen.

use ruma::{DeviceId, UserId};
use rusqlite::{Row, types::Type};

use super::columns::{curve25519, ed25519, maybe_time};
use crate::{
    keys::storage::{DeviceRecord, SessionNeed, UserRecord},
    store::{
        error::StoreError,
        rows::{all, execute, one, parsed, time, unreadable},
        tx::WriteTx,
    },
    time::Timestamp,
};

const USER: &str =
    "SELECT user_id, outdated_since, generation, known, failures, retry_at FROM tracked_users";
const DEVICE: &str =
    "SELECT user_id, device_id, curve25519, ed25519, device_keys, present, changed_keys, session,
    healed_at, claim_failures, claim_retry_at FROM devices";

pub(super) fn user(tx: &WriteTx<'_>, user: &UserId) -> Result<Option<UserRecord>, StoreError> {
    one(
        tx.connection,
        &format!("{USER} WHERE user_id = ?1"),
        [user.as_str()],
        read_user,
    )
}

pub(super) fn users(tx: &WriteTx<'_>) -> Result<Vec<UserRecord>, StoreError> {
    all(tx.connection, USER, [], read_user)
}

pub(super) fn outdated_users(tx: &WriteTx<'_>) -> Result<Vec<UserRecord>, StoreError> {
    all(
        tx.connection,
        &format!("{USER} WHERE outdated_since IS NOT NULL"),
        [],
        read_user,
    )
}

fn read_user(row: &Row<'_>) -> rusqlite::Result<UserRecord> {
    Ok(UserRecord {
        user_id: parsed(row, "user_id")?,
        outdated_since: maybe_time(row, "outdated_since")?,
        generation: row.get::<_, i64>("generation")?.cast_unsigned(),
        known: row.get("known")?,
        failures: row.get("failures")?,
        retry_at: time(row, "retry_at")?,
    })
}

pub(super) fn save_user(tx: &WriteTx<'_>, user: &UserRecord) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO tracked_users (user_id, outdated_since, generation, known, failures, retry_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = (
        user.user_id.as_str(),
        user.outdated_since.map(Timestamp::as_millis),
        user.generation.cast_signed(),
        user.known,
        user.failures,
        user.retry_at.as_millis(),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn delete_user(tx: &WriteTx<'_>, user: &UserId) -> Result<(), StoreError> {
    execute(
        tx.connection,
        "DELETE FROM tracked_users WHERE user_id = ?1",
        [user.as_str()],
    )?;
    Ok(())
}

pub(super) fn devices(tx: &WriteTx<'_>, user: &UserId) -> Result<Vec<DeviceRecord>, StoreError> {
    all(
        tx.connection,
        &format!("{DEVICE} WHERE user_id = ?1"),
        [user.as_str()],
        read_device,
    )
}

pub(super) fn device(
    tx: &WriteTx<'_>,
    user: &UserId,
    device: &DeviceId,
) -> Result<Option<DeviceRecord>, StoreError> {
    let sql = format!("{DEVICE} WHERE user_id = ?1 AND device_id = ?2");
    one(
        tx.connection,
        &sql,
        [user.as_str(), device.as_str()],
        read_device,
    )
}

pub(super) fn wanting_session(tx: &WriteTx<'_>) -> Result<Vec<DeviceRecord>, StoreError> {
    all(
        tx.connection,
        &format!("{DEVICE} WHERE session != 'none'"),
        [],
        read_device,
    )
}

fn read_device(row: &Row<'_>) -> rusqlite::Result<DeviceRecord> {
    let session = match row.get_ref("session")?.as_str()? {
        "none" => SessionNeed::None,
        "missing" => SessionNeed::Missing,
        "broken" => SessionNeed::Broken,
        _ => return Err(unreadable(Type::Text)),
    };
    Ok(DeviceRecord {
        user_id: parsed(row, "user_id")?,
        device_id: row.get::<_, String>("device_id")?.into(),
        curve25519: curve25519(row, "curve25519")?,
        ed25519: ed25519(row, "ed25519")?,
        device_keys: row.get("device_keys")?,
        present: row.get("present")?,
        changed_keys: row.get("changed_keys")?,
        session,
        healed_at: maybe_time(row, "healed_at")?,
        claim_failures: row.get("claim_failures")?,
        claim_retry_at: time(row, "claim_retry_at")?,
    })
}

pub(super) fn save(tx: &WriteTx<'_>, device: &DeviceRecord) -> Result<(), StoreError> {
    let session = match device.session {
        SessionNeed::None => "none",
        SessionNeed::Missing => "missing",
        SessionNeed::Broken => "broken",
    };
    let sql = "INSERT OR REPLACE INTO devices (user_id, device_id, curve25519, ed25519, device_keys, present,
                   changed_keys, session, healed_at, claim_failures, claim_retry_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    let row = (
        device.user_id.as_str(),
        device.device_id.as_str(),
        device.curve25519.as_bytes(),
        device.ed25519.as_bytes(),
        device.device_keys.as_str(),
        device.present,
        device.changed_keys,
        session,
        device.healed_at.map(Timestamp::as_millis),
        device.claim_failures,
        device.claim_retry_at.as_millis(),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}
