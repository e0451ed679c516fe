//! Choosing the duty after which an account signs itself out.

use dienstchat_core::client::{self, Unavailable};

/// Why a duty could not be chosen after which an account signs itself out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SignOutAfterError {
    /// An id that was given is none.
    #[error("the id is not valid")]
    InvalidId,
    /// There is no such account on this device.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The account is in no chat of this duty.
    #[error("the account is in no chat of this duty")]
    UnknownDuty,
    /// The duty is over already.
    #[error("the duty is over")]
    DutyOver,
    /// The account is sealed; `Account.state` says why, and so what to do.
    #[error("the account is sealed")]
    Sealed,
    /// The account's store cannot be used.
    #[error("the stored data cannot be used")]
    Store {
        /// Why.
        reason: Unavailable,
    },
    /// `Dienstchat.shutDown` was called; nothing that came from there works any more.
    #[error("shut down")]
    Closed,
    /// A fault of Dienstchat's own. The log says where, see `setLog`.
    #[error("a fault of Dienstchat's own")]
    Internal,
}

impl From<client::SignOutAfterError> for SignOutAfterError {
    fn from(error: client::SignOutAfterError) -> Self {
        use client::SignOutAfterError as Core;
        match error {
            Core::NoSuchAccount => Self::NoSuchAccount,
            Core::UnknownDuty => Self::UnknownDuty,
            Core::DutyOver => Self::DutyOver,
            Core::Sealed => Self::Sealed,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
