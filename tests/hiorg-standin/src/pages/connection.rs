//! The line to the connector: what it was told, what it answered, what waits.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use super::render::{Sent, page};
use crate::app::App;
use crate::german_time;
use crate::outbound::{Object, Receipt};
use crate::server::see_other;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/verbindung", get(show))
        .route("/verbindung/senden", post(flush))
}

struct Row {
    what: String,
    revision: Option<u64>,
    when: String,
    sent: Sent,
}

impl From<Receipt> for Row {
    fn from(receipt: Receipt) -> Self {
        let what = match &receipt.object {
            Object::Organisation { ov } => format!("Organisation {ov}"),
            Object::Duty { ov, duty_id } => format!("Dienst {duty_id} ({ov})"),
            Object::Person { ov, sub } => format!("Austritt {sub} ({ov})"),
        };
        Self {
            what,
            revision: receipt.revision,
            when: german_time::shown(receipt.at),
            sent: receipt.into(),
        }
    }
}

#[derive(Template)]
#[template(path = "connection.html")]
struct ConnectionPage {
    connector: Option<String>,
    pending: usize,
    rows: Vec<Row>,
}

async fn show(State(app): State<Arc<App>>) -> Response {
    let connector = app.connector();
    page(
        StatusCode::OK,
        &ConnectionPage {
            connector: connector.target().map(|target| target.url.into()),
            pending: connector.pending().len(),
            rows: connector.receipts().into_iter().map(Row::from).collect(),
        },
    )
}

async fn flush(State(app): State<Arc<App>>) -> Response {
    app.connector().flush().await;
    see_other("/verbindung")
}
