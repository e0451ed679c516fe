//! What the homeservers have told: transactions, and how far their events were seen.

use dienstchat_core::time::Timestamp;
use ruma::{EventId, OwnedEventId, OwnedRoomId, RoomId, ServerName};

use super::{Db, DbError, MediaUse, parsed};

/// How far a homeserver's events were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sweep {
    /// The room in which markers are sent.
    pub room: Option<OwnedRoomId>,
    /// The marker that is under way, and when it was sent.
    pub marker: Option<(OwnedEventId, Timestamp)>,
    /// All events up to then have arrived.
    pub seen_until: Timestamp,
}

/// Room and event of the marker, when it was sent, until when all was seen.
type SweepRow = (Option<String>, Option<String>, Option<i64>, i64);

impl Db {
    /// Takes a transaction of a homeserver: once, whole.
    ///
    /// False when it was taken before.
    ///
    /// # Errors
    /// When the database fails; nothing is taken then.
    pub async fn take_transaction(
        &self,
        homeserver: &ServerName,
        txn_id: &str,
        named: &[MediaUse],
        redacted: &[OwnedEventId],
        events: &[OwnedEventId],
        now: Timestamp,
    ) -> Result<bool, DbError> {
        let mut tx = self.write().await?;
        let new = sqlx::query(
            "INSERT INTO transactions (homeserver, txn_id, seen_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        )
        .bind(homeserver.as_str())
        .bind(txn_id)
        .bind(now.as_secs())
        .execute(&mut *tx)
        .await?;
        if new.rows_affected() == 0 {
            return Ok(false);
        }
        for media in named {
            // Only chats of ours count.
            sqlx::query(
                "INSERT INTO media (homeserver, media_id, room_id, event_id, sender) \
                 SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM duties WHERE room_id = ?3) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(homeserver.as_str())
            .bind(&media.media_id)
            .bind(media.room_id.as_str())
            .bind(media.event_id.as_str())
            .bind(media.sender.as_str())
            .execute(&mut *tx)
            .await?;
        }
        for event in redacted {
            sqlx::query("UPDATE media SET redacted = 1 WHERE homeserver = ? AND event_id = ?")
                .bind(homeserver.as_str())
                .bind(event.as_str())
                .execute(&mut *tx)
                .await?;
        }
        for event in events {
            sqlx::query(
                "UPDATE homeservers SET seen_until_ms = max(seen_until_ms, marker_sent_ms), \
                 marker_event = NULL, marker_sent_ms = NULL WHERE server_name = ? AND marker_event = ?",
            )
            .bind(homeserver.as_str())
            .bind(event.as_str())
            .execute(&mut *tx)
            .await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// How far a homeserver's events were seen.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self, homeserver: &ServerName) -> Result<Sweep, DbError> {
        let row: Option<SweepRow> = sqlx::query_as(
            "SELECT marker_room, marker_event, marker_sent_ms, seen_until_ms FROM homeservers WHERE server_name = ?",
        )
        .bind(homeserver.as_str())
        .fetch_optional(&self.pool)
        .await?;
        let Some((room, marker, sent, seen_until)) = row else {
            return Ok(Sweep::default());
        };
        let marker = marker.as_deref().map(parsed).transpose()?;
        Ok(Sweep {
            room: room.as_deref().map(parsed).transpose()?,
            marker: marker.zip(sent.map(Timestamp::from_millis)),
            seen_until: Timestamp::from_millis(seen_until),
        })
    }

    /// Remembers the room in which markers are sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_marker_room(
        &self,
        homeserver: &ServerName,
        room: &RoomId,
    ) -> Result<(), DbError> {
        sqlx::query(
            "INSERT INTO homeservers (server_name, marker_room) VALUES (?, ?) \
             ON CONFLICT (server_name) DO UPDATE SET marker_room = excluded.marker_room",
        )
        .bind(homeserver.as_str())
        .bind(room.as_str())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Remembers a marker: when it arrives, all that was sent before `sent` has arrived.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_marker(
        &self,
        homeserver: &ServerName,
        marker: &EventId,
        sent: Timestamp,
    ) -> Result<(), DbError> {
        sqlx::query(
            "INSERT INTO homeservers (server_name, marker_event, marker_sent_ms) VALUES (?, ?, ?) \
             ON CONFLICT (server_name) DO UPDATE SET marker_event = excluded.marker_event, \
             marker_sent_ms = excluded.marker_sent_ms",
        )
        .bind(homeserver.as_str())
        .bind(marker.as_str())
        .bind(sent.as_millis())
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}
