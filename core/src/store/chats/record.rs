//! One chat as it is kept.

use std::str::FromStr;

use ruma::{OwnedRoomId, RoomId};
use rusqlite::Row;

use crate::{
    duty::{Envelope, Limits},
    ids::DutyId,
    store::{
        error::StoreError,
        members::Membership,
        rows::{parsed, parsed_or_none, time, time_or_none},
        timeline::Position,
        tx::ReadTx,
    },
    time::Timestamp,
};

pub(super) const PURPOSE: &str = "statement";

/// Why a chat cannot be used for now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SealReason {
    /// The person was removed from the room or from the statement.
    Removed,
    /// The server's list of joined rooms is without the room.
    NotListed,
}

impl SealReason {
    pub(super) fn as_str(self) -> &'static str {
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

pub(super) const COLUMNS: &str =
    "room_id, duty_id, statement, read_only_from, delete_at, state, seal_reason, sealed_since,
    seal_confirmed, membership, send_level, own_level, activity, read_segment, read_place";

/// A row whose statement is still encrypted.
pub(super) struct Stored {
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

/// A chat's limits, which lie in clear.
pub(super) fn limits(row: &Row<'_>) -> rusqlite::Result<Limits> {
    Ok(Limits {
        read_only_from: time(row, "read_only_from")?,
        delete_at: time(row, "delete_at")?,
    })
}

impl Stored {
    pub(super) fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
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
                limits: limits(row)?,
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

    pub(super) fn open(self, tx: &ReadTx<'_>) -> Result<Chat, StoreError> {
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
