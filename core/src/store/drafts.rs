//! What was typed and not sent, one text a chat, under the chat's content key.

use std::ops::Deref;

use ruma::RoomId;

use super::{
    error::StoreError,
    rows::{execute, one},
    tx::{ReadTx, WriteTx},
};
use crate::time::Timestamp;

const PURPOSE: &str = "draft";

/// Reads drafts.
pub struct Drafts<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Drafts<'_> {
    /// The draft of a chat.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self, room: &RoomId) -> Result<Option<String>, StoreError> {
        let sql = "SELECT body FROM drafts WHERE room_id = ?1";
        let body: Option<Vec<u8>> =
            one(self.tx.connection, sql, [room.as_str()], |row| row.get(0))?;
        let Some(body) = body else { return Ok(None) };
        match self.tx.open_text(room, PURPOSE, "", &body) {
            Err(StoreError::UnknownChat) => Ok(None),
            text => text.map(Some),
        }
    }
}

/// Reads and changes drafts.
pub struct DraftsMut<'t> {
    pub(super) read: Drafts<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for DraftsMut<'t> {
    type Target = Drafts<'t>;

    fn deref(&self) -> &Drafts<'t> {
        &self.read
    }
}

impl DraftsMut<'_> {
    /// Keeps the draft of a chat; an empty text deletes it.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn set(&self, room: &RoomId, text: &str, now: Timestamp) -> Result<(), StoreError> {
        let connection = self.read.tx.connection;
        self.write.chats().require(room)?;
        if text.is_empty() {
            execute(
                connection,
                "DELETE FROM drafts WHERE room_id = ?1",
                [room.as_str()],
            )?;
            return Ok(());
        }
        let body = self.write.seal(room, PURPOSE, "", text.as_bytes())?;
        let sql = "INSERT INTO drafts (room_id, body, updated_at) VALUES (?1, ?2, ?3)
                   ON CONFLICT DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";
        execute(connection, sql, (room.as_str(), body, now.as_millis()))?;
        Ok(())
    }
}
