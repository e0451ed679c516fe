//! What is known about the real time, kept as [`TrustedTime`] defines it.

use std::ops::Deref;

use super::{
    error::StoreError,
    rows::{execute, one},
    tx::ReadTx,
};
use crate::time::TrustedTime;

/// Reads what is known about the real time.
pub struct Times<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Times<'_> {
    /// What is known about the real time; nothing in a new store.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self) -> Result<TrustedTime, StoreError> {
        let sql = "SELECT state FROM times";
        let state: Option<String> = one(self.tx.connection, sql, [], |row| row.get(0))?;
        match state {
            Some(state) => serde_json::from_str(&state).map_err(|_| StoreError::Damaged),
            None => Ok(TrustedTime::default()),
        }
    }
}

/// Reads and changes what is known about the real time.
pub struct TimesMut<'t> {
    pub(super) read: Times<'t>,
}

impl<'t> Deref for TimesMut<'t> {
    type Target = Times<'t>;

    fn deref(&self) -> &Times<'t> {
        &self.read
    }
}

impl TimesMut<'_> {
    /// Keeps what is known about the real time. Read, learn and keep in one transaction, so that
    /// two processes do not forget for each other.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set(&self, time: &TrustedTime) -> Result<(), StoreError> {
        let state = serde_json::to_string(time).map_err(|_| StoreError::Damaged)?;
        let sql = "INSERT INTO times (id, state) VALUES (1, ?1)
                   ON CONFLICT DO UPDATE SET state = excluded.state";
        execute(self.read.tx.connection, sql, [state])?;
        Ok(())
    }
}
