//! What is counted, for Prometheus.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};

use crate::{
    app::App,
    metrics::{head, sample},
    problem::Problem,
};

/// Counters and gauges in Prometheus' text format. Not for the public: the reverse proxy keeps it.
#[utoipa::path(
    get, path = "/metrics", tag = "Operation",
    responses((status = 200, description = "Prometheus' text format", body = String, content_type = "text/plain"))
)]
pub(super) async fn render(State(app): State<Arc<App>>) -> Result<Response, Problem> {
    let mut text = app.metrics.render();
    let name = "dienstchat_organisations";
    head(
        &mut text,
        name,
        "Organisations, by whether the chat function is on.",
        "gauge",
    );
    let organisations = app.db.organisations().await?;
    for enabled in [true, false] {
        let count = organisations
            .iter()
            .filter(|organisation| organisation.enabled == enabled)
            .count();
        sample(
            &mut text,
            name,
            &[("enabled", enabled.to_string())],
            u64::try_from(count).unwrap_or(0),
        );
    }
    let name = "dienstchat_duties";
    head(
        &mut text,
        name,
        "Duties, by what their room was last brought to.",
        "gauge",
    );
    for (phase, count) in app.db.duty_counts().await? {
        sample(
            &mut text,
            name,
            &[("phase", phase.as_str().to_owned())],
            u64::try_from(count).unwrap_or(0),
        );
    }
    let name = "dienstchat_homeserver_up";
    head(
        &mut text,
        name,
        "Whether a homeserver answered its last request.",
        "gauge",
    );
    for homeserver in app.homeservers.values() {
        let up = homeserver.is_ready() && homeserver.is_reachable();
        sample(
            &mut text,
            name,
            &[("homeserver", homeserver.server_name().to_string())],
            u64::from(up),
        );
    }
    let content_type = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, content_type)], text).into_response())
}
