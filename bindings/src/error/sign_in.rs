//! Signing in.

use dienstchat_core::client::{self, Unavailable};

/// Why a sign-in did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SignInError {
    /// An id that was given is none.
    #[error("the id is not valid")]
    InvalidId,
    /// No connection, or no answer in time; the same step can be tried again.
    #[error("no connection")]
    Offline,
    /// The organisation is not known, or its chat function is off.
    #[error("the organisation is not known")]
    UnknownOrganisation,
    /// The organisation signs in with an issuer that this app does not trust.
    #[error("the organisation's issuer is not trusted")]
    UntrustedIssuer,
    /// The redirect URI is not one that the issuer and this app allow.
    #[error("the redirect URI is not allowed")]
    InvalidRedirectUri,
    /// The callback belongs to no sign-in that was begun here; it is dropped.
    #[error("the callback belongs to no sign-in")]
    UnknownCallback,
    /// There is no browser here, or it cannot be opened or come back.
    #[error("no browser can be opened")]
    NoBrowser,
    /// The person, or the issuer for them, declined.
    #[error("the sign-in was declined")]
    SsoDenied,
    /// The issuer could not sign the person in, or its answer is not valid.
    #[error("the sign-in failed")]
    SsoFailed,
    /// The person belongs to another organisation.
    #[error("the person belongs to another organisation")]
    WrongOrganisation,
    /// Another person signed in than the one whose account is on this device.
    #[error("another person signed in")]
    WrongPerson,
    /// This person is signed in on this device already.
    #[error("this account is signed in already")]
    AlreadySignedIn,
    /// There is no such account on this device.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The connector or the homeserver failed.
    #[error("the server failed")]
    Server,
    /// The store or the key store cannot be used.
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

impl From<client::SignInError> for SignInError {
    fn from(error: client::SignInError) -> Self {
        use client::SignInError as Core;
        match error {
            Core::Offline => Self::Offline,
            Core::UnknownOrganisation => Self::UnknownOrganisation,
            Core::UntrustedIssuer => Self::UntrustedIssuer,
            Core::InvalidRedirectUri => Self::InvalidRedirectUri,
            Core::UnknownCallback => Self::UnknownCallback,
            Core::NoBrowser => Self::NoBrowser,
            Core::SsoDenied => Self::SsoDenied,
            Core::SsoFailed => Self::SsoFailed,
            Core::WrongOrganisation => Self::WrongOrganisation,
            Core::WrongPerson => Self::WrongPerson,
            Core::AlreadySignedIn => Self::AlreadySignedIn,
            Core::NoSuchAccount => Self::NoSuchAccount,
            Core::Server => Self::Server,
            Core::Closed => Self::Closed,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}
