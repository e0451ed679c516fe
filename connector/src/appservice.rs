//! The homeserver's side: what an application service is asked and told
//! (Matrix Application Service API).
//!
//! Nothing relies on transactions arriving in time: they record which media are named, and wake
//! the reconciler earlier than it would by itself.

mod error;
mod queries;
mod transactions;

use std::sync::Arc;

use axum::{
    Router,
    extract::{DefaultBodyLimit, FromRequestParts},
    http::request::Parts,
    routing::{get, post, put},
};

use crate::{
    app::App,
    auth::{bearer, same},
    homeserver::Homeserver,
};
pub use error::MatrixError;

/// The largest transaction that is read: 100 events of 64 KiB, and room for their wrapping.
const MAX_TRANSACTION: usize = 16 * 1024 * 1024;

/// The routes that a homeserver uses.
pub(crate) fn router() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/_matrix/app/v1/transactions/{txn_id}",
            put(transactions::take),
        )
        .route("/_matrix/app/v1/users/{user_id}", get(queries::user))
        .route("/_matrix/app/v1/rooms/{room_alias}", get(queries::alias))
        .route("/_matrix/app/v1/ping", post(queries::ping))
        .route("/_matrix/{*rest}", axum::routing::any(unrecognised))
        .method_not_allowed_fallback(unrecognised_method)
        .layer(DefaultBodyLimit::max(MAX_TRANSACTION))
}

async fn unrecognised() -> MatrixError {
    MatrixError::UNRECOGNIZED
}

async fn unrecognised_method() -> MatrixError {
    MatrixError::UNRECOGNIZED_METHOD
}

/// A homeserver that calls, known by its token.
pub(crate) struct CallingHomeserver(pub(crate) Arc<Homeserver>);

impl FromRequestParts<Arc<App>> for CallingHomeserver {
    type Rejection = MatrixError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, MatrixError> {
        let token = bearer(&parts.headers).ok_or(MatrixError::MISSING_TOKEN)?;
        let mut found = None;
        for homeserver in app.homeservers.values() {
            if same(homeserver.hs_token().expose().as_bytes(), token.as_bytes()) {
                found = Some(Arc::clone(homeserver));
            }
        }
        found.map(Self).ok_or(MatrixError::FORBIDDEN)
    }
}
