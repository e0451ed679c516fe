//! The same as the handles, as JSON over HTTP, for tests and the demo in other processes.
//!
//! | | |
//! |---|---|
//! | `GET, PUT /api/switches` | [`Switches`]; a PUT sets what is left out to its default |
//! | `POST /api/keys` | `{keep_old}`: signs with a new key from now on |
//! | `POST /api/id-tokens` | [`IdTokenSpec`] → `{id_token}` |
//! | `PUT /api/away` | `{away}`: pages and sign-in answer 503 (the API goes on) |
//! | `GET, POST /api/organisations` | all; `{ov, name}` adds one |
//! | `GET, DELETE /api/organisations/{ov}` | |
//! | `PUT, DELETE /api/organisations/{ov}/chat` | the admin's switch: on with a [`Contact`], off |
//! | `GET, POST /api/organisations/{ov}/people` | everybody; [`NewPerson`] adds one |
//! | `DELETE /api/organisations/{ov}/people/{sub}` | |
//! | `GET, POST /api/organisations/{ov}/duties` | all; [`NewDuty`] makes one |
//! | `GET, PATCH, DELETE /api/organisations/{ov}/duties/{id}` | [`DutyChange`] |
//! | `PUT …/duties/{id}/staffing` | "Einteilung speichern": [`Staffing`] |
//! | `PUT …/duties/{id}/cancelled` | `{cancelled}` |
//! | `GET, PUT /api/connector` | target, what waits and what became of the rest; `{url, token}` |
//! | `POST /api/connector/flush` | tries everything that waits |
//!
//! Changes answer with their [`Delivery`].

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post, put};
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::app::App;
use crate::config::ConnectorTarget;
use crate::error::Error;
use crate::model::{
    Contact, Duty, DutyChange, DutyState, NewDuty, NewPerson, Organisation, Person, Staffing,
};
use crate::outbound::{Delivery, Object, Receipt};
use crate::switches::Switches;
use crate::tokens::IdTokenSpec;

type Shared = State<Arc<App>>;
type Answer<T> = Result<Json<T>, Error>;

pub(crate) fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/switches", get(switches).put(set_switches))
        .route("/keys", post(rotate_key))
        .route("/id-tokens", post(mint_id_token))
        .route("/away", put(set_away))
        .route("/organisations", get(organisations).post(add_organisation))
        .route(
            "/organisations/{ov}",
            get(organisation).delete(delete_organisation),
        )
        .route(
            "/organisations/{ov}/chat",
            put(switch_chat_on).delete(switch_chat_off),
        )
        .route("/organisations/{ov}/people", get(people).post(add_person))
        .route("/organisations/{ov}/people/{sub}", delete(remove_person))
        .route("/organisations/{ov}/duties", get(duties).post(create_duty))
        .route(
            "/organisations/{ov}/duties/{id}",
            get(duty).patch(edit_duty).delete(delete_duty),
        )
        .route(
            "/organisations/{ov}/duties/{id}/staffing",
            put(save_staffing),
        )
        .route(
            "/organisations/{ov}/duties/{id}/cancelled",
            put(set_cancelled),
        )
        .route("/connector", get(connector).put(set_connector))
        .route("/connector/flush", post(flush))
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = match self {
            Self::UnknownOrganisation | Self::UnknownPerson | Self::UnknownDuty => {
                StatusCode::NOT_FOUND
            }
            Self::Exists => StatusCode::CONFLICT,
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Randomness | Self::Signing => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NoConnector | Self::Unreachable | Self::SignInRefused(_) => {
                StatusCode::BAD_GATEWAY
            }
        };
        (status, Json(json!({ "error": self.to_string() }))).into_response()
    }
}

async fn switches(State(app): Shared) -> Json<Switches> {
    Json(app.login().switches())
}

async fn set_switches(State(app): Shared, Json(switches): Json<Switches>) -> StatusCode {
    app.login().set_switches(switches);
    StatusCode::NO_CONTENT
}

#[derive(Deserialize)]
struct Rotation {
    keep_old: bool,
}

async fn rotate_key(State(app): Shared, Json(rotation): Json<Rotation>) -> Answer<Value> {
    let kid = app
        .login()
        .rotate_key(rotation.keep_old)
        .await
        .map_err(|_| Error::Signing)?;
    Ok(Json(json!({ "kid": kid })))
}

async fn mint_id_token(State(app): Shared, Json(spec): Json<IdTokenSpec>) -> Answer<Value> {
    let token = app.login().mint_id_token(&spec).await?;
    Ok(Json(json!({ "id_token": token })))
}

#[derive(Deserialize)]
struct Away {
    away: bool,
}

async fn set_away(State(app): Shared, Json(body): Json<Away>) -> StatusCode {
    app.set_away(body.away);
    StatusCode::NO_CONTENT
}

async fn organisations(State(app): Shared) -> Json<Vec<Organisation>> {
    let state = app.state();
    Json(
        state
            .organisations()
            .map(|entry| entry.organisation.clone())
            .collect(),
    )
}

#[derive(Deserialize)]
struct NewOrganisation {
    ov: String,
    name: String,
}

async fn add_organisation(
    State(app): Shared,
    Json(new): Json<NewOrganisation>,
) -> Answer<Organisation> {
    Ok(Json(app.add_organisation(&new.ov, &new.name)?))
}

async fn organisation(State(app): Shared, Path(ov): Path<String>) -> Answer<Organisation> {
    Ok(Json(app.organisation(&ov).get()?))
}

async fn delete_organisation(State(app): Shared, Path(ov): Path<String>) -> Answer<Delivery> {
    Ok(Json(app.organisation(&ov).delete().await?))
}

async fn switch_chat_on(
    State(app): Shared,
    Path(ov): Path<String>,
    Json(contact): Json<Contact>,
) -> Answer<Delivery> {
    Ok(Json(app.organisation(&ov).switch_chat_on(contact).await?))
}

async fn switch_chat_off(State(app): Shared, Path(ov): Path<String>) -> Answer<Delivery> {
    Ok(Json(app.organisation(&ov).switch_chat_off().await?))
}

/// A person without their password.
#[derive(Serialize)]
struct PersonView {
    ov: String,
    sub: String,
    name: String,
    username: String,
}

impl From<Person> for PersonView {
    fn from(person: Person) -> Self {
        Self {
            ov: person.ov,
            sub: person.sub,
            name: person.name,
            username: person.username,
        }
    }
}

async fn people(State(app): Shared, Path(ov): Path<String>) -> Answer<Vec<PersonView>> {
    let people = app.organisation(&ov).people()?;
    Ok(Json(people.into_iter().map(PersonView::from).collect()))
}

async fn add_person(
    State(app): Shared,
    Path(ov): Path<String>,
    Json(person): Json<NewPerson>,
) -> Answer<PersonView> {
    Ok(Json(app.organisation(&ov).add_person(person)?.into()))
}

async fn remove_person(
    State(app): Shared,
    Path((ov, sub)): Path<(String, String)>,
) -> Answer<Delivery> {
    Ok(Json(app.organisation(&ov).remove_person(&sub).await?))
}

/// A duty with what follows from it.
#[derive(Serialize)]
struct DutyView {
    #[serde(flatten)]
    duty: Duty,
    state: DutyState,
    link: Url,
    receipt: Option<Receipt>,
}

fn view(app: &Arc<App>, duty: Duty) -> Result<DutyView, Error> {
    Ok(DutyView {
        state: duty.state(),
        link: app.duty(&duty.ov, &duty.id).link()?,
        receipt: app.outbound.receipt(&Object::duty(&duty.ov, &duty.id)),
        duty,
    })
}

async fn duties(State(app): Shared, Path(ov): Path<String>) -> Answer<Vec<DutyView>> {
    let duties = app.organisation(&ov).duties()?;
    let views: Result<_, _> = duties.into_iter().map(|duty| view(&app, duty)).collect();
    Ok(Json(views?))
}

async fn create_duty(
    State(app): Shared,
    Path(ov): Path<String>,
    Json(duty): Json<NewDuty>,
) -> Answer<DutyView> {
    let duty = app.organisation(&ov).create_duty(duty)?;
    Ok(Json(view(&app, duty)?))
}

async fn duty(State(app): Shared, Path((ov, id)): Path<(String, String)>) -> Answer<DutyView> {
    let duty = app.duty(&ov, &id).get()?;
    Ok(Json(view(&app, duty)?))
}

async fn edit_duty(
    State(app): Shared,
    Path((ov, id)): Path<(String, String)>,
    Json(change): Json<DutyChange>,
) -> Answer<Delivery> {
    Ok(Json(app.duty(&ov, &id).edit(change).await?))
}

async fn delete_duty(
    State(app): Shared,
    Path((ov, id)): Path<(String, String)>,
) -> Answer<Delivery> {
    Ok(Json(app.duty(&ov, &id).delete().await?))
}

async fn save_staffing(
    State(app): Shared,
    Path((ov, id)): Path<(String, String)>,
    Json(staffing): Json<Staffing>,
) -> Answer<Delivery> {
    Ok(Json(app.duty(&ov, &id).save_staffing(staffing).await?))
}

#[derive(Deserialize)]
struct Cancelled {
    cancelled: bool,
}

async fn set_cancelled(
    State(app): Shared,
    Path((ov, id)): Path<(String, String)>,
    Json(body): Json<Cancelled>,
) -> Answer<Delivery> {
    let duty = app.duty(&ov, &id);
    let delivery = if body.cancelled {
        duty.cancel().await?
    } else {
        duty.undo_cancel().await?
    };
    Ok(Json(delivery))
}

async fn connector(State(app): Shared) -> Json<Value> {
    let connector = app.connector();
    Json(json!({
        "url": connector.target().map(|target| target.url),
        "pending": connector.pending(),
        "receipts": connector.receipts(),
    }))
}

#[derive(Deserialize)]
struct Target {
    url: Url,
    token: String,
}

async fn set_connector(State(app): Shared, Json(target): Json<Target>) -> StatusCode {
    app.connector().set(Some(ConnectorTarget {
        url: target.url,
        token: target.token,
    }));
    StatusCode::NO_CONTENT
}

async fn flush(State(app): Shared) -> Json<Vec<Object>> {
    Json(app.connector().flush().await)
}
