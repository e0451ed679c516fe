//! The router and what holds for every answer.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use url::Url;

use crate::app::App;
use crate::{api, oauth, pages};

pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .merge(oauth::routes())
        .merge(pages::routes())
        .nest("/api", api::routes())
        .layer(from_fn_with_state(Arc::clone(app), headers))
        .with_state(Arc::clone(app))
}

/// Headers of every answer. `Date` follows the stand-in's clock; hyper sets the system's time only
/// where none is set.
async fn headers(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = if app.is_away() && !api {
        StatusCode::SERVICE_UNAVAILABLE.into_response()
    } else if is_foreign_form(&request) {
        StatusCode::FORBIDDEN.into_response()
    } else {
        next.run(request).await
    };
    let date = app
        .clock
        .http_date()
        .and_then(|date| HeaderValue::from_str(&date).ok());
    let headers = response.headers_mut();
    if let Some(date) = date {
        headers.insert(header::DATE, date);
    }
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // No form-action: browsers apply it to the redirect after the consent as well.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether a page of another site sends a form here: the duty side has no sign-in that would stop
/// it.
fn is_foreign_form(request: &Request) -> bool {
    let from = request.headers().get("sec-fetch-site");
    !request.method().is_safe() && from.is_some_and(|site| site == "cross-site")
}

/// 302, as OAuth's answers are sent (303 would be as good; HiOrg-Server and most others send 302).
pub(crate) fn found(url: &Url) -> Response {
    redirect(StatusCode::FOUND, url.as_str())
}

/// 303, after a form has been taken.
pub(crate) fn see_other(path: &str) -> Response {
    redirect(StatusCode::SEE_OTHER, path)
}

fn redirect(status: StatusCode, to: &str) -> Response {
    match HeaderValue::from_str(to) {
        Ok(location) => (status, [(header::LOCATION, location)]).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}
