//! What all pages need: rendering, paths, errors and the state of the line in words.
//!
//! The templates escape everything by themselves (askama does, by the `.html` ending).

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use url::Url;

use crate::error::Error;
use crate::outbound::{Delivery, Receipt};
use crate::pages::login::RefusalPage;

pub(crate) fn page(status: StatusCode, template: &impl Template) -> Response {
    match template.render() {
        Ok(html) => (status, Html(html)).into_response(),
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A path of these segments, each escaped.
pub(crate) fn path<'a>(segments: impl IntoIterator<Item = &'a str>) -> String {
    let Ok(mut url) = Url::parse("http://localhost") else {
        return String::new();
    };
    if let Ok(mut path) = url.path_segments_mut() {
        path.extend(segments);
    }
    url.path().to_owned()
}

pub(crate) fn organisation_path(ov: &str) -> String {
    path(["organisationen", ov])
}

pub(crate) fn duty_path(ov: &str, id: &str) -> String {
    path(["organisationen", ov, "dienste", id])
}

/// A refused operation, for people.
pub(crate) struct PageError(Error);

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        Self(error)
    }
}

impl IntoResponse for PageError {
    fn into_response(self) -> Response {
        let (status, why) = match self.0 {
            Error::UnknownOrganisation => {
                (StatusCode::NOT_FOUND, "Diese Organisation gibt es nicht.")
            }
            Error::UnknownPerson => (StatusCode::NOT_FOUND, "Diese Person gibt es nicht."),
            Error::UnknownDuty => (StatusCode::NOT_FOUND, "Diesen Dienst gibt es nicht."),
            Error::Exists => (StatusCode::CONFLICT, "Das gibt es schon."),
            Error::Invalid("ends_at") => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Das Ende muss nach dem Beginn liegen.",
            ),
            Error::Invalid("contact.email") => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Die E-Mail-Adresse ist keine.",
            ),
            Error::Invalid(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "Eine Angabe fehlt, ist zu lang oder nicht zu verstehen.",
            ),
            _ => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "Da ist hier etwas schiefgegangen.",
            ),
        };
        page(status, &RefusalPage { why })
    }
}

/// What became of a message to the connector.
pub(crate) struct Sent {
    /// The look: `good`, `warn` or `bad`.
    pub(crate) look: &'static str,
    pub(crate) text: String,
}

impl From<Receipt> for Sent {
    fn from(receipt: Receipt) -> Self {
        match receipt.delivery {
            Delivery::NotNeeded => Self {
                look: "warn",
                text: "nichts zu melden".to_owned(),
            },
            Delivery::Pending { status: None } => Self {
                look: "warn",
                text: "wartet: nicht erreichbar".to_owned(),
            },
            Delivery::Pending {
                status: Some(status),
            } => Self {
                look: "warn",
                text: format!("wartet: Antwort {status}"),
            },
            Delivery::Delivered { status } => Self {
                look: "good",
                text: format!("übermittelt ({status})"),
            },
            Delivery::Refused { status, problem } => Self {
                look: "bad",
                text: format!("abgelehnt ({status}) {}", problem.unwrap_or_default()),
            },
        }
    }
}
