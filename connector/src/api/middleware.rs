//! What holds for every request: bounded time and number, the clock's `Date`, counting.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};

use crate::{
    app::App,
    clock::http_date,
    metrics::Counter,
    problem::{Kind, Problem},
};

static UNDER_WAY: AtomicUsize = AtomicUsize::new(0);

/// One of the requests under way, counted until it is dropped.
struct Place;

impl Place {
    fn take(limit: usize) -> Option<Self> {
        let place = Self;
        (UNDER_WAY.fetch_add(1, Ordering::Relaxed) < limit).then_some(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        UNDER_WAY.fetch_sub(1, Ordering::Relaxed);
    }
}

pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("none", MatchedPath::as_str)
        .to_owned();
    let method = request.method().as_str().to_owned();
    let mut response = answer(
        app.config.limits.max_requests,
        app.config.limits.request_timeout,
        request,
        next,
    )
    .await;
    let status = response.status().as_u16().to_string();
    app.metrics.count(
        Counter::Requests,
        &[
            ("route", &route),
            ("method", known(&method)),
            ("status", &status),
        ],
    );
    if let Ok(date) = HeaderValue::from_str(&http_date(app.clock.now())) {
        response.headers_mut().insert(header::DATE, date);
    }
    let headers = response.headers_mut();
    headers
        .entry(header::X_CONTENT_TYPE_OPTIONS)
        .or_insert(HeaderValue::from_static("nosniff"));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}

async fn answer(limit: usize, timeout: Duration, request: Request, next: Next) -> Response {
    let Some(_place) = Place::take(limit) else {
        return Problem::from(Kind::TooManyRequests).into_response();
    };
    match tokio::time::timeout(timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::from(Kind::Timeout).into_response(),
    }
}

/// A method as a metric's label: callers can invent methods.
fn known(method: &str) -> &str {
    match method {
        "GET" | "HEAD" | "PUT" | "POST" | "DELETE" | "OPTIONS" | "PATCH" => method,
        _ => "other",
    }
}
