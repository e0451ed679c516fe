//! The core's errors as failures.

use dienstchat_core::client::{
    ChatError, ClientError, LinkError, OpenError, SealReason, SignInError, SyncError, Unavailable,
};

use super::{Failure, SignInTrouble, StoreTrouble};
use crate::config::ConfigError;

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::DataFolder => Self::DataFolder,
            OpenError::Connector => Self::Config(ConfigError::Connector),
            OpenError::Network => Self::Server,
        }
    }
}

impl From<ClientError> for Failure {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Offline => Self::Offline,
            ClientError::Sealed => Self::Sealed,
            ClientError::NoSuchAccount => Self::NoSuchAccount,
            ClientError::UnknownOrganisation => Self::UnknownOrganisation,
            // No command closes the client while it runs.
            ClientError::Server | ClientError::Closed => Self::Server,
            ClientError::Store(trouble) => trouble.into(),
        }
    }
}

impl From<SyncError> for Failure {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Offline => Self::Offline,
            SyncError::Busy => Self::Busy,
            SyncError::SignedOut => Self::SignInAgain,
            SyncError::Sealed => Self::Sealed,
            SyncError::NoSuchAccount => Self::NoSuchAccount,
            SyncError::Server | SyncError::Closed => Self::Server,
            SyncError::Store(trouble) => trouble.into(),
        }
    }
}

impl From<ChatError> for Failure {
    fn from(error: ChatError) -> Self {
        match error {
            ChatError::NotFound | ChatError::NotAMember => Self::NotOnDuty,
            ChatError::ReadOnly => Self::ReadOnly,
            ChatError::ChatDeleted => Self::ChatDeleted,
            ChatError::Sealed => Self::Sealed,
            ChatError::TextEmpty => Self::TextEmpty,
            ChatError::TextTooLong => Self::TextTooLong,
            ChatError::Offline => Self::Offline,
            // This program takes nothing out of the queue.
            ChatError::NotQueued | ChatError::Server | ChatError::Closed => Self::Server,
            ChatError::Store(trouble) => trouble.into(),
        }
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Invalid(error) => Self::InvalidLink(error),
            LinkError::NotOnDuty => Self::NotOnDuty,
            LinkError::Deleted => Self::ChatDeleted,
            LinkError::Removed => Self::Removed,
            LinkError::Sealed => Self::Sealed,
            LinkError::Offline => Self::Offline,
            LinkError::Server | LinkError::Closed => Self::Server,
            LinkError::Store(trouble) => trouble.into(),
        }
    }
}

impl From<SignInError> for Failure {
    fn from(error: SignInError) -> Self {
        Self::SignIn(match error {
            SignInError::Offline => return Self::Offline,
            SignInError::UnknownOrganisation => return Self::UnknownOrganisation,
            SignInError::NoSuchAccount => return Self::NoSuchAccount,
            SignInError::Server | SignInError::Closed => return Self::Server,
            SignInError::Store(trouble) => return trouble.into(),
            SignInError::NoBrowser => SignInTrouble::CannotListen,
            SignInError::UntrustedIssuer => SignInTrouble::UntrustedIssuer,
            SignInError::InvalidRedirectUri => SignInTrouble::InvalidRedirectUri,
            SignInError::UnknownCallback => SignInTrouble::UnknownCallback,
            SignInError::SsoDenied => SignInTrouble::Denied,
            SignInError::SsoFailed => SignInTrouble::Failed,
            SignInError::WrongOrganisation => SignInTrouble::WrongOrganisation,
            SignInError::WrongPerson => SignInTrouble::WrongPerson,
            SignInError::AlreadySignedIn => SignInTrouble::AlreadySignedIn,
        })
    }
}

impl From<SealReason> for Failure {
    fn from(reason: SealReason) -> Self {
        match reason {
            SealReason::SignInAgain => Self::SignInAgain,
            SealReason::Blocked | SealReason::NoContact => Self::Sealed,
        }
    }
}

impl From<Unavailable> for Failure {
    fn from(unavailable: Unavailable) -> Self {
        Self::Store(match unavailable {
            Unavailable::Damaged => StoreTrouble::Damaged,
            Unavailable::KeyMissing => StoreTrouble::KeyMissing,
            Unavailable::NewerVersion => StoreTrouble::NewerVersion,
            Unavailable::Locked => StoreTrouble::Locked,
            Unavailable::Storage => StoreTrouble::Storage,
        })
    }
}
