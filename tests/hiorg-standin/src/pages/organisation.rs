//! Organisations: overview, the admin's switch, people.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use super::render::{PageError, Sent, duty_path, organisation_path, page, path};
use crate::app::App;
use crate::german_time;
use crate::model::{Contact, Duty, NewPerson, Organisation, Person};
use crate::oauth::params::Params;
use crate::outbound::Object;
use crate::server::see_other;

type Shared = State<Arc<App>>;
type Answer = Result<Response, PageError>;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/", get(index))
        .route("/organisationen/{ov}", get(overview))
        .route("/organisationen/{ov}/chat", get(chat).post(save_chat))
        .route(
            "/organisationen/{ov}/personen",
            get(people).post(add_person),
        )
        .route(
            "/organisationen/{ov}/personen/{sub}/entfernen",
            post(remove_person),
        )
}

#[derive(Template)]
#[template(path = "index.html")]
struct IndexPage {
    organisations: Vec<(String, Organisation)>,
}

async fn index(State(app): Shared) -> Response {
    let organisations = app
        .state()
        .organisations()
        .map(|entry| &entry.organisation)
        .map(|organisation| (organisation_path(&organisation.ov), organisation.clone()))
        .collect();
    page(StatusCode::OK, &IndexPage { organisations })
}

/// A duty in the list.
struct Row {
    path: String,
    when: String,
    duty: Duty,
}

#[derive(Template)]
#[template(path = "organisation.html")]
struct OverviewPage {
    path: String,
    organisation: Organisation,
    duties: Vec<Row>,
    sent: Option<Sent>,
}

async fn overview(State(app): Shared, Path(ov): Path<String>) -> Answer {
    let handle = app.organisation(&ov);
    let duties = handle.duties()?.into_iter().map(|duty| Row {
        path: duty_path(&ov, &duty.id),
        when: german_time::shown(duty.starts_at),
        duty,
    });
    Ok(page(
        StatusCode::OK,
        &OverviewPage {
            path: organisation_path(&ov),
            organisation: handle.get()?,
            duties: duties.collect(),
            sent: sent(&app, &ov),
        },
    ))
}

fn sent(app: &App, ov: &str) -> Option<Sent> {
    app.outbound
        .receipt(&Object::organisation(ov))
        .map(Sent::from)
}

#[derive(Template)]
#[template(path = "chat.html")]
struct ChatPage {
    path: String,
    organisation: Organisation,
    contact: Contact,
    sent: Option<Sent>,
}

async fn chat(State(app): Shared, Path(ov): Path<String>) -> Answer {
    let organisation = app.organisation(&ov).get()?;
    let contact = organisation
        .contact
        .clone()
        .unwrap_or_else(|| Contact::new(&organisation.name, "", ""));
    Ok(page(
        StatusCode::OK,
        &ChatPage {
            path: organisation_path(&ov),
            organisation,
            contact,
            sent: sent(&app, &ov),
        },
    ))
}

async fn save_chat(State(app): Shared, Path(ov): Path<String>, body: String) -> Answer {
    let form = Params::parse(body.as_bytes());
    let handle = app.organisation(&ov);
    if form.get("chat").is_some() {
        let field = |name| form.get(name).unwrap_or_default();
        let contact = Contact::new(field("name"), field("address"), field("email"));
        handle.switch_chat_on(contact).await?;
    } else {
        handle.switch_chat_off().await?;
    }
    Ok(see_other(&path(["organisationen", &ov, "chat"])))
}

#[derive(Template)]
#[template(path = "people.html")]
struct PeoplePage {
    path: String,
    organisation: Organisation,
    people: Vec<(String, Person)>,
}

async fn people(State(app): Shared, Path(ov): Path<String>) -> Answer {
    let handle = app.organisation(&ov);
    let people = handle.people()?.into_iter().map(|person| {
        let remove = path(["organisationen", &ov, "personen", &person.sub, "entfernen"]);
        (remove, person)
    });
    Ok(page(
        StatusCode::OK,
        &PeoplePage {
            path: organisation_path(&ov),
            organisation: handle.get()?,
            people: people.collect(),
        },
    ))
}

async fn add_person(State(app): Shared, Path(ov): Path<String>, body: String) -> Answer {
    let form = Params::parse(body.as_bytes());
    let field = |name| form.get(name).unwrap_or_default();
    let person = NewPerson::new(field("name"), field("username"), field("password"));
    app.organisation(&ov).add_person(person)?;
    Ok(see_other(&path(["organisationen", &ov, "personen"])))
}

async fn remove_person(State(app): Shared, Path((ov, sub)): Path<(String, String)>) -> Answer {
    app.organisation(&ov).remove_person(&sub).await?;
    Ok(see_other(&path(["organisationen", &ov, "personen"])))
}
