//! Opening a link.

use dienstchat_core::{
    client::{self, Unavailable},
    duty::InvalidLink,
};

/// Why a link opens no chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum LinkError {
    /// It is not a link to a duty's chat.
    #[error("this is not a link to a duty's chat")]
    Invalid {
        /// What is wrong with it.
        reason: InvalidLink,
    },
    /// The account that the link picks is not on this duty, or the duty has no chat.
    #[error("not on this duty")]
    NotOnDuty,
    /// The chat was deleted.
    #[error("the chat was deleted")]
    Deleted,
    /// The account was removed from the duty; the chat is sealed.
    #[error("removed from this duty")]
    Removed,
    /// The account that the link picks is sealed; `Account.state` says why, and so what to do.
    #[error("the account is sealed")]
    Sealed,
    /// The chat is not known here and the server cannot be reached.
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

impl From<client::LinkError> for LinkError {
    fn from(error: client::LinkError) -> Self {
        use client::LinkError as Core;
        match error {
            Core::Invalid(reason) => Self::Invalid { reason },
            Core::NotOnDuty => Self::NotOnDuty,
            Core::Deleted => Self::Deleted,
            Core::Removed => Self::Removed,
            Core::Sealed => Self::Sealed,
            Core::Offline => Self::Offline,
            Core::Server => Self::Server,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
