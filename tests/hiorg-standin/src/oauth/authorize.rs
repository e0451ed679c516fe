//! The authorization endpoint: sign-in, then "Datenzugriff erlauben".
//!
//! A browser does it in two steps; a program may send `username`, `password` and `consent` at
//! once. The parameters of the request stay in the query of the page's own address.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::grants::Authorization;
use super::params::Params;
use super::request::{AuthorizationRequest, Refusal, parse};
use crate::app::App;
use crate::error::Error;
use crate::model::Person;
use crate::pages::login::{consent_page, login_page, refusal_page};
use crate::server::found;

/// Seconds in which the consent page can be answered after the sign-in.
const CONSENT_TIME: u64 = 600;

pub(crate) async fn show(State(app): State<Arc<App>>, RawQuery(query): RawQuery) -> Response {
    match parse(&app, &query.unwrap_or_default()) {
        Ok(request) => login_page(&app, &request, None),
        Err(refusal) => refused(refusal),
    }
}

pub(crate) async fn answer(
    State(app): State<Arc<App>>,
    RawQuery(query): RawQuery,
    body: String,
) -> Response {
    let request = match parse(&app, &query.unwrap_or_default()) {
        Ok(request) => request,
        Err(refusal) => return refused(refusal),
    };
    let form = Params::parse(body.as_bytes());
    match form.get("consent") {
        Some("deny") => {
            return found(
                &request
                    .redirect
                    .error("access_denied", "consent was denied"),
            );
        }
        None | Some("allow") => {}
        Some(_) => return refused(Refusal::Page("Die Antwort war nicht zu verstehen.")),
    }

    let person = match form.get("ticket") {
        Some(ticket) => ticket_holder(&app, ticket),
        None => sign_in(&app, &request, &form),
    };
    let Some(person) = person else {
        let why = "Benutzername, Passwort oder Organisation stimmen nicht.";
        return login_page(&app, &request, Some(why));
    };
    let outcome = if form.get("consent").is_some() {
        allow(&app, &request, &person)
    } else {
        ask(&app, &request, &person)
    };
    outcome.unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

fn refused(refusal: Refusal) -> Response {
    match refusal {
        Refusal::Page(why) => refusal_page(why),
        Refusal::Redirect(url) => found(&url),
    }
}

fn ticket_holder(app: &App, ticket: &str) -> Option<Person> {
    let (ov, sub) = app.grants().redeem_ticket(ticket, app.now())?;
    app.state().person(&ov, &sub).ok().cloned()
}

/// The one person with this name and password, in the organisation that the request or the form
/// names. Without one, the user name must be unique.
fn sign_in(app: &App, request: &AuthorizationRequest, form: &Params) -> Option<Person> {
    let ov = request
        .ov
        .clone()
        .or_else(|| form.get("ov").map(str::to_ascii_lowercase));
    let state = app.state();
    let mut people = state.people_named(ov.as_deref(), form.get("username")?);
    let person = people.next()?;
    let only = people.next().is_none();
    (only && form.get("password") == Some(&person.password)).then(|| person.clone())
}

fn ask(app: &App, request: &AuthorizationRequest, person: &Person) -> Result<Response, Error> {
    let until = app.now().saturating_add(CONSENT_TIME);
    let ticket = app.grants().ticket(&person.ov, &person.sub, until)?;
    Ok(consent_page(request, person, &ticket))
}

fn allow(app: &App, request: &AuthorizationRequest, person: &Person) -> Result<Response, Error> {
    let authorization = Authorization {
        client_id: request.client.id.clone(),
        redirect_uri: request.redirect.uri.clone(),
        scope: request.scope.clone(),
        nonce: request.nonce.clone(),
        challenge: request.challenge.clone(),
        ov: person.ov.clone(),
        sub: person.sub.clone(),
    };
    let expires_at = app.now().saturating_add(app.code_lifetime);
    let code = app.grants().code(authorization, expires_at)?;
    Ok(found(&request.redirect.code(&code)))
}
