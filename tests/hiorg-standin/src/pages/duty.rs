//! A duty: its page with "Chat öffnen", and the forms that make and change it.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post};

use super::render::{PageError, Sent, duty_path, organisation_path, page};
use crate::app::App;
use crate::error::Error;
use crate::german_time;
use crate::model::{Assignment, Duty, DutyChange, NewDuty, Organisation, Role};
use crate::oauth::params::Params;
use crate::outbound::Object;
use crate::server::see_other;

type Shared = State<Arc<App>>;
type Answer = Result<Response, PageError>;
type Ids = Path<(String, String)>;

pub(crate) fn routes() -> Router<Arc<App>> {
    const DUTY: &str = "/organisationen/{ov}/dienste/{id}";
    Router::new()
        // A duty may be called "neu", so making one has a path of its own.
        .route("/organisationen/{ov}/neuer-dienst", get(blank).post(create))
        .route(DUTY, get(show))
        .route(&format!("{DUTY}/bearbeiten"), get(edit).post(save))
        .route(&format!("{DUTY}/absagen"), post(cancel))
        .route(&format!("{DUTY}/absage-zuruecknehmen"), post(undo_cancel))
        .route(&format!("{DUTY}/loeschen"), post(delete))
}

/// Somebody on the duty.
struct Member {
    name: String,
    ov: Option<String>,
    responsible: bool,
    function: Option<String>,
}

#[derive(Template)]
#[template(path = "duty.html")]
struct DutyPage {
    organisation_path: String,
    path: String,
    organisation: Organisation,
    duty: Duty,
    starts: String,
    ends: String,
    members: Vec<Member>,
    /// Where "Chat öffnen" leads, while there is a chat.
    link: Option<String>,
    sent: Option<Sent>,
}

async fn show(State(app): Shared, Path((ov, id)): Ids) -> Answer {
    let handle = app.duty(&ov, &id);
    let duty = handle.get()?;
    let organisation = app.organisation(&ov).get()?;
    let link = if duty.chat && organisation.chat {
        Some(handle.link()?.into())
    } else {
        None
    };
    Ok(page(
        StatusCode::OK,
        &DutyPage {
            organisation_path: organisation_path(&ov),
            path: duty_path(&ov, &id),
            starts: german_time::shown(duty.starts_at),
            ends: german_time::shown(duty.ends_at),
            members: members(&app, &duty),
            link,
            sent: app
                .outbound
                .receipt(&Object::duty(&ov, &id))
                .map(Sent::from),
            organisation,
            duty,
        },
    ))
}

/// The responsible first.
fn members(app: &App, duty: &Duty) -> Vec<Member> {
    let state = app.state();
    let member = |assignment: &Assignment| {
        let ov = assignment.ov.as_deref().unwrap_or(&duty.ov);
        Member {
            name: state
                .person(ov, &assignment.sub)
                .map_or_else(|_| assignment.sub.clone(), |person| person.name.clone()),
            ov: assignment.ov.clone(),
            responsible: assignment.role == Role::Responsible,
            function: assignment.function.clone(),
        }
    };
    let mut members: Vec<Member> = duty.members.iter().map(member).collect();
    members.sort_by_key(|member| !member.responsible);
    members
}

#[derive(Template)]
#[template(path = "duty_form.html")]
struct FormPage {
    heading: &'static str,
    back: String,
    title: String,
    starts: String,
    ends: String,
    meeting_point: String,
}

async fn blank(State(app): Shared, Path(ov): Path<String>) -> Answer {
    app.organisation(&ov).get()?;
    Ok(page(
        StatusCode::OK,
        &FormPage {
            heading: "Neuer Dienst",
            back: organisation_path(&ov),
            title: String::new(),
            starts: String::new(),
            ends: String::new(),
            meeting_point: String::new(),
        },
    ))
}

async fn create(State(app): Shared, Path(ov): Path<String>, body: String) -> Answer {
    let form = Params::parse(body.as_bytes());
    let mut new = NewDuty::new(
        form.get("title").unwrap_or_default(),
        time(&form, "starts_at")?,
        time(&form, "ends_at")?,
    );
    new.meeting_point = form.owned("meeting_point");
    let duty = app.organisation(&ov).create_duty(new)?;
    Ok(see_other(&duty_path(&ov, &duty.id)))
}

async fn edit(State(app): Shared, Path((ov, id)): Ids) -> Answer {
    let duty = app.duty(&ov, &id).get()?;
    Ok(page(
        StatusCode::OK,
        &FormPage {
            heading: "Dienst bearbeiten",
            back: duty_path(&ov, &id),
            starts: german_time::input(duty.starts_at),
            ends: german_time::input(duty.ends_at),
            title: duty.title,
            meeting_point: duty.meeting_point.unwrap_or_default(),
        },
    ))
}

async fn save(State(app): Shared, Path((ov, id)): Ids, body: String) -> Answer {
    let form = Params::parse(body.as_bytes());
    let change = DutyChange {
        title: Some(form.owned("title").unwrap_or_default()),
        starts_at: Some(time(&form, "starts_at")?),
        ends_at: Some(time(&form, "ends_at")?),
        meeting_point: Some(form.owned("meeting_point").unwrap_or_default()),
    };
    app.duty(&ov, &id).edit(change).await?;
    Ok(see_other(&duty_path(&ov, &id)))
}

fn time(form: &Params, field: &'static str) -> Result<u64, Error> {
    form.get(field)
        .and_then(german_time::parse)
        .ok_or(Error::Invalid("time"))
}

async fn cancel(State(app): Shared, Path((ov, id)): Ids) -> Answer {
    app.duty(&ov, &id).cancel().await?;
    Ok(see_other(&duty_path(&ov, &id)))
}

async fn undo_cancel(State(app): Shared, Path((ov, id)): Ids) -> Answer {
    app.duty(&ov, &id).undo_cancel().await?;
    Ok(see_other(&duty_path(&ov, &id)))
}

async fn delete(State(app): Shared, Path((ov, id)): Ids) -> Answer {
    app.duty(&ov, &id).delete().await?;
    Ok(see_other(&organisation_path(&ov)))
}
