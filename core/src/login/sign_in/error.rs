//! Why a sign-in did not succeed.

use crate::{
    connector::ConnectorError,
    http::FetchError,
    login::{
        id_token::IdTokenError,
        provider::{ExchangeError, ProviderError},
    },
};

/// Why a sign-in did not succeed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// The organisation's issuer is not one that this app believes.
    #[error("the organisation's issuer is not trusted")]
    UntrustedIssuer,
    /// The issuer needs the connector's relay, which is not offered.
    #[error("the connector offers no token relay for this organisation")]
    NoTokenRelay,
    /// The redirect URI is not registered, or a host of the operator would receive it.
    #[error("the redirect URI is not allowed")]
    InvalidRedirectUri,
    /// The callback belongs to no sign-in that was begun here, or to one long ago.
    #[error("the callback belongs to no sign-in")]
    UnknownCallback,
    /// The person, or the issuer for them, declined.
    #[error("the sign-in was declined")]
    SsoDenied,
    /// The issuer reports an error, or its answer cannot be used.
    #[error("the issuer could not sign the person in")]
    SsoFailed,
    /// The issuer cannot be asked.
    #[error("the issuer cannot be asked: {0}")]
    Issuer(ProviderError),
    /// The issuer's ID token is not valid.
    #[error(transparent)]
    IdToken(IdTokenError),
    /// The person belongs to another organisation.
    #[error("the person belongs to another organisation")]
    WrongOrganisation,
    /// Another person signed in than the account's.
    #[error("another person signed in")]
    AnotherPerson,
    /// The connector did not give a session.
    #[error(transparent)]
    Connector(#[from] ConnectorError),
    /// The session is for another person or device.
    #[error("the connector's session is not for this person and device")]
    InvalidSession,
    /// The system gives no random bytes.
    #[error("the system gives no random bytes")]
    NoEntropy,
}

impl SignInError {
    /// Whether the same step can be tried again later.
    #[must_use]
    pub fn is_temporary(self) -> bool {
        match self {
            Self::Issuer(error) => matches!(
                error,
                ProviderError::Fetch(FetchError::Offline | FetchError::Timeout)
                    | ProviderError::Status(500..)
            ),
            Self::Connector(error) => error.is_temporary(),
            _ => false,
        }
    }
}

impl From<ProviderError> for SignInError {
    fn from(error: ProviderError) -> Self {
        match error {
            ProviderError::IdToken(error) => Self::IdToken(error),
            ProviderError::Exchange(ExchangeError::Relay(kind)) => {
                Self::Connector(ConnectorError::Problem(kind))
            }
            ProviderError::Exchange(_) => Self::SsoFailed,
            other => Self::Issuer(other),
        }
    }
}
