//! Adding events, filling gaps, decrypting later, redacting.

use ruma::{EventId, OwnedEventId, UserId};

use super::{
    TimelineMut,
    event::{Body, NewEvent, PURPOSE, Position},
    page::Gap,
};
use crate::{
    store::{
        error::StoreError,
        positions::Advance,
        rows::{execute, one},
    },
    time::Timestamp,
};

impl TimelineMut<'_> {
    /// Keeps the newest events, in the order of the stream; those that are known already are
    /// left out. Returns the ids of the new ones.
    ///
    /// `prev_batch` is the answer's token for what is before it. It is kept with the first
    /// events of a chat, and when the answer is `limited` and holds none of the latest stretch:
    /// then a gap is before it.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn append(
        &self,
        events: &[NewEvent],
        limited: bool,
        prev_batch: Option<&str>,
    ) -> Result<Vec<OwnedEventId>, StoreError> {
        self.write.chats().require(self.read.room)?;
        let segment = self.segment_for(events, limited, prev_batch)?;
        let mut place = self
            .end_of(segment, "max")?
            .map_or(0, |place| place.saturating_add(1));
        let mut new = Vec::new();
        for event in events {
            if self.insert(event, Position { segment, place })? {
                place = place.saturating_add(1);
                new.push(event.event_id.clone());
            }
        }
        if !new.is_empty() {
            self.write.chats().touch(self.read.room)?;
        }
        Ok(new)
    }

    /// Keeps events that were asked for with a gap's token, the newest first, as `/messages`
    /// gives them backwards. `next` is the token for what is before them; with none, or when
    /// they reach what is known already, the gap is closed.
    ///
    /// [`Advance::Stale`] when the gap was filled from there meanwhile; nothing is changed then.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn fill(
        &self,
        gap: &Gap,
        events: &[NewEvent],
        next: Option<&str>,
    ) -> Result<Advance, StoreError> {
        self.write.chats().require(self.read.room)?;
        let connection = self.read.tx.connection;
        let room = self.read.room.as_str();
        let sql = "SELECT prev_batch FROM segments WHERE room_id = ?1 AND segment = ?2";
        let token: Option<String> = one(connection, sql, (room, gap.segment), |row| row.get(0))?;
        if token.as_deref() != Some(gap.prev_batch.as_str()) {
            return Ok(Advance::Stale);
        }
        let mut place = self
            .end_of(gap.segment, "min")?
            .unwrap_or(0)
            .saturating_sub(1);
        let mut closed = false;
        for event in events {
            if self
                .read
                .place_of(&event.event_id)?
                .is_some_and(|known| known.segment < gap.segment)
            {
                closed = true;
                break;
            }
            if self.insert(
                event,
                Position {
                    segment: gap.segment,
                    place,
                },
            )? {
                place = place.saturating_sub(1);
            }
        }
        let token = next.filter(|_| !closed).unwrap_or("");
        let sql = "UPDATE segments SET prev_batch = ?3 WHERE room_id = ?1 AND segment = ?2";
        execute(connection, sql, (room, gap.segment, token))?;
        Ok(Advance::Applied)
    }

    /// Gives an event that could not be decrypted its content, or a new reason. `false` when it
    /// is not in the store, or does not wait for anything.
    ///
    /// # Errors
    /// What the database reports.
    pub fn resolve(
        &self,
        event: &EventId,
        kind: &str,
        counts: bool,
        body: &Body,
    ) -> Result<bool, StoreError> {
        let columns = self.columns(event, body)?;
        let sql = "UPDATE events SET kind = ?3, counts = ?4, state = ?5, body = ?6, session_id = ?7, reason = ?8,
                       redacted_by = ?9, redacted_at = ?10
                   WHERE room_id = ?1 AND event_id = ?2 AND state = 'undecrypted'";
        let row = (
            self.read.room.as_str(),
            event.as_str(),
            kind,
            counts,
            columns.state,
            columns.body,
            columns.session_id,
            columns.reason,
            columns.redacted_by,
            columns.redacted_at,
        );
        Ok(execute(self.read.tx.connection, sql, row)? == 1)
    }

    /// Takes the content of an event away. `false` when it is not in the store or was redacted
    /// before.
    ///
    /// # Errors
    /// What the database reports.
    pub fn redact(
        &self,
        event: &EventId,
        by: Option<&UserId>,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE events SET state = 'redacted', counts = 0, body = x'', session_id = '', reason = '',
                       redacted_by = ?3, redacted_at = ?4
                   WHERE room_id = ?1 AND event_id = ?2 AND state != 'redacted'";
        let row = (
            self.read.room.as_str(),
            event.as_str(),
            by.map_or("", UserId::as_str),
            at.as_millis(),
        );
        Ok(execute(self.read.tx.connection, sql, row)? == 1)
    }

    /// The segment that these events belong to; made when there is none.
    fn segment_for(
        &self,
        events: &[NewEvent],
        limited: bool,
        prev_batch: Option<&str>,
    ) -> Result<i64, StoreError> {
        let connection = self.read.tx.connection;
        let room = self.read.room.as_str();
        let sql = "SELECT max(segment) FROM segments WHERE room_id = ?1";
        let last: Option<i64> = one(connection, sql, [room], |row| row.get(0))?.flatten();
        if let Some(last) = last
            && (!limited || self.joins(last, events)?)
        {
            return Ok(last);
        }
        let segment = last.map_or(0, |last| last.saturating_add(1));
        let sql = "INSERT INTO segments (room_id, segment, prev_batch) VALUES (?1, ?2, ?3)";
        execute(connection, sql, (room, segment, prev_batch.unwrap_or("")))?;
        Ok(segment)
    }

    /// Whether one of the events is in this segment already.
    fn joins(&self, segment: i64, events: &[NewEvent]) -> Result<bool, StoreError> {
        for event in events {
            if self
                .read
                .place_of(&event.event_id)?
                .is_some_and(|known| known.segment == segment)
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn end_of(&self, segment: i64, end: &str) -> Result<Option<i64>, StoreError> {
        let sql = format!("SELECT {end}(place) FROM events WHERE room_id = ?1 AND segment = ?2");
        Ok(one(
            self.read.tx.connection,
            &sql,
            (self.read.room.as_str(), segment),
            |row| row.get(0),
        )?
        .flatten())
    }

    /// `false` when the event is known.
    fn insert(&self, event: &NewEvent, position: Position) -> Result<bool, StoreError> {
        if self.read.place_of(&event.event_id)?.is_some() {
            return Ok(false);
        }
        let columns = self.columns(&event.event_id, &event.body)?;
        let sql = "INSERT INTO events (room_id, event_id, segment, place, sender, origin_ts, kind, counts, state,
                       body, session_id, reason, redacted_by, redacted_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        let row = (
            self.read.room.as_str(),
            event.event_id.as_str(),
            position.segment,
            position.place,
            event.sender.as_str(),
            event.origin_ts.as_millis(),
            event.kind.as_str(),
            event.counts,
            columns.state,
            columns.body,
            columns.session_id,
            columns.reason,
            columns.redacted_by,
            columns.redacted_at,
        );
        execute(self.read.tx.connection, sql, row)?;
        Ok(true)
    }

    fn columns<'b>(&self, event: &EventId, body: &'b Body) -> Result<Columns<'b>, StoreError> {
        let seal = |text: &str| {
            self.write
                .seal(self.read.room, PURPOSE, event.as_str(), text.as_bytes())
        };
        Ok(match body {
            Body::Content(content) => Columns {
                state: "content",
                body: seal(content)?,
                ..Columns::default()
            },
            Body::Undecrypted {
                event,
                session_id,
                reason,
            } => Columns {
                state: "undecrypted",
                body: seal(event)?,
                session_id: session_id.as_deref().unwrap_or(""),
                reason: reason.to_stored(),
                ..Columns::default()
            },
            Body::Redacted { by, at } => Columns {
                state: "redacted",
                redacted_by: by.as_ref().map_or("", |by| by.as_str()),
                redacted_at: at.as_millis(),
                ..Columns::default()
            },
        })
    }
}

/// The columns in which a body is kept.
#[derive(Default)]
struct Columns<'b> {
    state: &'static str,
    body: Vec<u8>,
    session_id: &'b str,
    reason: String,
    redacted_by: &'b str,
    redacted_at: i64,
}
