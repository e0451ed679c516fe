//! HiOrg-Server's side: organisations.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use dienstchat_core::ids::OrgCode;
use http::StatusCode;
use ruma::OwnedServerName;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::body::{Params, Search, Whole, json, ov, revision, sha256};
use crate::{
    app::App,
    auth::Caller,
    db::{Contact, Organisation, WantedOrganisation, Written},
    problem::{Kind, Problem, ProblemDetails},
};

/// The longest text of an organisation, in bytes.
const MAX_TEXT: usize = 500;

/// An organisation as HiOrg-Server wants it: the complete wanted state.
#[derive(Serialize, Deserialize, ToSchema)]
pub(super) struct OrganisationBody {
    /// Rises with every change; at most 2^53 - 1.
    pub(super) revision: u64,
    /// The name that people see in the directory.
    #[schema(example = "Rotes Kreuz Musterstadt")]
    pub(super) name: String,
    /// The issuer, which is the credential's.
    #[schema(example = "https://api.hiorg-server.de")]
    pub(super) issuer: String,
    /// The server name of its homeserver; the first configured one when absent. Cannot change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) homeserver: Option<String>,
    /// Whether the chat function is on. While it is off, all duties count as `chat_off`.
    pub(super) enabled: bool,
    /// Whom the operator turns to.
    #[serde(default)]
    pub(super) contact: ContactBody,
    /// A lower revision is meant, because a backup was restored.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) reset: bool,
}

/// Whom the operator turns to.
#[derive(Default, Serialize, Deserialize, ToSchema)]
pub(super) struct ContactBody {
    /// The admin's name.
    #[serde(default)]
    pub(super) name: String,
    /// The organisation's postal address.
    #[serde(default)]
    pub(super) address: String,
    /// The admin's e-mail address.
    #[serde(default)]
    pub(super) email: String,
}

/// An organisation as the connector knows it.
#[derive(Serialize, ToSchema)]
pub(super) struct OrganisationView {
    /// The organisation's code.
    pub(super) ov: String,
    /// The revision of the wanted state.
    pub(super) revision: i64,
    /// The name that people see in the directory.
    pub(super) name: String,
    /// The issuer.
    pub(super) issuer: String,
    /// The server name of its homeserver.
    pub(super) homeserver: String,
    /// Whether the chat function is on.
    pub(super) enabled: bool,
    /// Whom the operator turns to.
    pub(super) contact: ContactBody,
}

/// The revision of a DELETE.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RevisionParam {
    /// Higher than the revision that is known.
    pub(super) revision: u64,
}

impl From<Organisation> for OrganisationView {
    fn from(organisation: Organisation) -> Self {
        let Contact {
            name,
            address,
            email,
        } = organisation.contact;
        Self {
            ov: organisation.ov.as_str().to_owned(),
            revision: organisation.revision,
            name: organisation.name,
            issuer: organisation.issuer,
            homeserver: organisation.homeserver.to_string(),
            enabled: organisation.enabled,
            contact: ContactBody {
                name,
                address,
                email,
            },
        }
    }
}

/// Takes an organisation's complete wanted state. The same again changes nothing.
#[utoipa::path(
    put, path = "/v1/organisations/{ov}", tag = "HiOrg-Server",
    params(("ov" = String, Path, description = "The organisation's code")),
    request_body = OrganisationBody,
    responses(
        (status = 200, description = "Taken, or known already", body = OrganisationView),
        (status = 201, description = "The organisation is new", body = OrganisationView),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "Known revision with another content, a stale one, or another homeserver", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 422, description = "A value is not valid; `field` names it", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn put(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code,)): Params<(String,)>,
    Whole(bytes): Whole,
) -> Result<Response, Problem> {
    let ov = ov(&code)?;
    let body: OrganisationBody = json(&bytes)?;
    let wanted = check(&app, &caller, body)?;
    let first = app.config.homeservers.first().ok_or(Kind::Internal)?;
    let written = app
        .db
        .put_organisation(&ov, &wanted, &first.server_name, app.clock.now())
        .await?;
    if written != Written::Unchanged {
        tracing::info!(
            ov = ov.as_str(),
            revision = wanted.revision,
            enabled = wanted.enabled,
            "organisation taken"
        );
        app.triggers.all_of(&ov);
    }
    let status = if written == Written::Created {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    Ok((status, Json(view(&app, &ov).await?)).into_response())
}

/// The organisation as it is known.
#[utoipa::path(
    get, path = "/v1/organisations/{ov}", tag = "HiOrg-Server",
    params(("ov" = String, Path, description = "The organisation's code")),
    responses(
        (status = 200, description = "The organisation", body = OrganisationView),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "Not known", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn get(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code,)): Params<(String,)>,
) -> Result<Json<OrganisationView>, Problem> {
    Ok(Json(owned(&app, &caller, &ov(&code)?).await?.into()))
}

/// Switches the chat function off for good: all duties count as `chat_off` from now on, and whom to
/// contact is forgotten.
#[utoipa::path(
    delete, path = "/v1/organisations/{ov}", tag = "HiOrg-Server",
    params(("ov" = String, Path, description = "The organisation's code"), RevisionParam),
    responses(
        (status = 204, description = "Taken, or known already"),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "Not known", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 409, description = "A stale revision", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code,)): Params<(String,)>,
    Search(query): Search<RevisionParam>,
) -> Result<StatusCode, Problem> {
    let ov = ov(&code)?;
    owned(&app, &caller, &ov).await?;
    let revision = revision(query.revision)?;
    let written = app
        .db
        .withdraw_organisation(
            &ov,
            &caller.iss,
            revision,
            sha256("withdrawn"),
            app.clock.now(),
        )
        .await?;
    if written != Written::Unchanged {
        tracing::info!(ov = ov.as_str(), revision, "organisation withdrawn");
        app.triggers.all_of(&ov);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The organisation, if it is the caller's.
pub(super) async fn owned(
    app: &App,
    caller: &Caller,
    ov: &OrgCode,
) -> Result<Organisation, Problem> {
    let organisation = app
        .db
        .organisation(ov)
        .await?
        .ok_or(Kind::UnknownOrganisation)?;
    if organisation.issuer == caller.iss {
        Ok(organisation)
    } else {
        Err(Kind::ForeignOrganisation.into())
    }
}

async fn view(app: &App, ov: &OrgCode) -> Result<OrganisationView, Problem> {
    Ok(app
        .db
        .organisation(ov)
        .await?
        .ok_or(Kind::UnknownOrganisation)?
        .into())
}

fn check(
    app: &App,
    caller: &Caller,
    body: OrganisationBody,
) -> Result<WantedOrganisation, Problem> {
    let revision = revision(body.revision)?;
    if body.issuer != caller.iss {
        return Err(Kind::ForeignOrganisation.into());
    }
    if !app.issuers.contains_key(&body.issuer) {
        return Err(Problem::invalid(
            "issuer",
            "The issuer is not in the connector's table.",
        ));
    }
    text("name", &body.name, 1)?;
    text("contact.name", &body.contact.name, 0)?;
    text("contact.address", &body.contact.address, 0)?;
    text("contact.email", &body.contact.email, 0)?;
    if !body.contact.email.is_empty() && !body.contact.email.contains('@') {
        return Err(Problem::invalid(
            "contact.email",
            "The text is no e-mail address.",
        ));
    }
    let homeserver = body
        .homeserver
        .as_deref()
        .map(|name| homeserver(app, name))
        .transpose()?;
    let reset = body.reset;
    // Only what is wanted counts as content: a retry may leave `reset` out.
    let body = OrganisationBody {
        reset: false,
        ..body
    };
    let content = serde_json::to_string(&body).map_err(|_| Kind::Internal)?;
    Ok(WantedOrganisation {
        revision,
        hash: sha256(&content),
        reset,
        issuer: body.issuer,
        name: body.name,
        homeserver,
        enabled: body.enabled,
        contact: Contact {
            name: body.contact.name,
            address: body.contact.address,
            email: body.contact.email,
        },
    })
}

fn homeserver(app: &App, name: &str) -> Result<OwnedServerName, Problem> {
    app.homeservers
        .keys()
        .find(|known| known.as_str() == name)
        .cloned()
        .ok_or_else(|| Problem::invalid("homeserver", "The homeserver is not configured."))
}

fn text(field: &'static str, text: &str, min: usize) -> Result<(), Problem> {
    let controls = text.chars().any(|c| c.is_control() && c != '\n');
    if text.trim().len() < min || text.len() > MAX_TEXT || controls {
        return Err(Problem::invalid(
            field,
            "The text is empty, over 500 bytes, or holds a control character.",
        ));
    }
    Ok(())
}
