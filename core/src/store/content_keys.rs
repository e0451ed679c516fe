//! The content key of each room, wrapped by the secret outside the file.
//!
//! Everything that people wrote, and every Megolm session, is under it. A key can arrive before
//! the chat it belongs to is known, so content keys hang on rooms, not on chats.

use ruma::RoomId;
use zeroize::Zeroizing;

use super::{
    error::StoreError,
    rows::{execute, one},
    sealed::{self, place},
    secrets::{SecretId, SecretKey},
    tx::{ReadTx, WriteTx},
};

impl ReadTx<'_> {
    /// The content key of a room; `None` when there is none, or the room is being deleted.
    pub(super) fn content_key(&self, room: &RoomId) -> Result<Option<SecretKey>, StoreError> {
        if let Some(key) = self.content_keys.borrow().get(room) {
            return Ok(Some(key.clone()));
        }
        let sql = "SELECT wrapped, wrapped_by FROM content_keys WHERE room_id = ?1";
        let row = one(self.connection, sql, [room.as_str()], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get(1)?))
        })?;
        let Some((wrapped, wrapped_by)) = row else {
            return Ok(None);
        };
        if SecretId(wrapped_by) != self.wrapping.id() {
            return Err(StoreError::Damaged);
        }
        let key = unwrap(self.wrapping, room.as_str(), &wrapped)?;
        self.content_keys
            .borrow_mut()
            .insert(room.to_owned(), key.clone());
        Ok(Some(key))
    }

    /// Decrypts a value of a room. [`StoreError::UnknownChat`] when its content key is gone.
    pub(super) fn open_sealed(
        &self,
        room: &RoomId,
        purpose: &str,
        id: &str,
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        let key = self.content_key(room)?.ok_or(StoreError::UnknownChat)?;
        sealed::open(&key, &place(purpose, &[room.as_str(), id]), sealed)
    }

    /// Like [`open_sealed`](Self::open_sealed), for text.
    pub(super) fn open_text(
        &self,
        room: &RoomId,
        purpose: &str,
        id: &str,
        sealed: &[u8],
    ) -> Result<String, StoreError> {
        let plain = self.open_sealed(room, purpose, id, sealed)?;
        String::from_utf8(plain.to_vec()).map_err(|_| StoreError::Damaged)
    }
}

impl WriteTx<'_> {
    /// Makes sure that rows of this room can be written. What a deletion has left of it goes
    /// first.
    pub(super) fn ensure_room(&self, room: &RoomId) -> Result<(), StoreError> {
        execute(
            self.connection,
            "DELETE FROM rooms WHERE room_id = ?1 AND doomed = 1",
            [room.as_str()],
        )?;
        execute(
            self.connection,
            "INSERT INTO rooms (room_id) VALUES (?1) ON CONFLICT DO NOTHING",
            [room.as_str()],
        )?;
        Ok(())
    }

    /// Encrypts a value of a room, under a content key that is made when there is none.
    pub(super) fn seal(
        &self,
        room: &RoomId,
        purpose: &str,
        id: &str,
        plain: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let key = match self.content_key(room)? {
            Some(key) => key,
            None => self.make_content_key(room)?,
        };
        sealed::seal(
            &key,
            &place(purpose, &[room.as_str(), id]),
            plain,
            self.entropy,
        )
    }

    fn make_content_key(&self, room: &RoomId) -> Result<SecretKey, StoreError> {
        self.ensure_room(room)?;
        let key = SecretKey::random(self.entropy)?;
        let wrapped = wrap(self.wrapping, room.as_str(), &key, self.entropy)?;
        let sql = "INSERT INTO content_keys (room_id, wrapped, wrapped_by) VALUES (?1, ?2, ?3)";
        execute(
            self.connection,
            sql,
            (room.as_str(), wrapped, self.wrapping.id().0),
        )?;
        self.content_keys
            .borrow_mut()
            .insert(room.to_owned(), key.clone());
        Ok(key)
    }
}

/// Encrypts a content key.
pub(super) fn wrap(
    by: &SecretKey,
    room: &str,
    key: &SecretKey,
    entropy: &dyn crate::time::Entropy,
) -> Result<Vec<u8>, StoreError> {
    sealed::seal(by, &place("content key", &[room]), key.as_bytes(), entropy)
}

/// Decrypts a content key.
pub(super) fn unwrap(by: &SecretKey, room: &str, wrapped: &[u8]) -> Result<SecretKey, StoreError> {
    let key = sealed::open(by, &place("content key", &[room]), wrapped)?;
    SecretKey::from_slice(&key).ok_or(StoreError::Damaged)
}
