//! Columns that hold keys and times there may not be.

use rusqlite::{Row, types::Type};
use vodozemac::{Curve25519PublicKey, Ed25519PublicKey};

use crate::{store::rows::unreadable, time::Timestamp};

pub(super) fn curve25519(row: &Row<'_>, column: &str) -> rusqlite::Result<Curve25519PublicKey> {
    Ok(Curve25519PublicKey::from_bytes(row.get(column)?))
}

pub(super) fn ed25519(row: &Row<'_>, column: &str) -> rusqlite::Result<Ed25519PublicKey> {
    Ed25519PublicKey::from_slice(&row.get(column)?).map_err(|_| unreadable(Type::Blob))
}

/// A time that may be any, so that `NULL` stands for none.
pub(super) fn maybe_time(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Timestamp>> {
    Ok(row
        .get::<_, Option<i64>>(column)?
        .map(Timestamp::from_millis))
}
