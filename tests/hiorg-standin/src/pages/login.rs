//! Sign-in and "Datenzugriff erlauben".

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::render::page;
use crate::app::App;
use crate::model::Person;
use crate::oauth::request::AuthorizationRequest;

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage<'a> {
    client: &'a str,
    /// Name of the organisation, if the request names one.
    organisation: Option<String>,
    error: Option<&'a str>,
}

/// The sign-in; with an error after a failed one (401).
pub(crate) fn login_page(
    app: &App,
    request: &AuthorizationRequest,
    error: Option<&str>,
) -> Response {
    let organisation = request.ov.as_deref().and_then(|ov| {
        let state = app.state();
        Some(state.organisation(ov).ok()?.organisation.name.clone())
    });
    let status = if error.is_some() {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::OK
    };
    page(
        status,
        &LoginPage {
            client: &request.client.name,
            organisation,
            error,
        },
    )
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage<'a> {
    client: &'a str,
    person: &'a Person,
    email: bool,
    ticket: &'a str,
}

/// The question whether the client may know who this is.
pub(crate) fn consent_page(
    request: &AuthorizationRequest,
    person: &Person,
    ticket: &str,
) -> Response {
    page(
        StatusCode::OK,
        &ConsentPage {
            client: &request.client.name,
            person,
            email: request.scope.contains("email"),
            ticket,
        },
    )
}

#[derive(Template)]
#[template(path = "refusal.html")]
pub(crate) struct RefusalPage<'a> {
    pub(crate) why: &'a str,
}

/// A request that must not be redirected.
pub(crate) fn refusal_page(why: &str) -> Response {
    page(StatusCode::BAD_REQUEST, &RefusalPage { why })
}
