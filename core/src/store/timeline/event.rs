//! One event as it is kept.

use std::fmt;

use ruma::{OwnedEventId, OwnedUserId, RoomId};
use rusqlite::{Row, types::Type};

use super::reason::UndecryptedReason;
use crate::{
    store::{
        error::StoreError,
        rows::{parsed, parsed_or_none, time, unreadable},
        tx::ReadTx,
    },
    time::Timestamp,
};

pub(super) const PURPOSE: &str = "event";

/// Where an event stands in its chat. Later events are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    pub(in crate::store) segment: i64,
    pub(in crate::store) place: i64,
}

impl Position {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            segment: row.get("segment")?,
            place: row.get("place")?,
        })
    }
}

/// What an event holds. Its Debug output shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub enum Body {
    /// The content, as JSON.
    Content(String),
    /// It could not be decrypted yet.
    Undecrypted {
        /// The event as the server gave it, as JSON.
        event: String,
        /// The Megolm session for whose key it waits; `None` when no key would help.
        session_id: Option<String>,
        /// Why not.
        reason: UndecryptedReason,
    },
    /// It was deleted for all; nothing of its content is left.
    Redacted {
        /// By whom, where it is known.
        by: Option<OwnedUserId>,
        /// When.
        at: Timestamp,
    },
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(_) => f.write_str("Content(…)"),
            Self::Undecrypted { reason, .. } => write!(f, "Undecrypted({reason:?})"),
            Self::Redacted { at, .. } => write!(f, "Redacted({at:?})"),
        }
    }
}

/// An event to be kept.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// Its id.
    pub event_id: OwnedEventId,
    /// Who sent it.
    pub sender: OwnedUserId,
    /// When, by the sender's homeserver.
    pub origin_ts: Timestamp,
    /// Its type; the inner one when it was decrypted.
    pub kind: String,
    /// Whether it makes the chat unread.
    pub counts: bool,
    /// What it holds.
    pub body: Body,
}

/// An event of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Its id.
    pub event_id: OwnedEventId,
    /// Where it stands.
    pub position: Position,
    /// Who sent it.
    pub sender: OwnedUserId,
    /// When, by the sender's homeserver.
    pub origin_ts: Timestamp,
    /// Its type; the inner one when it was decrypted.
    pub kind: String,
    /// What it holds.
    pub body: Body,
}

pub(super) const COLUMNS: &str = "event_id, segment, place, sender, origin_ts, kind, state, body, session_id, \
                                  reason, redacted_by, redacted_at";

/// A row whose body is still encrypted.
pub(super) struct StoredEvent {
    event_id: OwnedEventId,
    position: Position,
    sender: OwnedUserId,
    origin_ts: Timestamp,
    kind: String,
    body: StoredBody,
}

enum StoredBody {
    Content(Vec<u8>),
    Undecrypted {
        event: Vec<u8>,
        session_id: Option<String>,
        reason: UndecryptedReason,
    },
    Redacted {
        by: Option<OwnedUserId>,
        at: Timestamp,
    },
}

impl StoredEvent {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let body = match row.get_ref("state")?.as_str()? {
            "content" => StoredBody::Content(row.get("body")?),
            "undecrypted" => StoredBody::Undecrypted {
                event: row.get("body")?,
                session_id: parsed_or_none(row, "session_id")?,
                reason: parsed(row, "reason")?,
            },
            "redacted" => StoredBody::Redacted {
                by: parsed_or_none(row, "redacted_by")?,
                at: time(row, "redacted_at")?,
            },
            _ => return Err(unreadable(Type::Text)),
        };
        Ok(Self {
            event_id: parsed(row, "event_id")?,
            position: Position::read(row)?,
            sender: parsed(row, "sender")?,
            origin_ts: time(row, "origin_ts")?,
            kind: row.get("kind")?,
            body,
        })
    }

    pub(super) fn position(&self) -> Position {
        self.position
    }

    pub(super) fn open(self, tx: &ReadTx<'_>, room: &RoomId) -> Result<Event, StoreError> {
        let Self {
            event_id,
            position,
            sender,
            origin_ts,
            kind,
            body,
        } = self;
        let body = match body {
            StoredBody::Content(sealed) => {
                Body::Content(tx.open_text(room, PURPOSE, event_id.as_str(), &sealed)?)
            }
            StoredBody::Undecrypted {
                event,
                session_id,
                reason,
            } => Body::Undecrypted {
                event: tx.open_text(room, PURPOSE, event_id.as_str(), &event)?,
                session_id,
                reason,
            },
            StoredBody::Redacted { by, at } => Body::Redacted { by, at },
        };
        Ok(Event {
            event_id,
            position,
            sender,
            origin_ts,
            kind,
            body,
        })
    }
}
