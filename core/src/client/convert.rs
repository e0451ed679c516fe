//! The one place where the rich errors inside become the small ones outside.

use super::{
    error::{
        ChatError, ClientError, LinkError, SignInError, SignOutAfterError, SyncError, Unavailable,
    },
    signals::Closed,
};
use crate::{
    chat::QueueRefusal,
    connector::{ConnectorError, wire::ProblemKind},
    http::FetchError,
    keys::KeysError,
    login::{provider::ProviderError, sign_in::SignInError as LoginError},
    matrix::MatrixError,
    store::{KeyStoreError, StoreError},
    sync::CallError,
};

impl From<StoreError> for Unavailable {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::KeyMissing => Self::KeyMissing,
            StoreError::Locked | StoreError::Busy | StoreError::Stopped | StoreError::Closed => {
                Self::Locked
            }
            StoreError::Newer => Self::NewerVersion,
            StoreError::Full
            | StoreError::Io(_)
            | StoreError::KeyStore
            | StoreError::Entropy
            | StoreError::NotRekeyed => Self::Storage,
            StoreError::Missing
            | StoreError::Exists
            | StoreError::Damaged
            | StoreError::UnknownChat
            | StoreError::Refused(_) => {
                tracing::error!(%error, "the store failed");
                Self::Damaged
            }
        }
    }
}

impl From<KeyStoreError> for Unavailable {
    fn from(error: KeyStoreError) -> Self {
        StoreError::from(error).into()
    }
}

impl From<KeysError> for Unavailable {
    fn from(error: KeysError) -> Self {
        match error {
            KeysError::Storage(storage) => match storage.into_inner().downcast::<StoreError>() {
                Ok(error) => (*error).into(),
                Err(_) => Self::Damaged,
            },
            KeysError::Entropy(_) => Self::Storage,
            KeysError::Damaged | KeysError::NoAccount | KeysError::AlreadyCreated => Self::Damaged,
        }
    }
}

macro_rules! through_unavailable {
    ($($error:ty),*) => {$(
        impl From<StoreError> for $error {
            fn from(error: StoreError) -> Self {
                match error {
                    StoreError::Closed => Self::Closed,
                    error => Self::Store(error.into()),
                }
            }
        }

        impl From<KeysError> for $error {
            fn from(error: KeysError) -> Self {
                Self::Store(error.into())
            }
        }
    )*};
}

through_unavailable!(
    ClientError,
    LinkError,
    SignInError,
    SignOutAfterError,
    SyncError
);

macro_rules! closed {
    ($($error:ty),*) => {$(
        impl From<Closed> for $error {
            fn from(_: Closed) -> Self {
                Self::Closed
            }
        }
    )*};
}

closed!(
    ChatError,
    ClientError,
    LinkError,
    SignInError,
    SignOutAfterError,
    SyncError
);

impl From<StoreError> for ChatError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::UnknownChat => Self::ChatDeleted,
            StoreError::Closed => Self::Closed,
            error => Self::Store(error.into()),
        }
    }
}

impl From<QueueRefusal> for ChatError {
    fn from(refusal: QueueRefusal) -> Self {
        match refusal {
            QueueRefusal::Empty => Self::TextEmpty,
            QueueRefusal::TooLong => Self::TextTooLong,
            QueueRefusal::ReadOnly => Self::ReadOnly,
            QueueRefusal::Deleted => Self::ChatDeleted,
            QueueRefusal::NotAMember => Self::NotAMember,
            QueueRefusal::Store(error) => error.into(),
            QueueRefusal::Entropy(_) => Self::Store(Unavailable::Storage),
        }
    }
}

impl From<CallError> for SyncError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Matrix(MatrixError::Offline | MatrixError::Timeout) => Self::Offline,
            CallError::Matrix(error) if error.is_temporary() => Self::Busy,
            CallError::Matrix(error) => {
                tracing::warn!(%error, "the homeserver failed");
                Self::Server
            }
            CallError::SignedOut => Self::SignedOut,
            CallError::NoSession => Self::NoSuchAccount,
            CallError::Store(error) => error.into(),
            CallError::Keys(error) => error.into(),
        }
    }
}

impl From<SyncError> for ClientError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Offline => Self::Offline,
            SyncError::SignedOut | SyncError::Sealed => Self::Sealed,
            SyncError::NoSuchAccount => Self::NoSuchAccount,
            SyncError::Closed => Self::Closed,
            SyncError::Busy | SyncError::Server => Self::Server,
            SyncError::Store(error) => Self::Store(error),
        }
    }
}

impl From<SyncError> for LinkError {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Offline => Self::Offline,
            SyncError::SignedOut | SyncError::Sealed => Self::Sealed,
            SyncError::NoSuchAccount | SyncError::Busy | SyncError::Server => Self::Server,
            SyncError::Closed => Self::Closed,
            SyncError::Store(error) => Self::Store(error),
        }
    }
}

impl From<CallError> for ChatError {
    fn from(error: CallError) -> Self {
        match error {
            CallError::Matrix(MatrixError::Forbidden | MatrixError::NotFound) => Self::NotAMember,
            CallError::Store(error) => error.into(),
            other => match SyncError::from(other) {
                SyncError::Offline => Self::Offline,
                SyncError::SignedOut | SyncError::Sealed => Self::Sealed,
                SyncError::NoSuchAccount => Self::NotFound,
                SyncError::Closed => Self::Closed,
                SyncError::Busy | SyncError::Server => Self::Server,
                SyncError::Store(error) => Self::Store(error),
            },
        }
    }
}

impl From<ClientError> for ChatError {
    fn from(error: ClientError) -> Self {
        match error {
            ClientError::Offline => Self::Offline,
            ClientError::Sealed => Self::Sealed,
            ClientError::NoSuchAccount | ClientError::UnknownOrganisation => Self::NotFound,
            ClientError::Server => Self::Server,
            ClientError::Closed => Self::Closed,
            ClientError::Store(error) => Self::Store(error),
        }
    }
}

impl From<ConnectorError> for ClientError {
    fn from(error: ConnectorError) -> Self {
        match error {
            ConnectorError::Offline | ConnectorError::Timeout => Self::Offline,
            ConnectorError::Problem(ProblemKind::UnknownOrganisation) => Self::UnknownOrganisation,
            error => {
                tracing::warn!(%error, "the connector failed");
                Self::Server
            }
        }
    }
}

impl From<ConnectorError> for SignInError {
    fn from(error: ConnectorError) -> Self {
        match error {
            ConnectorError::Offline | ConnectorError::Timeout => Self::Offline,
            ConnectorError::Problem(kind) => match kind {
                ProblemKind::UnknownOrganisation => Self::UnknownOrganisation,
                ProblemKind::UntrustedIssuer | ProblemKind::NoTokenRelay => Self::UntrustedIssuer,
                ProblemKind::WrongOrganisation => Self::WrongOrganisation,
                ProblemKind::InvalidProof
                | ProblemKind::ExpiredProof
                | ProblemKind::TokenUsed
                | ProblemKind::WrongDevice
                | ProblemKind::InvalidSignature
                | ProblemKind::DeviceTaken => Self::SsoFailed,
                _ => Self::Server,
            },
            error => {
                tracing::warn!(%error, "the connector failed");
                Self::Server
            }
        }
    }
}

impl From<LoginError> for SignInError {
    fn from(error: LoginError) -> Self {
        match error {
            LoginError::UntrustedIssuer | LoginError::NoTokenRelay => Self::UntrustedIssuer,
            LoginError::InvalidRedirectUri => Self::InvalidRedirectUri,
            LoginError::UnknownCallback => Self::UnknownCallback,
            LoginError::SsoDenied => Self::SsoDenied,
            LoginError::Issuer(ProviderError::Fetch(FetchError::Offline | FetchError::Timeout)) => {
                Self::Offline
            }
            LoginError::Issuer(ProviderError::Status(500..)) | LoginError::InvalidSession => {
                Self::Server
            }
            LoginError::SsoFailed | LoginError::Issuer(_) | LoginError::IdToken(_) => {
                tracing::warn!(%error, "the sign-in failed");
                Self::SsoFailed
            }
            LoginError::WrongOrganisation => Self::WrongOrganisation,
            LoginError::AnotherPerson => Self::WrongPerson,
            LoginError::Connector(error) => error.into(),
            LoginError::NoEntropy => Self::Store(Unavailable::Storage),
        }
    }
}
