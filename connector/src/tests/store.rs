//! The database file.

use sqlx::{Connection as _, SqliteConnection};
use tempfile::TempDir;

use crate::db::{Db, DbError};

async fn run(path: &std::path::Path, sql: &'static str) {
    let url = format!("sqlite://{}?mode=rwc", path.display());
    let mut connection = SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

#[tokio::test]
async fn a_file_is_made_once_and_for_its_owner_only() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a.sqlite");
    Db::open(&path).await.unwrap().close().await;
    Db::open(&path).await.unwrap().check().await.unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}

#[tokio::test]
async fn a_newer_and_a_foreign_file_are_left_alone() {
    let directory = TempDir::new().unwrap();
    let newer = directory.path().join("newer.sqlite");
    Db::open(&newer).await.unwrap().close().await;
    run(&newer, "PRAGMA user_version = 99").await;
    assert!(matches!(Db::open(&newer).await, Err(DbError::Newer)));
    let foreign = directory.path().join("foreign.sqlite");
    run(&foreign, "CREATE TABLE other (id INTEGER)").await;
    assert!(matches!(Db::open(&foreign).await, Err(DbError::NotOurs)));
    let garbage = directory.path().join("garbage.sqlite");
    std::fs::write(&garbage, "not a database".repeat(1_000)).unwrap();
    assert!(matches!(Db::open(&garbage).await, Err(DbError::Sql(_))));
    assert!(matches!(
        Db::open(&directory.path().join("no/such/directory")).await,
        Err(DbError::Sql(_))
    ));
}

#[tokio::test]
async fn every_table_is_strict() {
    let directory = TempDir::new().unwrap();
    let path = directory.path().join("a.sqlite");
    Db::open(&path).await.unwrap().close().await;
    let mut connection = SqliteConnection::connect(&format!("sqlite://{}", path.display()))
        .await
        .unwrap();
    let lax: Vec<(String,)> =
        sqlx::query_as("SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'")
            .fetch_all(&mut connection)
            .await
            .unwrap();
    assert_eq!(lax, []);
}
