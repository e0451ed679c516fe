//! Between rows and the core's types.

use std::str::FromStr;

use rusqlite::{CachedStatement, Connection, Row, types::Type};

use super::error::StoreError;
use crate::time::Timestamp;

/// A statement from the connection's cache.
pub(super) fn prepared<'c>(
    connection: &'c Connection,
    sql: &str,
) -> Result<CachedStatement<'c>, StoreError> {
    Ok(connection.prepare_cached(sql)?)
}

/// Runs a statement that changes something; the number of rows changed.
pub(super) fn execute(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
) -> Result<usize, StoreError> {
    Ok(prepared(connection, sql)?.execute(params)?)
}

/// All rows of a query.
pub(super) fn all<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    map: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Vec<T>, StoreError> {
    let mut statement = prepared(connection, sql)?;
    let rows = statement
        .query_map(params, map)?
        .collect::<Result<_, _>>()?;
    Ok(rows)
}

/// The row of a query that has at most one.
pub(super) fn one<T>(
    connection: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    map: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
) -> Result<Option<T>, StoreError> {
    match prepared(connection, sql)?.query_row(params, map) {
        Ok(value) => Ok(Some(value)),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// A column that was written from a type which is parsed from text.
pub(super) fn parsed<T: FromStr>(row: &Row<'_>, column: &str) -> rusqlite::Result<T> {
    let text = row.get_ref(column)?.as_str()?;
    text.parse().map_err(|_| unreadable(Type::Text))
}

/// Like [`parsed`], `None` for the empty text.
pub(super) fn parsed_or_none<T: FromStr>(
    row: &Row<'_>,
    column: &str,
) -> rusqlite::Result<Option<T>> {
    let text = row.get_ref(column)?.as_str()?;
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| unreadable(Type::Text))
}

/// A column that holds milliseconds.
pub(super) fn time(row: &Row<'_>, column: &str) -> rusqlite::Result<Timestamp> {
    Ok(Timestamp::from_millis(row.get(column)?))
}

/// Like [`time`], `None` for 0.
pub(super) fn time_or_none(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    let millis: i64 = row.get(column)?;
    Ok((millis != 0).then(|| Timestamp::from_millis(millis)))
}

/// What a column holds is nothing that this program writes.
pub(super) fn unreadable(kind: Type) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, kind, Box::new(StoreError::Damaged))
}

/// What is stored for a time that there may not be.
pub(super) fn millis(time: Option<Timestamp>) -> i64 {
    time.map_or(0, Timestamp::as_millis)
}
