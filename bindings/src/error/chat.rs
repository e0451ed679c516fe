//! Calls on a chat.

use dienstchat_core::client::{self, Unavailable};

/// Why a call on a chat failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ChatError {
    /// An id or a place in the timeline that was given is none.
    #[error("the id is not valid")]
    InvalidId,
    /// There is no such chat on this device.
    #[error("there is no such chat")]
    NotFound,
    /// The chat is read only now.
    #[error("the chat is read only")]
    ReadOnly,
    /// The chat was deleted, as every chat is in the end.
    #[error("the chat was deleted")]
    ChatDeleted,
    /// This account is not, or no longer, on the duty.
    #[error("not on this duty")]
    NotAMember,
    /// The account is sealed; `Account.state` says why, and so what to do.
    #[error("the account is sealed")]
    Sealed,
    /// The text is empty.
    #[error("the text is empty")]
    TextEmpty,
    /// The text is over 8 KiB of UTF-8.
    #[error("the text is too long")]
    TextTooLong,
    /// The message is not in the send queue, or cannot be changed any more.
    #[error("the message is not waiting any more")]
    NotQueued,
    /// No connection.
    #[error("no connection")]
    Offline,
    /// The server failed.
    #[error("the server failed")]
    Server,
    /// The account's store cannot be used.
    #[error("the stored data cannot be used")]
    Store {
        /// Why.
        reason: Unavailable,
    },
    /// `Dienstchat.shutDown` was called; nothing that came from there works any more.
    #[error("shut down")]
    Closed,
    /// The call's `Cancellation` ended it; it can be made again.
    #[error("cancelled")]
    Cancelled,
    /// A fault of Dienstchat's own. The log says where, see `setLog`.
    #[error("a fault of Dienstchat's own")]
    Internal,
}

impl From<client::ChatError> for ChatError {
    fn from(error: client::ChatError) -> Self {
        use client::ChatError as Core;
        match error {
            Core::NotFound => Self::NotFound,
            Core::ReadOnly => Self::ReadOnly,
            Core::ChatDeleted => Self::ChatDeleted,
            Core::NotAMember => Self::NotAMember,
            Core::Sealed => Self::Sealed,
            Core::TextEmpty => Self::TextEmpty,
            Core::TextTooLong => Self::TextTooLong,
            Core::NotQueued => Self::NotQueued,
            Core::Offline => Self::Offline,
            Core::Server => Self::Server,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
