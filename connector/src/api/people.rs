//! HiOrg-Server's side: people who leave.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use super::{
    body::{Params, ov, subject},
    organisations::owned,
};
use crate::{
    app::App,
    auth::Caller,
    problem::{Problem, ProblemDetails},
};

/// Somebody has left the organisation: all their devices are signed out, they leave all chats, and
/// their display name and uploads are deleted. They can sign in again once a newer duty statement
/// names them.
#[utoipa::path(
    delete, path = "/v1/organisations/{ov}/people/{sub}", tag = "HiOrg-Server",
    params(
        ("ov" = String, Path, description = "The organisation's code"),
        ("sub" = String, Path, description = "The person's id"),
    ),
    responses(
        (status = 204, description = "Taken, or known already"),
        (status = 401, description = "No valid credential", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 403, description = "Another issuer's organisation", body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, description = "The organisation is not known", body = ProblemDetails, content_type = "application/problem+json"),
    ),
    security(("credential" = []))
)]
pub(super) async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Params((code, sub)): Params<(String, String)>,
) -> Result<StatusCode, Problem> {
    let (ov, sub) = (ov(&code)?, subject(&sub)?);
    owned(&app, &caller, &ov).await?;
    app.db.remove_person(&ov, &sub, app.clock.now()).await?;
    tracing::info!(ov = ov.as_str(), "person removed");
    for (duty_ov, duty_id) in app.db.duties_of(&ov, &sub).await? {
        app.triggers.duty(&duty_ov, &duty_id);
    }
    app.triggers.people_of(&ov);
    Ok(StatusCode::NO_CONTENT)
}
