//! The schema and its versions. Migrations are only ever added.

use sqlx::{Connection as _, SqlitePool};

use super::DbError;

/// "DCon": marks the file as ours.
const APPLICATION_ID: i64 = 0x4443_6f6e;

/// Migration `n` brings a file of version `n` to version `n + 1`.
const MIGRATIONS: [&str; 1] = [include_str!("migrations/0001_initial.sql")];

/// Brings the file to the newest version, in one transaction.
pub(super) async fn run(pool: &SqlitePool) -> Result<(), DbError> {
    let mut connection = pool.acquire().await?;
    let mut transaction = connection.begin_with("BEGIN IMMEDIATE").await?;
    let (application,): (i64,) = sqlx::query_as("PRAGMA application_id")
        .fetch_one(&mut *transaction)
        .await?;
    let (version,): (i64,) = sqlx::query_as("PRAGMA user_version")
        .fetch_one(&mut *transaction)
        .await?;
    let (tables,): (i64,) = sqlx::query_as("SELECT count(*) FROM sqlite_schema")
        .fetch_one(&mut *transaction)
        .await?;
    if application != APPLICATION_ID && (tables > 0 || version != 0) {
        return Err(DbError::NotOurs);
    }
    let done = usize::try_from(version).map_err(|_| DbError::NotOurs)?;
    let missing = MIGRATIONS.get(done..).ok_or(DbError::Newer)?;
    for migration in missing {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
    }
    if !missing.is_empty() {
        let mark = format!(
            "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {};",
            MIGRATIONS.len()
        );
        // Two constants, nothing from outside.
        sqlx::raw_sql(sqlx::AssertSqlSafe(mark))
            .execute(&mut *transaction)
            .await?;
    }
    transaction.commit().await?;
    Ok(())
}
