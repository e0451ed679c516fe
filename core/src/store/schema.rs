//! The schema and the steps that lead to it.
//!
//! `user_version` counts the steps taken. Each step runs in one transaction; a file that is
//! ahead of this program is refused.

use rusqlite::{Connection, TransactionBehavior};

use super::error::StoreError;

/// The steps in order; step n leads from version n to n + 1. Never change one that was released.
const STEPS: [&str; 2] = [include_str!("schema/1.sql"), include_str!("schema/2.sql")];

/// The version that this program writes.
pub(super) const VERSION: usize = STEPS.len();

/// Brings the database to the present schema.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    loop {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version = version(&transaction)?;
        if version > VERSION {
            return Err(StoreError::Newer);
        }
        let Some(step) = STEPS.get(version) else {
            return Ok(());
        };
        transaction.execute_batch(step)?;
        let next = i64::try_from(version + 1).map_err(|_| StoreError::Damaged)?;
        transaction.pragma_update(None, "user_version", next)?;
        transaction.commit()?;
    }
}

/// The version of an existing database; refuses a newer one.
pub(super) fn check(connection: &Connection) -> Result<(), StoreError> {
    match version(connection)? {
        0 => Err(StoreError::Damaged),
        version if version > VERSION => Err(StoreError::Newer),
        _ => Ok(()),
    }
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    usize::try_from(version).map_err(|_| StoreError::Damaged)
}
