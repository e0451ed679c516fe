//! The connector's database: what HiOrg-Server wants, and how far the homeserver has got.
//!
//! One `SQLite` file in WAL mode with full synchronisation, because an answer to HiOrg-Server
//! promises that its statement is kept. Every write is one immediate transaction. Nothing that
//! must be secret is here: tokens are known by their hashes only, contents of chats never arrive.

use std::{path::Path, time::Duration};

use sqlx::{
    Sqlite, SqlitePool, Transaction,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous},
};

mod duties;
mod homeservers;
mod media;
mod migrations;
mod organisations;
mod people;
mod roster;
mod tokens;

pub use duties::{Applied, DutyRecord, WantedDuty};
pub use homeservers::Sweep;
pub use media::MediaUse;
pub use organisations::{Contact, Organisation, WantedOrganisation};
pub use people::Person;
pub use roster::{RosterEntry, RosterMember};
pub use tokens::{DeviceKeys, ProofUse, UsedProof};

/// What a write of a wanted state came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// There was none before.
    Created,
    /// It is newer than what was there.
    Updated,
    /// It is what was there.
    Unchanged,
}

/// Why a wanted state was not taken.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// This revision is known with another content.
    #[error("this revision is known with another content")]
    Conflict,
    /// A newer revision is known.
    #[error("a newer revision is known")]
    Stale,
    /// It belongs to another issuer.
    #[error("it belongs to another issuer")]
    Foreign,
    /// The organisation's homeserver cannot change.
    #[error("the organisation's homeserver cannot change")]
    HomeserverFixed,
    /// There is no such organisation or duty.
    #[error("there is no such organisation or duty")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

impl From<sqlx::Error> for WriteError {
    fn from(error: sqlx::Error) -> Self {
        Self::Db(error.into())
    }
}

/// Why the database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// `SQLite` failed, or the file cannot be opened.
    #[error("the database failed")]
    Sql(#[from] sqlx::Error),
    /// The file was written by a newer version of the connector.
    #[error("the database was written by a newer version")]
    Newer,
    /// The file is another program's.
    #[error("the file is another program's database")]
    NotOurs,
    /// A row holds what this program never writes.
    #[error("the database holds a row that cannot be read")]
    Corrupt,
}

/// The database. Clones share it.
#[derive(Clone, Debug)]
pub struct Db {
    pool: SqlitePool,
}

impl Db {
    /// Opens the file, makes it when there is none, and brings its schema up to date.
    ///
    /// # Errors
    /// [`DbError::Newer`] and [`DbError::NotOurs`] for files that must not be touched.
    pub async fn open(path: &Path) -> Result<Self, DbError> {
        restrict(path);
        let options = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            .foreign_keys(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(Duration::from_secs(10))
            // What is deleted (names above all) is overwritten.
            .pragma("secure_delete", "ON");
        let pool = SqlitePoolOptions::new()
            .max_connections(8)
            .connect_with(options)
            .await?;
        migrations::run(&pool).await?;
        Ok(Self { pool })
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// [`DbError::Sql`] when it does not.
    pub async fn check(&self) -> Result<(), DbError> {
        sqlx::query("SELECT count(*) FROM organisations")
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Closes the file, after everything under way is written.
    pub async fn close(&self) {
        self.pool.close().await;
    }

    async fn write(&self) -> Result<Transaction<'static, Sqlite>, DbError> {
        Ok(self.pool.begin_with("BEGIN IMMEDIATE").await?)
    }
}

/// Makes the file before `SQLite` does, readable by its owner only.
fn restrict(path: &Path) {
    let mut options = std::fs::OpenOptions::new();
    options.create_new(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    // It may exist already; what cannot be made is reported by the opening.
    drop(options.open(path));
}

/// Reads a text of the database into the type it was written from.
fn parsed<T: std::str::FromStr>(text: &str) -> Result<T, DbError> {
    text.parse().map_err(|_| DbError::Corrupt)
}
