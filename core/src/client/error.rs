//! The failure words of the client: small enums whose variants are what a caller can act on.

use crate::duty::InvalidLink;

/// Why the store of an account cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Unavailable {
    /// The file is damaged or not ours.
    #[error("the stored data is damaged")]
    Damaged,
    /// The file is there, its key is not.
    #[error("the key of the stored data is missing")]
    KeyMissing,
    /// The file was written by a newer version of the app: update it.
    #[error("the stored data was written by a newer version")]
    NewerVersion,
    /// The key store cannot be used now (locked device), or another process holds the file for
    /// unusually long: try again later.
    #[error("the stored data cannot be opened now")]
    Locked,
    /// The disk is full or fails.
    #[error("the device's storage is full or fails")]
    Storage,
}

/// Why an account is sealed: hidden and unusable, but not destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SealReason {
    /// The session was ended: sign in again on this device.
    SignInAgain,
    /// The server says that the account is blocked.
    Blocked,
    /// No contact with the server for more than 45 days.
    NoContact,
}

/// Why an operation on the client or an account failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ClientError {
    /// No connection, or no answer in time.
    #[error("no connection")]
    Offline,
    /// The account is sealed.
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
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The account's store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Why a duty could not be chosen after which an account signs itself out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SignOutAfterError {
    /// There is no such account on this device.
    #[error("there is no such account")]
    NoSuchAccount,
    /// The account is in no chat of this duty.
    #[error("the account is in no chat of this duty")]
    UnknownDuty,
    /// The duty is over already.
    #[error("the duty is over")]
    DutyOver,
    /// The account is sealed.
    #[error("the account is sealed")]
    Sealed,
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The account's store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Why the client could not be opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum OpenError {
    /// The folder for the data cannot be used.
    #[error("the data folder cannot be used")]
    DataFolder,
    /// The address of the connector is not one that secrets may be sent to.
    #[error("the address of the connector is not valid")]
    Connector,
    /// The network library could not be set up.
    #[error("the network could not be set up")]
    Network,
}

/// Why one round of synchronising failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SyncError {
    /// No connection, or no answer in time.
    #[error("no connection")]
    Offline,
    /// The server asks to wait, or fails for now.
    #[error("the server is busy")]
    Busy,
    /// The session was ended by the server; the account is sealed now.
    #[error("signed out by the server: sign in again")]
    SignedOut,
    /// The account is sealed.
    #[error("the account is sealed")]
    Sealed,
    /// The account was signed out while this was under way.
    #[error("the account is no longer on this device")]
    NoSuchAccount,
    /// The server answers with something that is not understood.
    #[error("the server failed")]
    Server,
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The account's store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Why an operation on a chat failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum ChatError {
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
    /// The account is sealed.
    #[error("the account is sealed")]
    Sealed,
    /// The text is empty.
    #[error("the text is empty")]
    TextEmpty,
    /// The text is longer than [`MAX_TEXT_BYTES`](crate::chat::MAX_TEXT_BYTES), the draft longer
    /// than [`MAX_DRAFT_BYTES`](super::MAX_DRAFT_BYTES).
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
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The account's store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Why a link opens no chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LinkError {
    /// It is not a link to a duty's chat.
    #[error(transparent)]
    Invalid(#[from] InvalidLink),
    /// The account that the link picks is not on this duty, or the duty has no chat.
    #[error("not on this duty")]
    NotOnDuty,
    /// The chat was deleted.
    #[error("the chat was deleted")]
    Deleted,
    /// The account was removed from the duty; the chat is sealed.
    #[error("removed from this duty")]
    Removed,
    /// The account that the link picks is sealed.
    #[error("the account is sealed")]
    Sealed,
    /// The chat is not known here and the server cannot be reached.
    #[error("no connection")]
    Offline,
    /// The server failed.
    #[error("the server failed")]
    Server,
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The account's store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}

/// Why a sign-in did not succeed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum SignInError {
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
    /// There is no browser here, or it cannot be opened or come back.
    #[error("no browser can be opened")]
    NoBrowser,
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
    /// The connector, the homeserver or the issuer failed; the same step can be tried again.
    #[error("the server failed")]
    Server,
    /// The client was closed.
    #[error("the client was closed")]
    Closed,
    /// The store or the key store cannot be used.
    #[error(transparent)]
    Store(#[from] Unavailable),
}
