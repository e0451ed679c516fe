//! What was said in a chat: one message.

use std::fmt;

use dienstchat_core::{
    client::{self, SendFailure, WaitReason},
    time::Timestamp,
};

/// Why a message waits.
#[uniffi::remote(Enum)]
pub enum WaitReason {
    /// It was said before this device was in the chat.
    BeforeDevice,
    /// Its key has not arrived.
    KeyMissing,
    /// Its sender does not give this device the key.
    Withheld,
    /// It is damaged, was replayed, or is not from whom it claims to be; it will never be shown.
    Refused,
}

/// Why a message was not sent, for good.
#[uniffi::remote(Enum)]
pub enum SendFailure {
    /// The chat had become read only.
    ReadOnly,
    /// The account is no longer on the duty.
    NotAMember,
    /// It is too large.
    TooLarge,
    /// The server refuses it.
    Refused,
}

/// What a message shows.
#[derive(Clone, PartialEq, Eq, uniffi::Enum)]
#[uniffi::export(Debug, Display)]
pub enum Content {
    /// Text.
    Text {
        /// The text.
        text: String,
    },
    /// It cannot be read yet, or ever; the reason says which.
    Waiting {
        /// Why.
        reason: WaitReason,
    },
    /// It was deleted.
    Deleted,
    /// A kind of message that this version does not show.
    Unsupported,
}

impl From<client::Content> for Content {
    fn from(content: client::Content) -> Self {
        match content {
            client::Content::Text(text) => Self::Text { text },
            client::Content::Waiting(reason) => Self::Waiting { reason },
            client::Content::Deleted => Self::Deleted,
            client::Content::Unsupported => Self::Unsupported,
        }
    }
}

impl fmt::Debug for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { .. } => f.write_str("Text(…)"),
            Self::Waiting { reason } => f.debug_tuple("Waiting").field(reason).finish(),
            Self::Deleted => f.write_str("Deleted"),
            Self::Unsupported => f.write_str("Unsupported"),
        }
    }
}

/// How far a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ItemState {
    /// It came from the server, where others see it too.
    Received,
    /// The server has it; it is about to come back from there.
    Sent,
    /// It waits in the send queue.
    Queued,
    /// It is on its way.
    Sending,
    /// It was not sent; see `SendQueue.retry`.
    Failed {
        /// Why.
        reason: SendFailure,
    },
}

impl From<client::ItemState> for ItemState {
    fn from(state: client::ItemState) -> Self {
        match state {
            client::ItemState::Received => Self::Received,
            client::ItemState::Sent => Self::Sent,
            client::ItemState::Queued => Self::Queued,
            client::ItemState::Sending => Self::Sending,
            client::ItemState::Failed(reason) => Self::Failed { reason },
        }
    }
}

impl From<client::SendState> for ItemState {
    fn from(state: client::SendState) -> Self {
        match state {
            client::SendState::Queued => Self::Queued,
            client::SendState::Sending => Self::Sending,
            client::SendState::Sent(_) => Self::Sent,
            client::SendState::Failed(reason) => Self::Failed { reason },
        }
    }
}

/// Names a message for as long as it is in the timeline.
#[derive(Clone, Debug, PartialEq, Eq, Hash, uniffi::Enum)]
pub enum ItemId {
    /// An event of the server.
    Event {
        /// Its Matrix event id.
        event_id: String,
    },
    /// A message of one's own that has not come back from the server.
    Transaction {
        /// Its transaction id.
        transaction_id: String,
    },
}

impl From<client::ItemId> for ItemId {
    fn from(id: client::ItemId) -> Self {
        match id {
            client::ItemId::Event(id) => Self::Event {
                event_id: id.into(),
            },
            client::ItemId::Transaction(id) => Self::Transaction {
                transaction_id: id.to_string(),
            },
        }
    }
}

/// One message.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
pub struct TimelineItem {
    /// Names it.
    pub id: ItemId,
    /// The Matrix user who said it.
    pub sender: String,
    /// That person's name by the duty's roster; none when the roster does not name them (any
    /// more).
    pub sender_name: Option<String>,
    /// Whether the account itself said it.
    pub own: bool,
    /// When: by the sender's homeserver, or, on its way, when it was written.
    pub at: Timestamp,
    /// What it shows.
    pub content: Content,
    /// How far it is.
    pub state: ItemState,
}

impl From<client::TimelineItem> for TimelineItem {
    fn from(item: client::TimelineItem) -> Self {
        Self {
            id: item.id.into(),
            sender: item.sender.into(),
            sender_name: item.sender_name,
            own: item.own,
            at: item.at,
            content: item.content.into(),
            state: item.state.into(),
        }
    }
}

impl fmt::Debug for TimelineItem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TimelineItem")
            .field("own", &self.own)
            .field("content", &self.content)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
