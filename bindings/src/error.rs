//! Why a call failed: small enums whose variants are what a caller can act on. None carries text.
//!
//! Each has one conversion from the core's error, plus what only this boundary can find wrong:
//! an id that is none, a call that was cancelled, a panic.

mod chat;
mod client;
mod link;
mod open;
mod sign_in;
mod sign_out_after;
mod sync;

pub use chat::ChatError;
pub use client::ClientError;
pub use link::LinkError;
pub use open::OpenError;
pub use sign_in::SignInError;
pub use sign_out_after::SignOutAfterError;
pub use sync::SyncError;

use dienstchat_core::{client::Unavailable, ids::InvalidId};

use crate::guard::{Cancellable, Fault};

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

from_invalid_id!(ChatError, ClientError, SignInError, SignOutAfterError);

macro_rules! faults {
    ($($error:ty),*) => {$(
        impl Fault for $error {
            const INTERNAL: Self = Self::Internal;
        }
    )*};
}

faults!(
    ChatError,
    ClientError,
    LinkError,
    OpenError,
    SignInError,
    SignOutAfterError,
    SyncError
);

macro_rules! cancellable {
    ($($error:ty),*) => {$(
        impl Cancellable for $error {
            const CANCELLED: Self = Self::Cancelled;
        }
    )*};
}

cancellable!(ChatError, ClientError, LinkError, SignInError, SyncError);
