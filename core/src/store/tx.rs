//! Transactions, and the domains that they hand out.

use std::{cell::RefCell, collections::HashMap, ops::Deref};

use ruma::{OwnedRoomId, RoomId};
use rusqlite::Connection;

use super::{
    chats::{Chats, ChatsMut},
    drafts::{Drafts, DraftsMut},
    error::StoreError,
    former::{FormerMembers, FormerMembersMut},
    members::{Members, MembersMut},
    positions::{Positions, PositionsMut},
    queue::{Queue, QueueMut},
    secrets::SecretKey,
    session::{Session, SessionMut},
    timeline::{Timeline, TimelineMut},
    times::{Times, TimesMut},
};
use crate::time::Entropy;

/// One state of the database, for reading.
pub struct ReadTx<'a> {
    pub(super) connection: &'a Connection,
    /// The secret that wraps all content keys of this state.
    pub(super) wrapping: &'a SecretKey,
    pub(super) content_keys: RefCell<HashMap<OwnedRoomId, SecretKey>>,
}

impl<'a> ReadTx<'a> {
    pub(super) fn new(connection: &'a Connection, wrapping: &'a SecretKey) -> Self {
        Self {
            connection,
            wrapping,
            content_keys: RefCell::default(),
        }
    }

    /// The Matrix session and the account's state.
    #[must_use]
    pub fn session(&self) -> Session<'_> {
        Session { tx: self }
    }

    /// How far sync has come.
    #[must_use]
    pub fn positions(&self) -> Positions<'_> {
        Positions { tx: self }
    }

    /// The duty chats.
    #[must_use]
    pub fn chats(&self) -> Chats<'_> {
        Chats { tx: self }
    }

    /// The members of a room, as the server lists them.
    #[must_use]
    pub fn members<'t>(&'t self, room: &'t RoomId) -> Members<'t> {
        Members { tx: self, room }
    }

    /// The people of a chat whom the newest statement no longer names.
    #[must_use]
    pub fn former_members<'t>(&'t self, room: &'t RoomId) -> FormerMembers<'t> {
        FormerMembers { tx: self, room }
    }

    /// The events of a chat.
    #[must_use]
    pub fn timeline<'t>(&'t self, room: &'t RoomId) -> Timeline<'t> {
        Timeline { tx: self, room }
    }

    /// The send queue of all chats.
    #[must_use]
    pub fn queue(&self) -> Queue<'_> {
        Queue { tx: self }
    }

    /// What was typed and not sent.
    #[must_use]
    pub fn drafts(&self) -> Drafts<'_> {
        Drafts { tx: self }
    }

    /// What is known about the real time.
    #[must_use]
    pub fn times(&self) -> Times<'_> {
        Times { tx: self }
    }

    /// Whether the file was found to be an older copy of itself and the key management has not
    /// dealt with it yet.
    ///
    /// # Errors
    /// What the database reports.
    pub fn is_older_copy(&self) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT older_copy FROM meta", [], |row| row.get(0))?)
    }
}

/// Everything of [`ReadTx`], and changes.
pub struct WriteTx<'a> {
    read: ReadTx<'a>,
    pub(super) entropy: &'a dyn Entropy,
}

impl<'a> WriteTx<'a> {
    pub(super) fn new(
        connection: &'a Connection,
        wrapping: &'a SecretKey,
        entropy: &'a dyn Entropy,
    ) -> Self {
        Self {
            read: ReadTx::new(connection, wrapping),
            entropy,
        }
    }

    /// The Matrix session and the account's state.
    #[must_use]
    pub fn session(&self) -> SessionMut<'_> {
        SessionMut {
            read: self.read.session(),
        }
    }

    /// How far sync has come.
    #[must_use]
    pub fn positions(&self) -> PositionsMut<'_> {
        PositionsMut {
            read: self.read.positions(),
        }
    }

    /// The duty chats.
    #[must_use]
    pub fn chats(&self) -> ChatsMut<'_> {
        ChatsMut {
            read: self.read.chats(),
            write: self,
        }
    }

    /// The members of a room, as the server lists them.
    #[must_use]
    pub fn members<'t>(&'t self, room: &'t RoomId) -> MembersMut<'t> {
        MembersMut {
            read: self.read.members(room),
            write: self,
        }
    }

    /// The people of a chat whom the newest statement no longer names.
    #[must_use]
    pub fn former_members<'t>(&'t self, room: &'t RoomId) -> FormerMembersMut<'t> {
        FormerMembersMut {
            read: self.read.former_members(room),
            write: self,
        }
    }

    /// The events of a chat.
    #[must_use]
    pub fn timeline<'t>(&'t self, room: &'t RoomId) -> TimelineMut<'t> {
        TimelineMut {
            read: self.read.timeline(room),
            write: self,
        }
    }

    /// The send queue of all chats.
    #[must_use]
    pub fn queue(&self) -> QueueMut<'_> {
        QueueMut {
            read: self.read.queue(),
            write: self,
        }
    }

    /// What was typed and not sent.
    #[must_use]
    pub fn drafts(&self) -> DraftsMut<'_> {
        DraftsMut {
            read: self.read.drafts(),
            write: self,
        }
    }

    /// What is known about the real time.
    #[must_use]
    pub fn times(&self) -> TimesMut<'_> {
        TimesMut {
            read: self.read.times(),
        }
    }

    /// The key management has dropped what an older copy must not use again.
    ///
    /// # Errors
    /// What the database reports.
    pub fn older_copy_dealt_with(&self) -> Result<(), StoreError> {
        self.connection
            .execute("UPDATE meta SET older_copy = 0", [])?;
        Ok(())
    }
}

impl<'a> Deref for WriteTx<'a> {
    type Target = ReadTx<'a>;

    fn deref(&self) -> &ReadTx<'a> {
        &self.read
    }
}
