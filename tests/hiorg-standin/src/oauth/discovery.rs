//! Metadata (OpenID Connect Discovery 1.0, section 3) and keys (RFC 7517).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::SCOPES;
use crate::app::App;

pub(crate) async fn configuration(State(app): State<Arc<App>>) -> Response {
    let switches = *app.switches();
    if !switches.discovery {
        return StatusCode::NOT_FOUND.into_response();
    }
    let issuer = &app.issuer;
    let mut grant_types = vec!["authorization_code"];
    if switches.refresh_tokens {
        grant_types.push("refresh_token");
    }
    let mut authentication = vec!["client_secret_basic", "client_secret_post"];
    if !switches.require_client_secret {
        authentication.push("none");
    }
    let mut metadata = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/oauth/v1/authorize"),
        "token_endpoint": format!("{issuer}/oauth/v1/token"),
        "userinfo_endpoint": format!("{issuer}/oauth/v1/userinfo"),
        "jwks_uri": format!("{issuer}/oauth/v1/jwks"),
        "response_types_supported": ["code"],
        "grant_types_supported": grant_types,
        "scopes_supported": SCOPES,
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": authentication,
        "claims_supported": ["iss", "aud", "sub", "iat", "exp", "nonce", "name", "organisation_key"],
    });
    if let (true, Some(fields)) = (switches.pkce, metadata.as_object_mut()) {
        fields.insert(
            "code_challenge_methods_supported".to_owned(),
            json!(["S256"]),
        );
    }
    Json(metadata).into_response()
}

pub(crate) async fn jwks(State(app): State<Arc<App>>) -> Json<Value> {
    Json(app.keys().public())
}
