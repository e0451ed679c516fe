//! Noticing an older copy of the file: a phone restored from a backup.
//!
//! The generation is kept in the database and, outside, in the key store, and raised at each
//! opening. A file that is behind the key store has been replaced by an older copy of itself.
//! Its ratchets have gone on since, so they must never encrypt again.

use rusqlite::{Connection, TransactionBehavior};

use super::{error::StoreError, keys_impl, secrets::Secrets};

/// Raises the generation, first in the database, then outside, in one write transaction. In an
/// older copy it drops every ratchet that encrypts and leaves a mark, by which the key
/// management renews its one-time keys. Only under the lock on secrets.
pub(super) fn raise(connection: &mut Connection, secrets: &Secrets) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let inside: i64 = transaction.query_row("SELECT generation FROM meta", [], |row| row.get(0))?;
    let inside = u64::try_from(inside).map_err(|_| StoreError::Damaged)?;
    let outside = secrets.generation()?;
    if inside < outside {
        // At once, whatever the key management does later when it sees the mark.
        keys_impl::forget_ratchets(&transaction)?;
        transaction.execute("UPDATE meta SET older_copy = 1", [])?;
    }
    let next = inside.max(outside).saturating_add(1);
    let stored = i64::try_from(next).map_err(|_| StoreError::Damaged)?;
    transaction.execute("UPDATE meta SET generation = ?1", [stored])?;
    secrets.put_generation(next)?;
    if let Err(error) = transaction.commit() {
        // The file stays behind, but it is no older copy.
        secrets.put_generation(outside)?;
        return Err(error.into());
    }
    Ok(())
}
