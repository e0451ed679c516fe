//! What the homeserver says when it does not do what was asked.

use std::time::Duration;

use serde::Deserialize;
use serde_json::Value;

use crate::http::{FetchError, HttpResponse, http::header::RETRY_AFTER};

/// Longest wait that a server can ask for.
const MAX_RETRY_AFTER: Duration = Duration::from_mins(10);

/// The wait where the server asks for one without saying how long, or for none or a negative one.
const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(1);

/// Why a request to the homeserver failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MatrixError {
    /// The homeserver cannot be reached.
    #[error("the homeserver cannot be reached")]
    Offline,
    /// The homeserver did not answer in time.
    #[error("the homeserver did not answer in time")]
    Timeout,
    /// The access or refresh token is not, or no longer, known (401).
    #[error("the homeserver does not know the token")]
    UnknownToken {
        /// The device still exists and can get a new token by signing in again.
        soft_logout: bool,
    },
    /// Not allowed (403).
    #[error("the homeserver forbids this")]
    Forbidden,
    /// There is no such thing (404).
    #[error("the homeserver has no such thing")]
    NotFound,
    /// Too many requests (429); also a server that is overloaded and says for how long (503).
    #[error("the homeserver asks to wait")]
    LimitExceeded {
        /// How long to wait: at least a second, at most ten minutes.
        retry_after: Duration,
    },
    /// Request or answer is too large.
    #[error("the request or the answer is too large")]
    TooLarge,
    /// The position of a sync has been forgotten; it starts again without one.
    #[error("the homeserver has forgotten the position")]
    UnknownPos,
    /// The request was refused for another reason (4xx).
    #[error("the homeserver refused the request with status {0}")]
    Refused(u16),
    /// The homeserver failed (5xx), or something between it and us.
    #[error("the homeserver failed with status {0}")]
    ServerError(u16),
    /// The answer is not what the specification says.
    #[error("the homeserver's answer is malformed")]
    Malformed,
    /// The request cannot be sent: an id or a URL cannot be put into it.
    #[error("the request cannot be sent")]
    InvalidRequest,
}

impl MatrixError {
    /// Whether the same request may succeed later without anything else being done.
    #[must_use]
    pub fn is_temporary(self) -> bool {
        matches!(
            self,
            Self::Offline | Self::Timeout | Self::LimitExceeded { .. } | Self::ServerError(_)
        )
    }

    /// Reads an answer that is not a success.
    pub(super) fn from_response(response: &HttpResponse) -> Self {
        let status = response.status().as_u16();
        let body = Body::read(response.body());
        let errcode = body.errcode.as_deref().unwrap_or_default();
        match (status, errcode) {
            (_, "M_UNKNOWN_TOKEN") | (401, _) => Self::UnknownToken {
                soft_logout: body.soft_logout,
            },
            (_, "M_UNKNOWN_POS") => Self::UnknownPos,
            (429, _) | (_, "M_LIMIT_EXCEEDED") => Self::LimitExceeded {
                retry_after: retry_after(response, &body).unwrap_or(DEFAULT_RETRY_AFTER),
            },
            (413, _) | (_, "M_TOO_LARGE") => Self::TooLarge,
            (403, _) => Self::Forbidden,
            // An unknown path is a homeserver of another kind, not a missing thing.
            (404, "M_UNRECOGNIZED") => Self::Refused(404),
            (404, _) => Self::NotFound,
            (503, _) => match retry_after(response, &body) {
                Some(retry_after) => Self::LimitExceeded { retry_after },
                None => Self::ServerError(503),
            },
            (400..500, _) => Self::Refused(status),
            (500..600, _) => Self::ServerError(status),
            // Redirects are not followed: the token would travel with them.
            _ => Self::Malformed,
        }
    }
}

impl From<FetchError> for MatrixError {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Offline => Self::Offline,
            FetchError::Timeout => Self::Timeout,
            FetchError::TooLarge => Self::TooLarge,
            FetchError::InvalidRequest => Self::InvalidRequest,
        }
    }
}

#[derive(Default)]
struct Body {
    errcode: Option<String>,
    retry_after_ms: Option<f64>,
    soft_logout: bool,
}

impl Body {
    /// Each field by itself: a retry time of the wrong type must not hide the code.
    fn read(body: &[u8]) -> Self {
        #[derive(Deserialize, Default)]
        struct Fields {
            #[serde(default)]
            errcode: Value,
            #[serde(default)]
            retry_after_ms: Value,
            #[serde(default)]
            soft_logout: Value,
        }
        let fields: Fields = serde_json::from_slice(body).unwrap_or_default();
        Self {
            errcode: fields.errcode.as_str().map(str::to_owned),
            retry_after_ms: fields.retry_after_ms.as_f64(),
            soft_logout: fields.soft_logout.as_bool().unwrap_or(false),
        }
    }
}

/// The wait that the server asks for, made sensible.
fn retry_after(response: &HttpResponse, body: &Body) -> Option<Duration> {
    let header = response
        .headers()
        .get(RETRY_AFTER)
        .and_then(|value| value.to_str().ok()?.trim().parse::<f64>().ok());
    let seconds = header.or(body.retry_after_ms.map(|millis| millis / 1_000.0))?;
    let limits = DEFAULT_RETRY_AFTER.as_secs_f64()..=MAX_RETRY_AFTER.as_secs_f64();
    if seconds.is_nan() {
        return Some(DEFAULT_RETRY_AFTER);
    }
    Some(Duration::from_secs_f64(
        seconds.clamp(*limits.start(), *limits.end()),
    ))
}
