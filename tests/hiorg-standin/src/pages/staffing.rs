//! The dialog "Einteilung speichern" with the chat tick box.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::render::{PageError, duty_path, page};
use crate::app::App;
use crate::error::Error;
use crate::model::{Assignment, Duty, Organisation, Person, Role, Staffing};
use crate::oauth::params::Params;
use crate::server::see_other;

type Ids = Path<(String, String)>;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new().route(
        "/organisationen/{ov}/dienste/{id}/einteilung",
        get(show).post(save),
    )
}

/// Somebody who is or can be on the duty.
struct Row {
    /// What the fields of this person are called after.
    key: String,
    person: Person,
    /// The organisation, where it is not the duty's.
    foreign_ov: Option<String>,
    role: &'static str,
    function: String,
}

#[derive(Template)]
#[template(path = "staffing.html")]
struct StaffingPage {
    path: String,
    organisation: Organisation,
    duty: Duty,
    rows: Vec<Row>,
}

async fn show(State(app): State<Arc<App>>, Path((ov, id)): Ids) -> Result<Response, PageError> {
    let duty = app.duty(&ov, &id).get()?;
    Ok(page(
        StatusCode::OK,
        &StaffingPage {
            path: duty_path(&ov, &id),
            organisation: app.organisation(&ov).get()?,
            rows: rows(&app, &duty)?,
            duty,
        },
    ))
}

/// The organisation's people and those of others who are on the duty already.
fn rows(app: &Arc<App>, duty: &Duty) -> Result<Vec<Row>, Error> {
    let mut people = app.organisation(&duty.ov).people()?;
    {
        let state = app.state();
        for member in &duty.members {
            if let Some(ov) = member.ov.as_deref().filter(|ov| *ov != duty.ov) {
                people.push(state.person(ov, &member.sub)?.clone());
            }
        }
    }
    let row = |person: Person| {
        let place = duty.members.iter().find(|member| {
            member.sub == person.sub && member.ov.as_deref().unwrap_or(&duty.ov) == person.ov
        });
        Row {
            key: format!("{}.{}", person.ov, person.sub),
            foreign_ov: (person.ov != duty.ov).then(|| person.ov.clone()),
            role: match place.map(|place| place.role) {
                None => "",
                Some(Role::Assigned) => "assigned",
                Some(Role::Responsible) => "responsible",
            },
            function: place
                .and_then(|place| place.function.clone())
                .unwrap_or_default(),
            person,
        }
    };
    Ok(people.into_iter().map(row).collect())
}

async fn save(
    State(app): State<Arc<App>>,
    Path((ov, id)): Ids,
    body: String,
) -> Result<Response, PageError> {
    let form = Params::parse(body.as_bytes());
    let handle = app.duty(&ov, &id);
    let mut members = Vec::new();
    for row in rows(&app, &handle.get()?)? {
        let role = match form.get(&format!("role.{}", row.key)) {
            None => continue,
            Some("assigned") => Role::Assigned,
            Some("responsible") => Role::Responsible,
            Some(_) => return Err(Error::Invalid("role").into()),
        };
        members.push(Assignment {
            sub: row.person.sub,
            ov: row.foreign_ov,
            role,
            function: form.owned(&format!("function.{}", row.key)),
        });
    }
    let chat = form.get("chat").is_some();
    handle.save_staffing(Staffing { members, chat }).await?;
    Ok(see_other(&duty_path(&ov, &id)))
}
