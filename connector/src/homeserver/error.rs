//! What can go wrong with a homeserver.

use std::time::Duration;

/// Why a homeserver did not do what was asked. Carries no answer's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HomeserverError {
    /// It does not answer, or the connection broke; whether it has done it is not known.
    #[error("the homeserver does not answer")]
    Unreachable,
    /// It wants to be left alone for a while.
    #[error("the homeserver limits the rate")]
    RateLimited(Option<Duration>),
    /// It has trouble of its own.
    #[error("the homeserver fails with status {0}")]
    Failing(u16),
    /// It refuses.
    #[error("the homeserver refuses with status {status} ({code})")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// Matrix's error code, empty where there is none.
        code: String,
    },
    /// Its answer is not what the specification says.
    #[error("the homeserver's answer cannot be read")]
    BadAnswer,
    /// The request cannot be written.
    #[error("the request cannot be written")]
    BadRequest,
}

impl HomeserverError {
    /// Whether it refuses with this Matrix error code.
    #[must_use]
    pub fn is(&self, errcode: &str) -> bool {
        matches!(self, Self::Refused { code, .. } if code == errcode)
    }

    /// Whether what was asked about is not there.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Refused { status: 404, .. })
    }

    /// Whether the homeserver as a whole is in trouble, so that asking more is of no use.
    #[must_use]
    pub fn is_general(&self) -> bool {
        matches!(self, Self::Unreachable | Self::RateLimited(_))
    }

    /// The word for it in metrics and logs.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::RateLimited(_) => "rate_limited",
            Self::Failing(_) => "failing",
            Self::Refused { .. } => "refused",
            Self::BadAnswer => "bad_answer",
            Self::BadRequest => "bad_request",
        }
    }

    /// `value`, or `None` where it is not there.
    ///
    /// # Errors
    /// Every other error.
    pub fn found<T>(result: Result<T, Self>) -> Result<Option<T>, Self> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
