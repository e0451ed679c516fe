//! Synchronising.

use dienstchat_core::client::{self, Unavailable};

/// Why one round of synchronising failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SyncError {
    /// No connection, or no answer in time.
    #[error("no connection")]
    Offline,
    /// The server asks to wait, or fails for now.
    #[error("the server is busy")]
    Busy,
    /// The session was ended by the server; the account is sealed now: sign in again.
    #[error("signed out by the server")]
    SignedOut,
    /// The account is sealed; `Account.state` says why, and so what to do.
    #[error("the account is sealed")]
    Sealed,
    /// The account was signed out while this was under way.
    #[error("the account is no longer on this device")]
    NoSuchAccount,
    /// The server answers with something that is not understood.
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

impl From<client::SyncError> for SyncError {
    fn from(error: client::SyncError) -> Self {
        use client::SyncError as Core;
        match error {
            Core::Offline => Self::Offline,
            Core::Busy => Self::Busy,
            Core::SignedOut => Self::SignedOut,
            Core::Sealed => Self::Sealed,
            Core::NoSuchAccount => Self::NoSuchAccount,
            Core::Server => Self::Server,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
