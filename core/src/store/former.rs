//! The names of people who were on a duty and are not any more, under the chat's content key: what
//! they said is still there, and the newest statement no longer names them.

use std::ops::Deref;

use ruma::RoomId;

use super::{
    error::StoreError,
    rows::{execute, one},
    tx::{ReadTx, WriteTx},
};
use crate::ids::AccountId;

const PURPOSE: &str = "former member";

/// Reads the former members of one chat.
pub struct FormerMembers<'t> {
    pub(super) tx: &'t ReadTx<'t>,
    pub(super) room: &'t RoomId,
}

impl FormerMembers<'_> {
    /// The name by which this person was last stated.
    ///
    /// # Errors
    /// What the database reports.
    pub fn name(&self, account: &AccountId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT name FROM former_members WHERE room_id = ?1 AND account = ?2";
        let key = [self.room.as_str(), account.as_str()];
        let name: Option<Vec<u8>> = one(self.tx.connection, sql, key, |row| row.get(0))?;
        let open = |sealed: Vec<u8>| {
            self.tx
                .open_text(self.room, PURPOSE, account.as_str(), &sealed)
        };
        name.map(open).transpose()
    }
}

/// Reads and changes the former members of one chat.
pub struct FormerMembersMut<'t> {
    pub(super) read: FormerMembers<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for FormerMembersMut<'t> {
    type Target = FormerMembers<'t>;

    fn deref(&self) -> &FormerMembers<'t> {
        &self.read
    }
}

impl FormerMembersMut<'_> {
    /// Remembers the name of somebody whom the newest statement no longer names.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn remember(&self, account: &AccountId, name: &str) -> Result<(), StoreError> {
        let FormerMembers { tx, room } = self.read;
        self.write.chats().require(room)?;
        let sealed = self
            .write
            .seal(room, PURPOSE, account.as_str(), name.as_bytes())?;
        let sql = "INSERT INTO former_members (room_id, account, name) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET name = excluded.name";
        execute(
            tx.connection,
            sql,
            (room.as_str(), account.as_str(), sealed),
        )?;
        Ok(())
    }
}
