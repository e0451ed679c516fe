//! People who have signed in, and people whom HiOrg-Server has removed.

use dienstchat_core::{
    ids::{OrgCode, Subject},
    time::Timestamp,
};
use ruma::ServerName;

use super::{Db, DbError, parsed};

/// What is known of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// Has had a session, and so has a Matrix user.
    pub has_user: bool,
    /// HiOrg-Server says that the person has left the organisation.
    pub removed: bool,
}

impl Db {
    /// One person.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, ov: &OrgCode, sub: &Subject) -> Result<Option<Person>, DbError> {
        let row: Option<(bool, bool)> = sqlx::query_as(
            "SELECT joined_at IS NOT NULL, removed_at IS NOT NULL FROM people WHERE ov = ? AND sub = ?",
        )
        .bind(ov.as_str())
        .bind(sub.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|(has_user, removed)| Person { has_user, removed }))
    }

    /// Remembers that a person has a session, and so a Matrix user.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_joined(
        &self,
        ov: &OrgCode,
        sub: &Subject,
        now: Timestamp,
    ) -> Result<(), DbError> {
        sqlx::query(
            "INSERT INTO people (ov, sub, joined_at) VALUES (?, ?, ?) \
             ON CONFLICT (ov, sub) DO UPDATE SET joined_at = coalesce(joined_at, excluded.joined_at)",
        )
        .bind(ov.as_str())
        .bind(sub.as_str())
        .bind(now.as_secs())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Remembers that a person has left the organisation, also one who was never seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn remove_person(
        &self,
        ov: &OrgCode,
        sub: &Subject,
        now: Timestamp,
    ) -> Result<(), DbError> {
        sqlx::query(
            "INSERT INTO people (ov, sub, removed_at) VALUES (?, ?, ?) \
             ON CONFLICT (ov, sub) DO UPDATE SET removed_at = coalesce(removed_at, excluded.removed_at), \
             cleanup = joined_at IS NOT NULL",
        )
        .bind(ov.as_str())
        .bind(sub.as_str())
        .bind(now.as_secs())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// The removed people of an organisation who still have something on the homeserver.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_to_clean(&self, ov: &OrgCode) -> Result<Vec<Subject>, DbError> {
        let rows: Vec<(String,)> =
            sqlx::query_as("SELECT sub FROM people WHERE ov = ? AND cleanup ORDER BY sub")
                .bind(ov.as_str())
                .fetch_all(&self.pool)
                .await?;
        rows.into_iter().map(|(sub,)| parsed(&sub)).collect()
    }

    /// Nothing of a removed person is left on the homeserver.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person_cleaned(&self, ov: &OrgCode, sub: &Subject) -> Result<(), DbError> {
        let mut tx = self.write().await?;
        sqlx::query("UPDATE people SET cleanup = 0, display_name = NULL WHERE ov = ? AND sub = ?")
            .bind(ov.as_str())
            .bind(sub.as_str())
            .execute(&mut *tx)
            .await?;
        sqlx::query("DELETE FROM devices WHERE ov = ? AND sub = ?")
            .bind(ov.as_str())
            .bind(sub.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Remembers the display name that the homeserver has.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_display_name(
        &self,
        ov: &OrgCode,
        sub: &Subject,
        name: Option<&str>,
    ) -> Result<(), DbError> {
        sqlx::query("UPDATE people SET display_name = ? WHERE ov = ? AND sub = ?")
            .bind(name)
            .bind(ov.as_str())
            .bind(sub.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Everybody with a Matrix user on a homeserver.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_on(
        &self,
        homeserver: &ServerName,
    ) -> Result<Vec<(OrgCode, Subject)>, DbError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT p.ov, p.sub FROM people p JOIN organisations o ON o.ov = p.ov \
             WHERE o.homeserver = ? AND p.joined_at IS NOT NULL ORDER BY p.ov, p.sub",
        )
        .bind(homeserver.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(ov, sub)| Ok((parsed(&ov)?, parsed(&sub)?)))
            .collect()
    }
}
