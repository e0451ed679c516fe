//! Requests that are to be made.

use rusqlite::Row;

use crate::{
    keys::{
        RequestId,
        storage::{RequestRecord, Secret},
    },
    store::{
        error::StoreError,
        rows::{self, execute, time},
        tx::WriteTx,
    },
};

const REQUEST: &str = "SELECT id, ordinal, body, created_at, failures, retry_at FROM requests";

pub(super) fn all(tx: &WriteTx<'_>) -> Result<Vec<RequestRecord>, StoreError> {
    rows::all(
        tx.connection,
        &format!("{REQUEST} ORDER BY ordinal"),
        [],
        read,
    )
}

pub(super) fn one(tx: &WriteTx<'_>, id: &RequestId) -> Result<Option<RequestRecord>, StoreError> {
    rows::one(
        tx.connection,
        &format!("{REQUEST} WHERE id = ?1"),
        [id.as_str()],
        read,
    )
}

fn read(row: &Row<'_>) -> rusqlite::Result<RequestRecord> {
    Ok(RequestRecord {
        id: RequestId::from_stored(row.get("id")?),
        order: row.get::<_, i64>("ordinal")?.cast_unsigned(),
        body: Secret::new(row.get("body")?),
        created_at: time(row, "created_at")?,
        failures: row.get("failures")?,
        retry_at: time(row, "retry_at")?,
    })
}

pub(super) fn save(tx: &WriteTx<'_>, request: &RequestRecord) -> Result<(), StoreError> {
    let sql = "INSERT OR REPLACE INTO requests (id, ordinal, body, created_at, failures, retry_at)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let row = (
        request.id.as_str(),
        request.order.cast_signed(),
        request.body.as_bytes(),
        request.created_at.as_millis(),
        request.failures,
        request.retry_at.as_millis(),
    );
    execute(tx.connection, sql, row)?;
    Ok(())
}

pub(super) fn delete(tx: &WriteTx<'_>, id: &RequestId) -> Result<(), StoreError> {
    execute(
        tx.connection,
        "DELETE FROM requests WHERE id = ?1",
        [id.as_str()],
    )?;
    Ok(())
}
