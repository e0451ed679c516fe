//! Paths, queries and bodies as they come in, with problems for those that are wrong.

use axum::{
    body::Bytes,
    extract::{FromRequest, FromRequestParts, Path, Query, Request, rejection::BytesRejection},
    http::request::Parts,
};
use dienstchat_core::ids::{DutyId, OrgCode, Subject};
use http::StatusCode;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::problem::{Kind, Problem};

/// The largest integer that canonical JSON can hold: 2^53 - 1.
pub(super) const MAX_REVISION: u64 = 9_007_199_254_740_991;

/// The path's parameters as text.
pub(crate) struct Params<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Params<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(params)) => Ok(Self(params)),
            Err(_) => Err(Problem::new(Kind::InvalidRequest).detail("The path is not UTF-8.")),
        }
    }
}

/// The query's parameters.
pub(crate) struct Search<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Search<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Query::<T>::from_request_parts(parts, state).await {
            Ok(Query(query)) => Ok(Self(query)),
            Err(_) => Err(Problem::new(Kind::InvalidRequest)
                .detail("A parameter of the query is missing or wrong.")),
        }
    }
}

/// A body, whole.
pub(crate) struct Whole(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        Bytes::from_request(request, state)
            .await
            .map(Self)
            .map_err(|rejection| refused(&rejection))
    }
}

fn refused(rejection: &BytesRejection) -> Problem {
    if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE {
        Kind::TooLarge.into()
    } else {
        Problem::new(Kind::InvalidRequest).detail("The body did not arrive whole.")
    }
}

/// Reads JSON; a value that is missing or wrong is named by its path.
pub(super) fn json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let value =
        serde_path_to_error::deserialize(&mut deserializer).map_err(|error| wrong("", &error))?;
    deserializer.end().map_err(|_| syntax())?;
    Ok(value)
}

fn syntax() -> Problem {
    Problem::new(Kind::InvalidRequest).detail("The body is not JSON.")
}

/// The problem of a value; `prefix` is where the value stands.
pub(super) fn wrong(
    prefix: &str,
    error: &serde_path_to_error::Error<serde_json::Error>,
) -> Problem {
    if error.inner().is_syntax() || error.inner().is_eof() {
        return syntax();
    }
    let mut path = prefix.to_owned();
    let inner = error.path().to_string();
    if inner != "." {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(&inner);
    }
    // Of serde's own words only the name of a field that this program declares is passed on.
    if let Some(field) = error
        .inner()
        .to_string()
        .strip_prefix("missing field `")
        .and_then(|rest| rest.split('`').next())
    {
        if !path.is_empty() {
            path.push('.');
        }
        path.push_str(field);
        return Problem::invalid(path, "The value is missing.");
    }
    Problem::invalid(
        path,
        "The value is of the wrong type or not one that is known.",
    )
}

/// An organisation's code, for callers who name one to be written.
pub(super) fn ov(text: &str) -> Result<OrgCode, Problem> {
    text.parse()
        .map_err(|_| Problem::invalid("ov", "An organisation's code is 2 to 8 of a-z and 0-9."))
}

/// A duty's id.
pub(super) fn duty_id(text: &str) -> Result<DutyId, Problem> {
    text.parse().map_err(|_| {
        Problem::invalid(
            "duty_id",
            "A duty's id is 1 to 64 bytes without control characters.",
        )
    })
}

/// A person's id.
pub(super) fn subject(text: &str) -> Result<Subject, Problem> {
    text.parse().map_err(|_| {
        Problem::invalid(
            "sub",
            "A person's id is 1 to 128 bytes without control characters.",
        )
    })
}

/// A revision as the database holds it.
pub(super) fn revision(revision: u64) -> Result<i64, Problem> {
    if revision > MAX_REVISION {
        return Err(Problem::invalid(
            "revision",
            "A revision is at most 2^53 - 1.",
        ));
    }
    i64::try_from(revision).map_err(|_| Kind::Internal.into())
}

/// SHA-256 of a text that stands for a wanted state.
pub(super) fn sha256(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}
