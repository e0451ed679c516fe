//! The send queue: what was written stays until it is sent or the person takes it away.
//!
//! A message has one transaction id for ever, so that trying again never sends it twice. In a
//! chat messages go one after the other; one that failed does not hold up the next. Texts are
//! under the chat's content key.

use std::{ops::Deref, str::FromStr, time::Duration};

use ruma::{EventId, OwnedEventId, OwnedRoomId, OwnedTransactionId, RoomId, TransactionId};
use rusqlite::{Row, types::Type};

use super::{
    error::StoreError,
    rows::{all, execute, one, parsed, time, unreadable},
    tx::{ReadTx, WriteTx},
};
use crate::time::Timestamp;

const PURPOSE: &str = "queue";

/// Longer than any pause or lease.
const NO_PAUSE_LONGER: Duration = Duration::from_hours(1);

/// Why a message will not be sent by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SendFailure {
    /// The chat is read only.
    ReadOnly,
    /// The person is not in the chat any more.
    NotAMember,
    /// The message is too large for the server.
    TooLarge,
    /// The server refuses it for another reason.
    Refused,
}

impl SendFailure {
    fn as_str(self) -> &'static str {
        match self {
            Self::ReadOnly => "read_only",
            Self::NotAMember => "not_a_member",
            Self::TooLarge => "too_large",
            Self::Refused => "refused",
        }
    }
}

impl FromStr for SendFailure {
    type Err = StoreError;

    fn from_str(name: &str) -> Result<Self, StoreError> {
        [
            Self::ReadOnly,
            Self::NotAMember,
            Self::TooLarge,
            Self::Refused,
        ]
        .into_iter()
        .find(|failure| failure.as_str() == name)
        .ok_or(StoreError::Damaged)
    }
}

/// How far a message is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendState {
    /// It waits for its turn, or for its next attempt.
    Queued,
    /// A process is sending it.
    Sending,
    /// The server has it under this id; it stays until sync brings it.
    Sent(OwnedEventId),
    /// It will not be sent by itself.
    Failed(SendFailure),
}

/// A message in the queue. Its Debug output shows nothing of the text.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// Its transaction id, for ever.
    pub txn_id: OwnedTransactionId,
    /// Its chat.
    pub room_id: OwnedRoomId,
    /// The event's type.
    pub kind: String,
    /// The event's content, as JSON.
    pub content: String,
    /// How far it is.
    pub state: SendState,
    /// How often it was tried.
    pub attempts: u32,
    /// Not to be tried before; while it is being sent, when others may take it over.
    pub next_attempt_at: Timestamp,
    /// When it was written.
    pub queued_at: Timestamp,
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message")
            .field("txn_id", &self.txn_id)
            .field("state", &self.state)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

const COLUMNS: &str =
    "txn_id, room_id, kind, body, state, failure, event_id, attempts, next_attempt_at, queued_at";

/// Reads the queue.
pub struct Queue<'t> {
    pub(super) tx: &'t ReadTx<'t>,
}

impl Queue<'_> {
    /// One message.
    ///
    /// # Errors
    /// What the database reports.
    pub fn get(&self, txn_id: &TransactionId) -> Result<Option<Message>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM queue WHERE txn_id = ?1");
        let row = one(self.tx.connection, &sql, [txn_id.as_str()], Stored::read)?;
        row.map(|row| row.open(self.tx)).transpose()
    }

    /// The messages of a chat in any state, in the order in which they were written.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`] when the chat is being deleted, or what the database reports.
    pub fn of_chat(&self, room: &RoomId) -> Result<Vec<Message>, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM queue WHERE room_id = ?1 ORDER BY seq");
        let rows = all(self.tx.connection, &sql, [room.as_str()], Stored::read)?;
        rows.into_iter().map(|row| row.open(self.tx)).collect()
    }

    /// When the next message may be tried; `None` when nothing waits. Messages of sealed chats
    /// do not count.
    ///
    /// # Errors
    /// What the database reports.
    pub fn next_attempt_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let sql = format!("SELECT min(next_attempt_at) FROM ({HEADS})");
        let millis: Option<Option<i64>> = one(self.tx.connection, &sql, [], |row| row.get(0))?;
        Ok(millis.flatten().map(Timestamp::from_millis))
    }
}

/// The first unfinished message of each chat that is open.
const HEADS: &str = "SELECT queue.* FROM queue JOIN chats USING (room_id)
    WHERE queue.state IN ('queued', 'sending') AND chats.state = 'open' AND NOT EXISTS (
        SELECT 1 FROM queue AS earlier
        WHERE earlier.room_id = queue.room_id AND earlier.seq < queue.seq
            AND earlier.state IN ('queued', 'sending'))";

/// A row whose text is still encrypted.
struct Stored {
    message: Message,
    body: Vec<u8>,
}

impl Stored {
    fn read(row: &Row<'_>) -> rusqlite::Result<Self> {
        let state = match row.get_ref("state")?.as_str()? {
            "queued" => SendState::Queued,
            "sending" => SendState::Sending,
            "sent" => SendState::Sent(parsed(row, "event_id")?),
            "failed" => SendState::Failed(parsed(row, "failure")?),
            _ => return Err(unreadable(Type::Text)),
        };
        let message = Message {
            txn_id: row.get::<_, String>("txn_id")?.into(),
            room_id: parsed(row, "room_id")?,
            kind: row.get("kind")?,
            content: String::new(),
            state,
            attempts: row.get("attempts")?,
            next_attempt_at: time(row, "next_attempt_at")?,
            queued_at: time(row, "queued_at")?,
        };
        Ok(Self {
            message,
            body: row.get("body")?,
        })
    }

    fn open(self, tx: &ReadTx<'_>) -> Result<Message, StoreError> {
        let Self { message, body } = self;
        let content = tx.open_text(&message.room_id, PURPOSE, message.txn_id.as_str(), &body)?;
        Ok(Message { content, ..message })
    }
}

/// Reads and changes the queue. Changing a message that is not there returns `false`.
pub struct QueueMut<'t> {
    pub(super) read: Queue<'t>,
    pub(super) write: &'t WriteTx<'t>,
}

impl<'t> Deref for QueueMut<'t> {
    type Target = Queue<'t>;

    fn deref(&self) -> &Queue<'t> {
        &self.read
    }
}

impl QueueMut<'_> {
    /// Takes a message in, at the end of its chat's queue. The same transaction id again changes
    /// nothing.
    ///
    /// # Errors
    /// [`StoreError::UnknownChat`], or what the database reports.
    pub fn push(
        &self,
        room: &RoomId,
        txn_id: &TransactionId,
        kind: &str,
        content: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write.chats().require(room)?;
        let body = self
            .write
            .seal(room, PURPOSE, txn_id.as_str(), content.as_bytes())?;
        let sql =
            "INSERT INTO queue (txn_id, room_id, kind, body, queued_at) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (txn_id) DO NOTHING";
        execute(
            self.connection(),
            sql,
            (txn_id.as_str(), room.as_str(), kind, body, now.as_millis()),
        )?;
        Ok(())
    }

    /// Takes the next message whose turn and time have come, to send it. Nobody else gets it
    /// before `lease` is over; then a process that died with it no longer holds up its chat. A
    /// time that is an hour or more ahead was written by a clock that has gone back since, and
    /// counts as come.
    ///
    /// # Errors
    /// What the database reports.
    pub fn claim(&self, now: Timestamp, lease: Duration) -> Result<Option<Message>, StoreError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM ({HEADS}) WHERE next_attempt_at <= ?1 OR next_attempt_at > ?2
             ORDER BY next_attempt_at, seq LIMIT 1"
        );
        let bounds = [now.as_millis(), now.plus(NO_PAUSE_LONGER).as_millis()];
        let Some(row) = one(self.connection(), &sql, bounds, Stored::read)? else {
            return Ok(None);
        };
        let message = row.open(self.read.tx)?;
        let until = now.plus(lease);
        let sql =
            "UPDATE queue SET state = 'sending', attempts = attempts + 1, next_attempt_at = ?2
                   WHERE txn_id = ?1";
        execute(
            self.connection(),
            sql,
            (message.txn_id.as_str(), until.as_millis()),
        )?;
        Ok(Some(Message {
            state: SendState::Sending,
            attempts: message.attempts.saturating_add(1),
            next_attempt_at: until,
            ..message
        }))
    }

    /// The server has the message.
    ///
    /// # Errors
    /// What the database reports.
    pub fn sent(&self, txn_id: &TransactionId, event: &EventId) -> Result<bool, StoreError> {
        let sql = "UPDATE queue SET state = 'sent', failure = '', event_id = ?2 WHERE txn_id = ?1";
        Ok(execute(self.connection(), sql, [txn_id.as_str(), event.as_str()])? == 1)
    }

    /// The attempt came to nothing; the next is at this time. A message that is sent or failed
    /// is left alone.
    ///
    /// # Errors
    /// What the database reports.
    pub fn retry_at(&self, txn_id: &TransactionId, at: Timestamp) -> Result<bool, StoreError> {
        let sql = "UPDATE queue SET state = 'queued', next_attempt_at = ?2
                   WHERE txn_id = ?1 AND state IN ('queued', 'sending')";
        Ok(execute(self.connection(), sql, (txn_id.as_str(), at.as_millis()))? == 1)
    }

    /// The sending of this attempt was broken off; anybody may take the message at once. One that
    /// somebody else has taken since, that is sent or failed, is left alone.
    ///
    /// # Errors
    /// What the database reports.
    pub fn give_back(
        &self,
        txn_id: &TransactionId,
        attempt: u32,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let sql = "UPDATE queue SET state = 'queued', next_attempt_at = ?3
                   WHERE txn_id = ?1 AND state = 'sending' AND attempts = ?2";
        let row = (txn_id.as_str(), attempt, now.as_millis());
        Ok(execute(self.connection(), sql, row)? == 1)
    }

    /// The message will not be sent by itself; its text is kept.
    ///
    /// # Errors
    /// What the database reports.
    pub fn fail(&self, txn_id: &TransactionId, failure: SendFailure) -> Result<bool, StoreError> {
        let sql = "UPDATE queue SET state = 'failed', failure = ?2
                   WHERE txn_id = ?1 AND state IN ('queued', 'sending')";
        Ok(execute(self.connection(), sql, [txn_id.as_str(), failure.as_str()])? == 1)
    }

    /// The person wants a failed message to be tried again. It keeps its place.
    ///
    /// # Errors
    /// What the database reports.
    pub fn revive(&self, txn_id: &TransactionId, now: Timestamp) -> Result<bool, StoreError> {
        let sql =
            "UPDATE queue SET state = 'queued', failure = '', attempts = 0, next_attempt_at = ?2
                   WHERE txn_id = ?1 AND state = 'failed'";
        Ok(execute(self.connection(), sql, (txn_id.as_str(), now.as_millis()))? == 1)
    }

    /// Takes a message away: sync has brought it, or the person does not want it any more.
    ///
    /// # Errors
    /// What the database reports.
    pub fn remove(&self, txn_id: &TransactionId) -> Result<bool, StoreError> {
        Ok(execute(
            self.connection(),
            "DELETE FROM queue WHERE txn_id = ?1",
            [txn_id.as_str()],
        )? == 1)
    }

    /// Takes the message away that the server keeps under this id, because sync has brought it.
    ///
    /// # Errors
    /// What the database reports.
    pub fn arrived(&self, event: &EventId) -> Result<bool, StoreError> {
        let sql = "DELETE FROM queue WHERE event_id = ?1 AND event_id != ''";
        Ok(execute(self.connection(), sql, [event.as_str()])? == 1)
    }

    /// What waits after a failure may be tried at once: the network has changed.
    ///
    /// # Errors
    /// What the database reports.
    pub fn hurry(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE queue SET next_attempt_at = ?1
                   WHERE state = 'queued' AND next_attempt_at > ?1";
        execute(self.connection(), sql, [now.as_millis()])?;
        Ok(())
    }

    /// Whoever was sending has died: what is being sent may be taken at once. At the start of
    /// the app; when the extension is sending just then, the transaction id keeps it from being
    /// sent twice.
    ///
    /// # Errors
    /// What the database reports.
    pub fn release(&self, now: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE queue SET state = 'queued', next_attempt_at = ?1 WHERE state = 'sending'";
        execute(self.connection(), sql, [now.as_millis()])?;
        Ok(())
    }

    fn connection(&self) -> &rusqlite::Connection {
        self.read.tx.connection
    }
}
