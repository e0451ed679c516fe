//! What the connector says when it does not do what was asked.

use std::time::Duration;

use super::wire::{Problem, ProblemKind};
use crate::http::{FetchError, HttpResponse, http::header::RETRY_AFTER};

/// Longest wait that the connector can ask for.
const MAX_RETRY_AFTER: u64 = 600;

/// Why a request to the connector failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConnectorError {
    /// The connector cannot be reached.
    #[error("the connector cannot be reached")]
    Offline,
    /// The connector did not answer in time.
    #[error("the connector did not answer in time")]
    Timeout,
    /// The connector asks to wait.
    #[error("the connector asks to wait")]
    LimitExceeded {
        /// How long: at least a second, at most ten minutes.
        retry_after: Duration,
    },
    /// The connector says what is wrong.
    #[error("the connector refused the request: {}", .0.name())]
    Problem(ProblemKind),
    /// The connector failed, or something between it and us.
    #[error("the connector failed with status {0}")]
    Unavailable(u16),
    /// The answer is not what it should be.
    #[error("the connector's answer is malformed")]
    Malformed,
    /// The answer is too large.
    #[error("the connector's answer is too large")]
    TooLarge,
    /// The request cannot be sent.
    #[error("the request cannot be sent")]
    InvalidRequest,
}

impl ConnectorError {
    /// Whether the same request may succeed later without anything else being done.
    #[must_use]
    pub fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::Offline
                | Self::Timeout
                | Self::LimitExceeded { .. }
                | Self::Unavailable(_)
                | Self::Problem(
                    ProblemKind::IssuerUnavailable | ProblemKind::HomeserverUnavailable
                )
        )
    }

    /// Reads an answer that is not a success.
    pub(super) fn from_response(response: &HttpResponse) -> Self {
        let status = response.status().as_u16();
        let problem: Option<Problem> = serde_json::from_slice(response.body()).ok();
        let kind = problem.map(|problem| problem.kind);
        match (status, kind) {
            (429, _) | (_, Some(ProblemKind::TooManyRequests)) => Self::LimitExceeded {
                retry_after: retry_after(response),
            },
            (400..600, Some(kind)) if kind != ProblemKind::Other => Self::Problem(kind),
            (400..500, _) => Self::Problem(ProblemKind::Other),
            (500..600, _) => Self::Unavailable(status),
            _ => Self::Malformed,
        }
    }
}

impl From<FetchError> for ConnectorError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Offline => Self::Offline,
            FetchError::Timeout => Self::Timeout,
            FetchError::TooLarge => Self::TooLarge,
            FetchError::InvalidRequest => Self::InvalidRequest,
        }
    }
}

fn retry_after(response: &HttpResponse) -> Duration {
    let seconds = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse::<u64>().ok())
        .unwrap_or(1);
    Duration::from_secs(seconds.clamp(1, MAX_RETRY_AFTER))
}
