//! How far sync has come: `pos` for each connection, the to-device `since` once for the device.
//!
//! Applying an answer begins with [`PositionsMut::advance`]. When the positions are no longer
//! those that were asked with, another process has applied an answer meanwhile, and this one
//! must be dropped as a whole.

use super::{
    error::StoreError,
    rows::{execute, one},
    tx::ReadTx,
};

/// Names a sync connection of this device. Each process that syncs has its own.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConnId(&'static str);

impl ConnId {
    /// The app.
    pub const APP: Self = Self("app");
    /// The notification extension.
    pub const EXTENSION: Self = Self("extension");

    /// The name as it is sent.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        self.0
    }
}

/// The positions that a sync request is made with, or that its answer gives.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncPosition {
    /// The position of the connection; `None` to begin anew.
    pub pos: Option<String>,
    /// The position in the to-device messages; sending it acknowledges everything before.
    pub since: Option<String>,
}

/// Whether an answer may be applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Advance {
    /// The positions are now those of the answer; its content belongs to the same transaction.
    Applied,
    /// The positions have moved since the request was made: nothing was changed, and the answer
    /// must be dropped and asked for again.
    Stale,
}

/// Reads positions.
pub struct Positions<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Positions<'_> {
    /// The positions to ask with.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self, conn_id: &ConnId) -> Result<SyncPosition, StoreError> {
        let connection = self.tx.connection;
        let sql = "SELECT pos FROM positions WHERE conn_id = ?1";
        let pos = one(connection, sql, [conn_id.as_str()], |row| row.get(0))?;
        let since: Option<String> = one(connection, "SELECT since FROM to_device", [], |row| {
            row.get(0)
        })?;
        Ok(SyncPosition {
            pos,
            since: since.filter(|since| !since.is_empty()),
        })
    }
}

/// Reads and moves positions.
pub struct PositionsMut<'t> {
    pub(super) read: Positions<'t>,
}

impl<'t> std::ops::Deref for PositionsMut<'t> {
    type Target = Positions<'t>;

    fn deref(&self) -> &Positions<'t> {
        &self.read
    }
}

impl PositionsMut<'_> {
    /// Moves from the positions of the request to those of its answer, if they are still those.
    /// `None` in `next` leaves what is there.
    ///
    /// # Errors
    /// What the database reports.
    pub fn advance(
        &self,
        conn_id: &ConnId,
        asked: &SyncPosition,
        next: &SyncPosition,
    ) -> Result<Advance, StoreError> {
        if self.read.get(conn_id)? != *asked {
            return Ok(Advance::Stale);
        }
        let connection = self.read.tx.connection;
        if let Some(pos) = &next.pos {
            let sql = "INSERT INTO positions (conn_id, pos) VALUES (?1, ?2)
                       ON CONFLICT DO UPDATE SET pos = excluded.pos";
            execute(connection, sql, (conn_id.as_str(), pos))?;
        }
        if let Some(since) = &next.since {
            execute(connection, "UPDATE to_device SET since = ?1", [since])?;
        }
        Ok(Advance::Applied)
    }

    /// Forgets the position of a connection, after the server has (`M_UNKNOWN_POS`). The
    /// to-device position stays.
    ///
    /// # Errors
    /// What the database reports.
    pub fn reset(&self, conn_id: &ConnId) -> Result<(), StoreError> {
        execute(
            self.read.tx.connection,
            "DELETE FROM positions WHERE conn_id = ?1",
            [conn_id.as_str()],
        )?;
        Ok(())
    }
}
