//! HiOrg-Server's side: duties.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use dienstchat_core::{
    duty::{DutyLink, Envelope, Phase},
    ids::{DutyId, OrgCode},
};
use http::StatusCode;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    body::{Params, Search, Whole, duty_id, ov, revision},
    organisations::{RevisionParam, owned},
    put_duty::{Target, check, members},
    schema::EnvelopeBody,
};
use crate::{
    app::App,
    auth::Caller,
    db::{DutyRecord, Organisation, WantedDuty, WriteError, Written},
    links::app_host,
    problem::{Kind, Problem, ProblemDetails},
    reconcile::Outlook,
};

/// A duty as the connector knows it.
#[derive(Serialize, ToSchema)]
pub(super) struct DutyView {
    /// The organisation's code.
    pub(super) ov: String,
    /// The duty's id.
    pub(super) duty_id: String,
    /// The revision of the wanted state.
    pub(super) revision: i64,
    /// What holds in the chat now: `active`, `read_only` or `deleted`.
    pub(super) phase: &'static str,
    /// From when on members only read, in seconds since the epoch; absent once deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) read_only_from: Option<i64>,
    /// When the chat is deleted, in seconds since the epoch; absent once deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) delete_at: Option<i64>,
    /// What the homeserver's room was last brought to: `none`, `active`, `read_only`, `deleted`.
    pub(super) applied_phase: &'static str,
    /// The revision that the homeserver's room was last brought to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) applied_revision: Option<i64>,
    /// The room, once there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) room_id: Option<String>,
    /// The link that opens the chat.
    pub(super) link: String,
    /// The statement as stored; absent once the chat is deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<super::schema::StatementBody>)]
    pub(super) statement: Option<Value>,
    /// Whom the statement names.
    pub(super) members: Vec<MemberView>,
}

/// A member of a duty's chat.
#[derive(Serialize, ToSchema)]
pub(super) struct MemberView {
    /// The person's id.
    pub(super) sub: String,
    /// The person's organisation.
    pub(super) ov: String,
    /// The person's name.
    pub(super) name: String,
    /// `responsible` or `assigned`.
    pub(super) role: &'static str,
    /// Whether the person is in the chat; false means "not yet in the chat".
    pub(super) joined: bool,
}

/// Takes a duty's complete wanted state: the duty statement. The same again changes nothing.
#[utoipa::path(
    put, path = "/v1/organisations/{ov}/duties/{duty_id}", tag = "HiOrg-Server",
    params(
        ("ov" = String, Path, description = "The organisation's code"),
        ("duty_id" = String, Path, description = "The duty's id"),
    ),
    request_body = EnvelopeBody,
    responses(
        (status = 200, description = "Taken, or known already", body = DutyView),
        (status = 201, description = "The duty is new", body = DutyView),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation or statement", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "The organisation is not known", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "Known revision with another content, or a stale one", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 413, description = "Over 60 KiB", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "A value is not valid; `field` names it", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code, id)): Params<(String, String)>,
    Whole(bytes): Whole,
) -> Result<Response, Problem> {
    let (ov, duty_id) = (ov(&code)?, duty_id(&id)?);
    let organisation = owned(&app, &caller, &ov).await?;
    let target = Target {
        caller: &caller,
        ov: &ov,
        duty_id: &duty_id,
        public_url: &app.config.public_url,
        homeserver: &organisation.homeserver,
    };
    let wanted = check(&bytes, &target)?;
    let written = app.db.put_duty(&ov, &duty_id, &wanted).await?;
    if written != Written::Unchanged {
        tracing::info!(
            ov = ov.as_str(),
            duty_id = duty_id.as_str(),
            revision = wanted.revision,
            "duty taken"
        );
        app.triggers.duty(&ov, &duty_id);
    }
    let status = if written == Written::Created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(view(&app, &organisation, &duty_id).await?)).into_response())
}

/// The duty as it is known, with who is in its chat.
#[utoipa::path(
    get, path = "/v1/organisations/{ov}/duties/{duty_id}", tag = "HiOrg-Server",
    params(
        ("ov" = String, Path, description = "The organisation's code"),
        ("duty_id" = String, Path, description = "The duty's id"),
    ),
    responses(
        (status = 200, description = "The duty", body = DutyView),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "Not known", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code, id)): Params<(String, String)>,
) -> Result<Json<DutyView>, Problem> {
    let (ov, duty_id) = (ov(&code)?, duty_id(&id)?);
    let organisation = owned(&app, &caller, &ov).await?;
    Ok(Json(view(&app, &organisation, &duty_id).await?))
}

/// Switches a duty's chat off: read only at once, deleted after its `read_days`.
#[utoipa::path(
    delete, path = "/v1/organisations/{ov}/duties/{duty_id}", tag = "HiOrg-Server",
    params(
        ("ov" = String, Path, description = "The organisation's code"),
        ("duty_id" = String, Path, description = "The duty's id"),
        RevisionParam,
    ),
    responses(
        (status = 204, description = "Taken, or known already"),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "Not known", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "Known revision with another content, or a stale one", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code, id)): Params<(String, String)>,
    Search(query): Search<RevisionParam>,
) -> Result<StatusCode, Problem> {
    let (ov, duty_id) = (ov(&code)?, duty_id(&id)?);
    owned(&app, &caller, &ov).await?;
    let record = app.db.duty(&ov, &duty_id).await?.ok_or(Kind::UnknownDuty)?;
    let revision = revision(query.revision)?;
    let wanted = withdrawn(&record, revision, app.clock.now().as_secs())?;
    let written = app
        .db
        .put_duty(&ov, &duty_id, &wanted)
        .await
        .map_err(|error| match error {
            WriteError::NotFound => Kind::UnknownDuty.into(),
            error => Problem::from(error),
        })?;
    if written != Written::Unchanged {
        tracing::info!(
            ov = ov.as_str(),
            duty_id = duty_id.as_str(),
            revision,
            "duty withdrawn"
        );
        app.triggers.duty(&ov, &duty_id);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The last statement, said again as switched off now.
fn withdrawn(record: &DutyRecord, revision: i64, now: i64) -> Result<WantedDuty, Problem> {
    let Some(text) = &record.envelope else {
        // The chat is deleted; only the revision is left to be remembered.
        return Ok(WantedDuty {
            revision,
            hash: record.hash,
            reset: false,
            withdrawn: true,
            envelope: None,
            members: Vec::new(),
        });
    };
    let mut value: Value = serde_json::from_str(text).map_err(|_| Kind::Internal)?;
    let plain = value
        .get_mut("plain")
        .and_then(Value::as_object_mut)
        .ok_or(Kind::Internal)?;
    plain.insert("revision".to_owned(), revision.into());
    plain.insert("state".to_owned(), "chat_off".into());
    plain.insert("state_since".to_owned(), now.into());
    plain.remove("reset");
    let envelope = Envelope::parse(&value.to_string()).map_err(|_| Kind::Internal)?;
    Ok(WantedDuty {
        revision,
        hash: *envelope.hash().as_bytes(),
        reset: false,
        withdrawn: true,
        envelope: Some(envelope.as_json().to_owned()),
        members: members(envelope.statement()),
    })
}

async fn view(
    app: &App,
    organisation: &Organisation,
    duty_id: &DutyId,
) -> Result<DutyView, Problem> {
    let ov: &OrgCode = &organisation.ov;
    let record = app.db.duty(ov, duty_id).await?.ok_or(Kind::UnknownDuty)?;
    let roster = app.db.roster(ov, duty_id).await?;
    let outlook = Outlook::of(&record, organisation).map_err(|_| Kind::Internal)?;
    let limits = outlook.as_ref().map(Outlook::limits);
    let phase = limits.map_or(Phase::Deleted, |limits| limits.phase(app.clock.now()));
    let link = DutyLink {
        ov: ov.clone(),
        duty_id: duty_id.clone(),
    };
    Ok(DutyView {
        ov: ov.as_str().to_owned(),
        duty_id: duty_id.as_str().to_owned(),
        revision: record.revision,
        phase: match phase {
            Phase::Active => "active",
            Phase::ReadOnly => "read_only",
            Phase::Deleted => "deleted",
        },
        read_only_from: limits.map(|limits| limits.read_only_from.as_secs()),
        delete_at: limits.map(|limits| limits.delete_at.as_secs()),
        applied_phase: record.applied.as_str(),
        applied_revision: record.applied_revision,
        room_id: record.room_id.map(|room| room.to_string()),
        link: app_host(&app.config).map_or_else(|| link.to_app(), |host| link.to_web(&host)),
        statement: record
            .envelope
            .and_then(|text| serde_json::from_str::<Value>(&text).ok())
            .and_then(|mut envelope| envelope.get_mut("plain").map(Value::take)),
        members: roster
            .into_iter()
            .map(|entry| MemberView {
                sub: entry.member.sub.as_str().to_owned(),
                ov: entry.member.ov.as_str().to_owned(),
                name: entry.member.name,
                role: if entry.member.responsible {
                    "responsible"
                } else {
                    "assigned"
                },
                joined: entry.joined,
            })
            .collect(),
    })
}
