//! German pages for people: sign-in, and the duty side.
//!
//! A form is answered with a redirect to the page that shows what came of it.

mod connection;
mod duty;
pub(crate) mod login;
mod organisation;
mod render;
mod staffing;

use std::sync::Arc;

use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::app::App;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/style.css", get(style))
        .merge(organisation::routes())
        .merge(duty::routes())
        .merge(staffing::routes())
        .merge(connection::routes())
}

async fn style() -> Response {
    let css = include_str!("../templates/style.css");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], css).into_response()
}
