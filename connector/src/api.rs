//! The HTTP interface: HiOrg-Server's side, the app's side, and the homeserver's.

mod body;
pub(crate) use body::Params;
mod directory;
mod duties;
mod health;
mod landing;
mod metrics;
mod middleware;
pub mod openapi;
mod organisations;
mod people;
mod put_duty;
pub mod schema;
mod session;
mod token;
mod well_known;

use std::sync::Arc;

use axum::{
    Router,
    extract::DefaultBodyLimit,
    middleware::from_fn_with_state,
    routing::{get, post, put},
};

use crate::{
    app::App,
    appservice,
    problem::{Kind, Problem},
};

/// The largest body that is read, except from a homeserver.
const MAX_BODY: usize = 128 * 1024;

/// All routes.
pub fn router(app: Arc<App>) -> Router {
    Router::new()
        .route("/v1/organisations", get(directory::list))
        .route(
            "/v1/organisations/{ov}",
            put(organisations::put)
                .get(organisations::get)
                .delete(organisations::delete),
        )
        .route(
            "/v1/organisations/{ov}/duties/{duty_id}",
            put(duties::put).get(duties::get).delete(duties::delete),
        )
        .route(
            "/v1/organisations/{ov}/people/{sub}",
            axum::routing::delete(people::delete),
        )
        .route("/v1/organisations/{ov}/token", post(token::relay))
        .route("/v1/organisations/{ov}/session", post(session::create))
        .route("/d/{ov}/{duty_id}", get(landing::page))
        .route("/.well-known/assetlinks.json", get(well_known::assetlinks))
        .route(
            "/.well-known/apple-app-site-association",
            get(well_known::apple),
        )
        .route("/healthz", get(health::check))
        .route("/metrics", get(metrics::render))
        .route("/openapi.json", get(openapi::document))
        .method_not_allowed_fallback(method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .merge(appservice::router())
        .fallback(not_found)
        .layer(from_fn_with_state(Arc::clone(&app), middleware::guard))
        .with_state(app)
}

async fn not_found() -> Problem {
    Kind::NotFound.into()
}

async fn method_not_allowed() -> Problem {
    Kind::MethodNotAllowed.into()
}
