//! Whether the connector can do its work.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

use crate::app::App;

/// The state of the connector.
#[derive(Serialize, ToSchema)]
pub(super) struct Health {
    /// `ok`; `degraded` while a homeserver is away, for then statements are taken all the same;
    /// `starting` until every homeserver was there once; `failed` without a database.
    pub(super) status: &'static str,
    /// `ok` or `failed`.
    pub(super) database: &'static str,
    /// By server name: `ok`, `away`, or `starting`.
    pub(super) homeservers: BTreeMap<String, &'static str>,
}

/// Whether the connector can do its work.
#[utoipa::path(
    get, path = "/healthz", tag = "Operation",
    responses(
        (status = 200, description = "`ok` or `degraded`", body = Health),
        (status = 503, description = "`starting` or `failed`", body = Health),
    )
)]
pub(super) async fn check(State(app): State<Arc<App>>) -> Response {
    let database = app.db.check().await.is_ok();
    let homeservers: BTreeMap<String, &'static str> = app
        .homeservers
        .values()
        .map(|homeserver| {
            let state = match (homeserver.is_ready(), homeserver.is_reachable()) {
                (false, _) => "starting",
                (true, true) => "ok",
                (true, false) => "away",
            };
            (homeserver.server_name().to_string(), state)
        })
        .collect();
    let has = |state| homeservers.values().any(|its| *its == state);
    let status = match database {
        false => "failed",
        true if has("starting") => "starting",
        true if has("away") => "degraded",
        true => "ok",
    };
    let code = if matches!(status, "ok" | "degraded") {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    let database = if database { "ok" } else { "failed" };
    (
        code,
        Json(Health {
            status,
            database,
            homeservers,
        }),
    )
        .into_response()
}
