//! The identity provider: OAuth 2.0 (RFC 6749) with PKCE (RFC 7636) and OpenID Connect Core 1.0.

pub(crate) mod authorize;
mod discovery;
mod error;
pub(crate) mod grants;
pub(crate) mod params;
pub(crate) mod request;
mod token;
mod userinfo;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use crate::app::App;

/// The scopes that can be asked for.
const SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/oauth/v1/authorize",
            get(authorize::show).post(authorize::answer),
        )
        .route("/oauth/v1/token", post(token::token))
        .route(
            "/oauth/v1/userinfo",
            get(userinfo::userinfo).post(userinfo::userinfo),
        )
        .route("/oauth/v1/jwks", get(discovery::jwks))
        .route(
            "/.well-known/openid-configuration",
            get(discovery::configuration),
        )
}
