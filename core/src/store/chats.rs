//! The duty chats: one row for each room that is one, with the newest statement of its duty.
//!
//! The statement, which holds title and names, is under the chat's content key; only what
//! retention needs to find is beside it in clear.

use std::{ops::Deref, str::FromStr};

use ruma::{OwnedRoomId, RoomId};
use rusqlite::Row;

use super::{
    error::StoreError,
    members::Membership,
    rows::{all, execute, millis, one, parsed, parsed_or_none, time, time_or_none},
    timeline::Position,
    tx::{ReadTx, WriteTx},
};
use crate::{
    duty::{Envelope, Limits},
    ids::DutyId,
    time::Timestamp,
};

const PURPOSE: &str = "statement";

/// Why a chat cannot be used for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealReason {
    /// The person was removed from the room or from the statement.
    Removed,
    /// The server's list of joined rooms is without the room.
    NotListed,
}

impl SealReason {
    fn as_str(self) -> &'static str {
        match self {
            Self::Removed => "removed",
            Self::NotListed => "not_listed",
        }
    }
}

impl FromStr for SealReason {
    type Err = StoreError;

    fn from_str(name: &str) -> Result<Self, StoreError> {
        [Self::Removed, Self::NotListed]
            .into_iter()
            .find(|reason| reason.as_str() == name)
            .ok_or(StoreError::Damaged)
    }
}

/// A seal on a chat: hidden and unusable, but whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seal {
    /// Why.
    pub reason: SealReason,
    /// When the reason was first seen.
    pub since: Timestamp,
    /// When a sync last confirmed it; `None` while only the first sight stands.
    pub confirmed: Option<Timestamp>,
}

/// Whether a chat may be used. Its phase is a matter of its limits and the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChatState {
    /// It may.
    Open,
    /// It may not for now.
    Sealed(Seal),
}

/// The power levels that decide who may write.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    /// What sending a message needs (`events_default`).
    pub send: i64,
    /// What the account has.
    pub own: i64,
}

/// A chat that becomes known, or a known one's newer statement.
#[derive(Clone, Copy, Debug)]
pub struct NewChat<'a> {
    /// The room.
    pub room_id: &'a RoomId,
    /// The statement, checked.
    pub envelope: &'a Envelope,
}

/// A duty chat.
#[derive(Clone, Debug)]
pub struct Chat {
    /// The room.
    pub room_id: OwnedRoomId,
    /// The duty.
    pub duty_id: DutyId,
    /// The newest statement.
    pub envelope: Envelope,
    /// The limits by that statement.
    pub limits: Limits,
    /// Whether it may be used.
    pub state: ChatState,
    /// The account's own membership; `None` before the server named it.
    pub membership: Option<Membership>,
    /// The power levels that decide who may write.
    pub levels: Levels,
    /// Orders chats by what happened last: the highest is the newest.
    pub activity: u64,
    /// The newest event that was read.
    pub last_read: Option<Position>,
}

const COLUMNS: &str =
    "room_id, duty_id, statement, read_only_from, delete_at, state, seal_reason, sealed_since,
    seal_confirmed, membership, send_level, own_level, activity, read_segment, read_place";

/// Reads chats.
pub struct Chats<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Chats<'_> {
    /// One chat.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self, room: &RoomId) -> Result<Option<Chat>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM chats WHERE room_id = ?1");
        let row = one(self.tx.connection, &sql, [room.as_str()], Stored::read)?;
        row.map(|row| row.open(self.tx)).transpose()
    }

    /// All chats, sealed ones included, the newest activity first.
    ///
    /// # Errors
    /// What the database reports.
    pub fn list(&self) -> Result<Vec<Chat>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM chats ORDER BY activity DESC, room_id");
        self.open_all(all(self.tx.connection, &sql, [], Stored::read)?)
    }

    /// The chats of a duty, the newest activity first. More than one when a deleted chat was
    /// made anew and the old one is still sealed here.
    ///
    /// # Errors
    /// What the database reports.
    pub fn of_duty(&self, duty: &DutyId) -> Result<Vec<Chat>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM chats WHERE duty_id = ?1 ORDER BY activity DESC, room_id"
        );
        self.open_all(all(
            self.tx.connection,
            &sql,
            [duty.as_str()],
            Stored::read,
        )?)
    }

    /// The chats whose `delete_at` has come, sealed ones included, without opening them.
    ///
    /// # Errors
    /// What the database reports.
    pub fn due_for_deletion(&self, now: Timestamp) -> Result<Vec<OwnedRoomId>, StoreError> {
        let sql = "SELECT room_id FROM chats WHERE delete_at <= ?1 ORDER BY delete_at";
        all(self.tx.connection, sql, [now.as_millis()], |row| {
            parsed(row, "room_id")
        })
    }

    /// The latest `delete_at` of all chats; `None` without chats.
    ///
    /// # Errors
    /// What the database reports.
    pub fn last_limit(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT max(delete_at) FROM chats";
        let millis: Option<Option<i64>> = one(self.tx.connection, sql, [], |row| row.get(0))?;
        Ok(millis.flatten().map(Timestamp::from_millis))
    }

    /// When the chat of this room was deleted here; `None` when it never was, or was revived.
    ///
    /// # Errors
    /// What the database reports.
    pub fn destroyed_at(&self, room: &RoomId) -> Result<Option<Timestamp>, StoreError> {
        let sql = "SELECT destroyed_at FROM destroyed WHERE room_id = ?1";
        one(self.tx.connection, sql, [room.as_str()], |row| {
            time(row, "destroyed_at")
        })
    }

    fn open_all(&self, rows: Vec<Stored>) -> Result<Vec<Chat>, StoreError> {
        rows.into_iter().map(|row| row.open(self.tx)).collect()
    }
}

/// A row whose statement is still encrypted.
struct Stored {
    room_id: OwnedRoomId,
    statement: Vec<u8>,
    /// All but the statement, which this one lacks.
    rest: Rest,
}

struct Rest {
    duty_id: DutyId,
    limits: Limits,
    state: ChatState,
    membership: Option<Membership>,
    levels: Levels,
    activity: u64,
    last_read: Option<Position>,
}

impl Stored {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let state = match row.get_ref("state")?.as_str()? {
            "open" => ChatState::Open,
            _ => ChatState::Sealed(Seal {
                reason: parsed(row, "seal_reason")?,
                since: time(row, "sealed_since")?,
                confirmed: time_or_none(row, "seal_confirmed")?,
            }),
        };
        let read = Position {
            segment: row.get("read_segment")?,
            place: row.get("read_place")?,
        };
        Ok(Self {
            room_id: parsed(row, "room_id")?,
            statement: row.get("statement")?,
            rest: Rest {
                duty_id: parsed(row, "duty_id")?,
                limits: Limits {
                    read_only_from: time(row, "read_only_from")?,
                    delete_at: time(row, "delete_at")?,
                },
                state,
                membership: parsed_or_none(row, "membership")?,
                levels: Levels {
                    send: row.get("send_level")?,
                    own: row.get("own_level")?,
                },
                activity: row.get::<_, i64>("activity")?.unsigned_abs(),
                last_read: (read.segment >= 0).then_some(read),
            },
        })
    }

    fn open(self, tx: &ReadTx<'_>) -> Result<Chat, StoreError> {
        let json = tx.open_text(&self.room_id, PURPOSE, "", &self.statement)?;
        let Rest {
            duty_id,
            limits,
            state,
            membership,
            levels,
            activity,
            last_read,
        } = self.rest;
        let envelope = Envelope::parse(&json).map_err(|_| StoreError::Damaged)?;
        Ok(Chat {
            room_id: self.room_id,
            duty_id,
            envelope,
            limits,
            state,
            membership,
            levels,
            activity,
            last_read,
        })
    }
}

/// Reads and changes chats. Changing one that is not there is [`StoreError::UnknownChat`].
pub struct ChatsMut<'t> {
    pub(super) read: Chats<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for ChatsMut<'t> {
    type Target = Chats<'t>;

    fn deref(&self) -> &Chats<'t> {
        &self.read
    }
}

impl ChatsMut<'_> {
    /// Keeps a chat and its statement, whatever was there; which statement is the newer one is
    /// for the caller to say.
    ///
    /// # Errors
    /// What the database reports.
    pub fn put(&self, chat: NewChat<'_>) -> Result<(), StoreError> {
        let NewChat { room_id, envelope } = chat;
        let statement = envelope.statement();
        let limits = statement.limits();
        self.write.ensure_room(room_id)?;
        let sealed = self
            .write
            .seal(room_id, PURPOSE, "", envelope.as_json().as_bytes())?;
        let sql = "INSERT INTO chats (room_id, duty_id, statement, revision, read_only_from, delete_at, activity)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT coalesce(max(activity), 0) + 1 FROM chats))
                   ON CONFLICT DO UPDATE SET duty_id = excluded.duty_id, statement = excluded.statement,
                       revision = excluded.revision, read_only_from = excluded.read_only_from,
                       delete_at = excluded.delete_at";
        let row = (
            room_id.as_str(),
            statement.duty_id.as_str(),
            sealed,
            i64::try_from(statement.revision.0).unwrap_or(i64::MAX),
            limits.read_only_from.as_millis(),
            limits.delete_at.as_millis(),
        );
        execute(self.read.tx.connection, sql, row)?;
        Ok(())
    }

    /// Seals a chat or lifts its seal.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn set_state(&self, room: &RoomId, state: ChatState) -> Result<(), StoreError> {
        let (name, reason, since, confirmed) = match state {
            ChatState::Open => ("open", "", 0, 0),
            ChatState::Sealed(seal) => (
                "sealed",
                seal.reason.as_str(),
                seal.since.as_millis(),
                millis(seal.confirmed),
            ),
        };
        let sql =
            "UPDATE chats SET state = ?2, seal_reason = ?3, sealed_since = ?4, seal_confirmed = ?5
                   WHERE room_id = ?1";
        self.change(sql, (room.as_str(), name, reason, since, confirmed))
    }

    /// Keeps the account's own membership.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn set_membership(&self, room: &RoomId, membership: Membership) -> Result<(), StoreError> {
        self.change(
            "UPDATE chats SET membership = ?2 WHERE room_id = ?1",
            (room.as_str(), membership.as_str()),
        )
    }

    /// Keeps the power levels.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn set_levels(&self, room: &RoomId, levels: Levels) -> Result<(), StoreError> {
        let sql = "UPDATE chats SET send_level = ?2, own_level = ?3 WHERE room_id = ?1";
        self.change(sql, (room.as_str(), levels.send, levels.own))
    }

    /// Everything up to this event has been read; never goes back.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn mark_read(&self, room: &RoomId, up_to: Position) -> Result<(), StoreError> {
        self.require(room)?;
        let sql = "UPDATE chats SET read_segment = ?2, read_place = ?3
                   WHERE room_id = ?1 AND (read_segment, read_place) < (?2, ?3)";
        execute(
            self.read.tx.connection,
            sql,
            (room.as_str(), up_to.segment, up_to.place),
        )?;
        Ok(())
    }

    /// Something has happened in this chat: it comes before all others.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn touch(&self, room: &RoomId) -> Result<(), StoreError> {
        let sql =
            "UPDATE chats SET activity = (SELECT max(activity) + 1 FROM chats) WHERE room_id = ?1";
        self.change(sql, [room.as_str()])
    }

    /// Forgets that the chat of this room was deleted here, because it is wanted again.
    ///
    /// # Errors
    /// What the database reports.
    pub fn revive(&self, room: &RoomId) -> Result<(), StoreError> {
        execute(
            self.read.tx.connection,
            "DELETE FROM destroyed WHERE room_id = ?1",
            [room.as_str()],
        )?;
        Ok(())
    }

    pub(super) fn require(&self, room: &RoomId) -> Result<(), StoreError> {
        let there = one(
            self.read.tx.connection,
            "SELECT 1 FROM chats WHERE room_id = ?1",
            [room.as_str()],
            |_| Ok(()),
        )?;
        there.ok_or(StoreError::UnknownChat)
    }

    fn change(&self, sql: &str, params: impl rusqlite::Params) -> Result<(), StoreError> {
        if execute(self.read.tx.connection, sql, params)? == 0 {
            return Err(StoreError::UnknownChat);
        }
        Ok(())
    }
}
