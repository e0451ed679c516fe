//! The userinfo endpoint (OpenID Connect Core 1.0, section 5.3; errors: RFC 6750, section 3).

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::app::App;

pub(crate) async fn userinfo(State(app): State<Arc<App>>, headers: HeaderMap) -> Response {
    let token = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, token)| token);
    let Some(token) = token else {
        return refuse(StatusCode::UNAUTHORIZED, "Bearer");
    };
    let authorization = app.grants().access(token, app.now()).cloned();
    let Some(authorization) = authorization else {
        return refuse(StatusCode::UNAUTHORIZED, "Bearer error=\"invalid_token\"");
    };
    if !authorization.scope.contains("openid") {
        return refuse(
            StatusCode::FORBIDDEN,
            "Bearer error=\"insufficient_scope\", scope=\"openid\"",
        );
    }
    let state = app.state();
    let Ok(person) = state.person(&authorization.ov, &authorization.sub) else {
        return refuse(StatusCode::UNAUTHORIZED, "Bearer error=\"invalid_token\"");
    };
    Json(json!({
        "sub": person.sub,
        "name": person.name,
        "organisation_key": person.ov,
    }))
    .into_response()
}

fn refuse(status: StatusCode, challenge: &'static str) -> Response {
    let challenge = HeaderValue::from_static(challenge);
    (status, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
}
