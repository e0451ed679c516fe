//! Errors as Matrix writes them.

use axum::{
    Json,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde_json::json;

use crate::db::DbError;

/// An error as the homeserver reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MatrixError {
    status: StatusCode,
    errcode: &'static str,
}

impl MatrixError {
    pub(super) const MISSING_TOKEN: Self = Self::new(StatusCode::UNAUTHORIZED, "M_MISSING_TOKEN");
    pub(super) const FORBIDDEN: Self = Self::new(StatusCode::FORBIDDEN, "M_FORBIDDEN");
    pub(super) const NOT_FOUND: Self = Self::new(StatusCode::NOT_FOUND, "M_NOT_FOUND");
    pub(super) const NOT_JSON: Self = Self::new(StatusCode::BAD_REQUEST, "M_NOT_JSON");
    pub(super) const TOO_LARGE: Self = Self::new(StatusCode::PAYLOAD_TOO_LARGE, "M_TOO_LARGE");
    pub(super) const UNRECOGNIZED: Self = Self::new(StatusCode::NOT_FOUND, "M_UNRECOGNIZED");
    pub(super) const UNRECOGNIZED_METHOD: Self =
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "M_UNRECOGNIZED");
    const UNKNOWN: Self = Self::new(StatusCode::INTERNAL_SERVER_ERROR, "M_UNKNOWN");

    const fn new(status: StatusCode, errcode: &'static str) -> Self {
        Self { status, errcode }
    }
}

impl From<DbError> for MatrixError {
    fn from(_: DbError) -> Self {
        tracing::error!("the database failed");
        Self::UNKNOWN
    }
}

impl IntoResponse for MatrixError {
    fn into_response(self) -> Response {
        let error = self.status.canonical_reason().unwrap_or_default();
        (
            self.status,
            Json(json!({ "errcode": self.errcode, "error": error })),
        )
            .into_response()
    }
}
