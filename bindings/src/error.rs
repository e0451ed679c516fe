//! Why a call failed: small enums whose variants are what a caller can act on. None carries text.
//!
//! Each has one conversion from the core's error, plus what only this boundary can find wrong:
//! an id that is none.

use dienstchat_core::{
    client::{self, Unavailable},
    duty::InvalidLink,
    ids::InvalidId,
};

/// Why the store of an account cannot be used.
#[uniffi::remote(Enum)]
pub enum Unavailable {
    /// The file is damaged or not ours.
    Damaged,
    /// The file is there, its key is not.
    KeyMissing,
    /// The file was written by a newer version of the app: update it.
    NewerVersion,
    /// The key store cannot be used now (locked device), or another process holds the file for
    /// unusually long: try again later.
    Locked,
    /// The disk is full or fails, or the key store does.
    Storage,
}

/// Why the client could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum OpenError {
    /// The connector's address is not a URL that secrets may be sent to: `https`, or `http` on a
    /// loopback address.
    #[error("the connector's address is not valid")]
    InvalidConnector,
    /// A host of deep links is not `https://host`.
    #[error("a host of deep links is not valid")]
    InvalidAppHost,
    /// The issuer table is not valid.
    #[error("the issuer table is not valid")]
    InvalidIssuers,
    /// The folder for the data cannot be used.
    #[error("the data folder cannot be used")]
    DataFolder,
    /// The network library could not be set up.
    #[error("the network could not be set up")]
    Network,
}

impl From<client::OpenError> for OpenError {
    fn from(error: client::OpenError) -> Self {
        match error {
            client::OpenError::DataFolder => Self::DataFolder,
            client::OpenError::Connector => Self::InvalidConnector,
            client::OpenError::Network => Self::Network,
        }
    }
}

/// Why a call on the client or an account failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum ClientError {
    /// An id that was given is none.
    #[error("the id is not valid")]
    InvalidId,
    /// No connection, or no answer in time.
    #[error("no connection")]
    Offline,
    /// The account is sealed: sign in again.
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
            Core::Store(reason) => Self::Store { reason },
        }
    }
}

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
    /// The account is sealed: sign in again.
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
            Core::Store(reason) => Self::Store { reason },
        }
    }
}

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
    /// The account is sealed: sign in again.
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
            Core::Store(reason) => Self::Store { reason },
        }
    }
}

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
    /// The account that the link picks is sealed: sign in again.
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
            Core::Store(reason) => Self::Store { reason },
        }
    }
}

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
            Core::SsoDenied => Self::SsoDenied,
            Core::SsoFailed => Self::SsoFailed,
            Core::WrongOrganisation => Self::WrongOrganisation,
            Core::WrongPerson => Self::WrongPerson,
            Core::AlreadySignedIn => Self::AlreadySignedIn,
            Core::NoSuchAccount => Self::NoSuchAccount,
            Core::Server => Self::Server,
            Core::Store(reason) => Self::Store { reason },
        }
    }
}

/// An id that is none is the error of the call it was given to.
macro_rules! from_invalid_id {
    ($($error:ty),*) => {$(
        impl From<InvalidId> for $error {
            fn from(_: InvalidId) -> Self {
                Self::InvalidId
            }
        }
    )*};
}

from_invalid_id!(ChatError, ClientError, SignInError);
