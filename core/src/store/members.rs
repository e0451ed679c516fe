//! The members of a room, as the server lists them. Names are not among it: those come from the
//! duty statement alone.

use std::{ops::Deref, str::FromStr};

use ruma::{OwnedRoomId, OwnedUserId, RoomId, UserId};

use super::{
    error::StoreError,
    rows::{all, execute, one, parsed},
    tx::{ReadTx, WriteTx},
};

/// A membership (`m.room.member`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Membership {
    /// In the room.
    Join,
    /// Invited.
    Invite,
    /// Asks to be let in.
    Knock,
    /// Left or was removed.
    Leave,
    /// Must not come back.
    Ban,
}

impl Membership {
    /// The name as it stands in the event.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Invite => "invite",
            Self::Knock => "knock",
            Self::Leave => "leave",
            Self::Ban => "ban",
        }
    }
}

/// No membership of this name is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no membership of this name is known")]
pub struct UnknownMembership;

impl FromStr for Membership {
    type Err = UnknownMembership;

    fn from_str(name: &str) -> Result<Self, UnknownMembership> {
        [
            Self::Join,
            Self::Invite,
            Self::Knock,
            Self::Leave,
            Self::Ban,
        ]
        .into_iter()
        .find(|membership| membership.as_str() == name)
        .ok_or(UnknownMembership)
    }
}

/// Reads the members of one room.
pub struct Members<'t> {
    pub(super) tx: &'t ReadTx<'t>,
    pub(super) room: &'t RoomId,
}

impl Members<'_> {
    /// The membership of one user; `None` when the server never named one.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self, user: &UserId) -> Result<Option<Membership>, StoreError> {
        let sql = "SELECT membership FROM members WHERE room_id = ?1 AND user_id = ?2";
        one(
            self.tx.connection,
            sql,
            [self.room.as_str(), user.as_str()],
            |row| parsed(row, "membership"),
        )
    }

    /// Everybody with a membership, those who left included, by user id.
    ///
    /// # Errors
    /// What the database reports.
    pub fn all(&self) -> Result<Vec<(OwnedUserId, Membership)>, StoreError> {
        let sql = "SELECT user_id, membership FROM members WHERE room_id = ?1 ORDER BY user_id";
        all(self.tx.connection, sql, [self.room.as_str()], |row| {
            Ok((parsed(row, "user_id")?, parsed(row, "membership")?))
        })
    }

    /// Everybody in the room, by user id.
    ///
    /// # Errors
    /// What the database reports.
    pub fn joined(&self) -> Result<Vec<OwnedUserId>, StoreError> {
        let sql = "SELECT user_id FROM members WHERE room_id = ?1 AND membership = 'join' ORDER BY user_id";
        all(self.tx.connection, sql, [self.room.as_str()], |row| {
            parsed(row, "user_id")
        })
    }
}

impl ReadTx<'_> {
    /// The rooms that this user is in, as far as is known here.
    ///
    /// # Errors
    /// What the database reports.
    pub fn rooms_of(&self, user: &UserId) -> Result<Vec<OwnedRoomId>, StoreError> {
        let sql = "SELECT room_id FROM members WHERE user_id = ?1 AND membership = 'join' ORDER BY room_id";
        all(self.connection, sql, [user.as_str()], |row| {
            parsed(row, "room_id")
        })
    }
}

/// Reads and changes the members of one room.
pub struct MembersMut<'t> {
    pub(super) read: Members<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for MembersMut<'t> {
    type Target = Members<'t>;

    fn deref(&self) -> &Members<'t> {
        &self.read
    }
}

impl MembersMut<'_> {
    /// Keeps a membership. Returns the one before.
    ///
    /// # Errors
    /// What the database reports.
    pub fn set(
        &self,
        user: &UserId,
        membership: Membership,
    ) -> Result<Option<Membership>, StoreError> {
        let before = self.read.get(user)?;
        self.write.ensure_room(self.read.room)?;
        let sql = "INSERT INTO members (room_id, user_id, membership) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET membership = excluded.membership";
        let row = (self.read.room.as_str(), user.as_str(), membership.as_str());
        execute(self.read.tx.connection, sql, row)?;
        Ok(before)
    }

    /// Keeps the full list, in place of what was there.
    ///
    /// # Errors
    /// What the database reports.
    pub fn replace(&self, members: &[(OwnedUserId, Membership)]) -> Result<(), StoreError> {
        execute(
            self.read.tx.connection,
            "DELETE FROM members WHERE room_id = ?1",
            [self.read.room.as_str()],
        )?;
        for (user, membership) in members {
            self.set(user, *membership)?;
        }
        Ok(())
    }
}
