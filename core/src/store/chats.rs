//! The duty chats: one row for each room that is one, with the newest statement of its duty.
//!
//! The statement, which holds title and names, is under the chat's content key; only what
//! retention needs to find is beside it in clear.

mod record;

use std::ops::Deref;

use ruma::{OwnedRoomId, RoomId};

use self::record::{COLUMNS, PURPOSE, Stored};
pub use self::record::{Chat, ChatState, Levels, NewChat, Seal, SealReason};
use super::{
    error::StoreError,
    members::Membership,
    rows::{all, execute, millis, one, parsed, time},
    timeline::Position,
    tx::{ReadTx, WriteTx},
};
use crate::{duty::Limits, ids::DutyId, time::Timestamp};

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

    /// The limits of all chats, sealed ones included, without opening them.
    ///
    /// # Errors
    /// What the database reports.
    pub fn limits(&self) -> Result<Vec<(OwnedRoomId, Limits)>, StoreError> {
        let sql = "SELECT room_id, read_only_from, delete_at FROM chats ORDER BY room_id";
        all(self.tx.connection, sql, [], |row| {
            Ok((parsed(row, "room_id")?, record::limits(row)?))
        })
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
