//! Calls on the client or an account.

use dienstchat_core::client::{self, Unavailable};

/// Why a call on the client or an account failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ClientError {
    /// An id that was given is none.
    #[error("the id is not valid")]
    InvalidId,
    /// No connection, or no answer in time.
    #[error("no connection")]
    Offline,
    /// The account is sealed; `Account.state` says why, and so what to do.
    #[error("the account is sealed")]
    Sealed,
    /// There is no such account on this device.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The organisation is not known, or its chat function is off.
    #[error("the organisation is not known")]
    UnknownOrganisation,
    /// The server refuses or answers with something that is not understood.
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

impl From<client::ClientError> for ClientError {
    fn from(error: client::ClientError) -> Self {
        use client::ClientError as Core;
        match error {
            Core::Offline => Self::Offline,
            Core::Sealed => Self::Sealed,
            Core::NoSuchAccount => Self::NoSuchAccount,
            Core::UnknownOrganisation => Self::UnknownOrganisation,
            Core::Server => Self::Server,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
