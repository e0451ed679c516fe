//! Which apps open the deep links: Android's and Apple's association files.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use serde_json::{Value, json};

use crate::{
    app::App,
    problem::{Kind, Problem, ProblemDetails},
};

/// Android's Digital Asset Links.
#[utoipa::path(
    get, path = "/.well-known/assetlinks.json", tag = "Links",
    responses(
        (status = 200, description = "The Android app, as Digital Asset Links", body = Value),
        (status = 404, description = "No Android app is configured", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn assetlinks(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let apps = &app.config.apps;
    let package = apps.android_package.as_deref().ok_or(Kind::NotFound)?;
    if apps.android_sha256.is_empty() {
        return Err(Kind::NotFound.into());
    }
    Ok(cached(json!([{
        "relation": ["delegate_permission/common.handle_all_urls"],
        "target": {
            "namespace": "android_app",
            "package_name": package,
            "sha256_cert_fingerprints": apps.android_sha256,
        },
    }])))
}

/// Apple's associated domains.
#[utoipa::path(
    get, path = "/.well-known/apple-app-site-association", tag = "Links",
    responses(
        (status = 200, description = "The Apple app, as associated domain", body = Value),
        (status = 404, description = "No Apple app is configured", body = ProblemDetails, content_type = "application/problem+json"),
    )
)]
pub(super) async fn apple(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let ids = &app.config.apps.apple_app_ids;
    if ids.is_empty() {
        return Err(Kind::NotFound.into());
    }
    Ok(cached(json!({
        "applinks": { "details": [{ "appIDs": ids, "components": [{ "/": "/d/*" }] }] },
    })))
}

fn cached(value: Value) -> Response {
    (
        [(
            header::CACHE_CONTROL,
            HeaderValue::from_static("public, max-age=3600"),
        )],
        Json(value),
    )
        .into_response()
}
