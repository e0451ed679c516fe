//! Which events name which media.

use ruma::{OwnedEventId, OwnedRoomId, OwnedUserId, RoomId, ServerName, UserId};

use super::{Db, DbError, parsed};

/// One event's use of one upload.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaUse {
    /// The upload's id on its homeserver.
    pub media_id: String,
    /// The room of the event.
    pub room_id: OwnedRoomId,
    /// The event.
    pub event_id: OwnedEventId,
    /// Who sent the event.
    pub sender: OwnedUserId,
}

impl Db {
    /// The uploads that only events of this room name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn media_of_room(
        &self,
        homeserver: &ServerName,
        room: &RoomId,
    ) -> Result<Vec<(String, OwnedUserId)>, DbError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT DISTINCT media_id, sender FROM media m WHERE homeserver = ? AND room_id = ? \
             AND NOT EXISTS (SELECT 1 FROM media o WHERE o.homeserver = m.homeserver \
               AND o.media_id = m.media_id AND o.sender = m.sender AND o.room_id <> m.room_id AND NOT o.redacted)",
        )
        .bind(homeserver.as_str())
        .bind(room.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(id, sender)| Ok((id, parsed(&sender)?)))
            .collect()
    }

    /// The uploads whose last naming event was redacted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn redacted_media(
        &self,
        homeserver: &ServerName,
    ) -> Result<Vec<(String, OwnedUserId)>, DbError> {
        let rows: Vec<(String, String)> = sqlx::query_as(
            "SELECT media_id, sender FROM media WHERE homeserver = ? \
             GROUP BY media_id, sender HAVING min(redacted) = 1",
        )
        .bind(homeserver.as_str())
        .fetch_all(&self.pool)
        .await?;
        rows.into_iter()
            .map(|(id, sender)| Ok((id, parsed(&sender)?)))
            .collect()
    }

    /// Whether an event of this sender names the upload.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_named(
        &self,
        homeserver: &ServerName,
        media_id: &str,
        sender: &UserId,
    ) -> Result<bool, DbError> {
        let row: Option<(i64,)> = sqlx::query_as(
            "SELECT 1 FROM media WHERE homeserver = ? AND media_id = ? AND sender = ? LIMIT 1",
        )
        .bind(homeserver.as_str())
        .bind(media_id)
        .bind(sender.as_str())
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.is_some())
    }

    /// Forgets who named an upload: it is deleted, or was never the sender's.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_media(
        &self,
        homeserver: &ServerName,
        media_id: &str,
        sender: &UserId,
    ) -> Result<(), DbError> {
        sqlx::query("DELETE FROM media WHERE homeserver = ? AND media_id = ? AND sender = ?")
            .bind(homeserver.as_str())
            .bind(media_id)
            .bind(sender.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets all that was named in a room.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_media_of_room(&self, room: &RoomId) -> Result<(), DbError> {
        sqlx::query("DELETE FROM media WHERE room_id = ?")
            .bind(room.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Forgets all that a person named.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_media_of(
        &self,
        homeserver: &ServerName,
        sender: &UserId,
    ) -> Result<(), DbError> {
        sqlx::query("DELETE FROM media WHERE homeserver = ? AND sender = ?")
            .bind(homeserver.as_str())
            .bind(sender.as_str())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
