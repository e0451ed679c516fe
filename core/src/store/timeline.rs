//! The events of a chat in the order of the stream, with the gaps that limited answers leave.
//!
//! A timeline is a row of segments without gaps inside. New events go to the end of the last
//! segment; an answer that does not join on to it begins a new one, which remembers the token
//! that asks for what is missing before it. Bodies are under the chat's content key.

mod event;
mod page;
mod reason;
mod write;

use std::ops::Deref;

use ruma::{EventId, OwnedEventId, RoomId};

use self::event::{COLUMNS, StoredEvent};
pub use self::{
    event::{Body, Event, NewEvent, Position},
    page::{Gap, Page, TimelineItem},
    reason::UndecryptedReason,
};
use super::{
    error::StoreError,
    rows::{all, one},
    tx::{ReadTx, WriteTx},
};

/// Reads the timeline of one chat.
pub struct Timeline<'t> {
    pub(super) tx: &'t ReadTx<'t>,
    pub(super) room: &'t RoomId,
}

impl Timeline<'_> {
    /// One event.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`] when the chat is being deleted, or what the database reports.
    pub fn get(&self, event: &EventId) -> Result<Option<Event>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM events WHERE room_id = ?1 AND event_id = ?2");
        let row = one(
            self.tx.connection,
            &sql,
            [self.room.as_str(), event.as_str()],
            StoredEvent::read,
        )?;
        row.map(|row| row.open(self.tx, self.room)).transpose()
    }

    /// The newest event.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn latest(&self) -> Result<Option<Event>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events WHERE room_id = ?1 ORDER BY segment DESC, place DESC LIMIT 1"
        );
        let row = one(
            self.tx.connection,
            &sql,
            [self.room.as_str()],
            StoredEvent::read,
        )?;
        row.map(|row| row.open(self.tx, self.room)).transpose()
    }

    /// How many events that count came after what was read.
    ///
    /// # Errors
    /// What the database reports.
    pub fn unread(&self) -> Result<u64, StoreError> {
        let sql = "SELECT count(*) FROM events
                   WHERE room_id = ?1 AND counts = 1 AND (segment, place) >
                       (SELECT read_segment, read_place FROM chats WHERE room_id = ?1)";
        let count: Option<i64> = one(self.tx.connection, sql, [self.room.as_str()], |row| {
            row.get(0)
        })?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    /// The events that wait for the key of this Megolm session, the oldest first.
    ///
    /// # Errors
    /// As [`get`](Self::get).
    pub fn waiting(&self, session_id: &str) -> Result<Vec<Event>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events WHERE room_id = ?1 AND session_id = ?2 AND state = 'undecrypted'
             ORDER BY segment, place"
        );
        let rows = all(
            self.tx.connection,
            &sql,
            [self.room.as_str(), session_id],
            StoredEvent::read,
        )?;
        rows.into_iter()
            .map(|row| row.open(self.tx, self.room))
            .collect()
    }

    /// The Megolm sessions that events wait for, and how many wait for each.
    ///
    /// # Errors
    /// What the database reports.
    pub fn waiting_sessions(&self) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT session_id, count(*) FROM events WHERE room_id = ?1 AND state = 'undecrypted' AND session_id != ''
                   GROUP BY session_id ORDER BY session_id";
        all(self.tx.connection, sql, [self.room.as_str()], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
        })
    }

    /// Which of these events are in the store.
    ///
    /// # Errors
    /// What the database reports.
    pub fn known(&self, events: &[OwnedEventId]) -> Result<Vec<OwnedEventId>, StoreError> {
        let mut known = Vec::new();
        for event in events {
            if self.place_of(event)?.is_some() {
                known.push(event.clone());
            }
        }
        Ok(known)
    }

    /// How many events stand at or after this one; 0 when it is not in the store.
    ///
    /// # Errors
    /// What the database reports.
    pub fn count_from(&self, event: &EventId) -> Result<usize, StoreError> {
        let Some(from) = self.place_of(event)? else {
            return Ok(0);
        };
        let sql = "SELECT count(*) FROM events WHERE room_id = ?1 AND (segment, place) >= (?2, ?3)";
        let row = (self.room.as_str(), from.segment, from.place);
        let count: Option<i64> = one(self.tx.connection, sql, row, |row| row.get(0))?;
        Ok(count
            .and_then(|count| usize::try_from(count).ok())
            .unwrap_or(0))
    }

    fn place_of(&self, event: &EventId) -> Result<Option<Position>, StoreError> {
        let sql = "SELECT segment, place FROM events WHERE room_id = ?1 AND event_id = ?2";
        one(
            self.tx.connection,
            sql,
            [self.room.as_str(), event.as_str()],
            Position::read,
        )
    }
}

/// Reads and changes the timeline of one chat.
pub struct TimelineMut<'t> {
    pub(super) read: Timeline<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for TimelineMut<'t> {
    type Target = Timeline<'t>;

    fn deref(&self) -> &Timeline<'t> {
        &self.read
    }
}
