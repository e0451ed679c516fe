//! Whether users and aliases of ours exist, and whether we are there.

use std::sync::Arc;

use axum::{Json, extract::State};
use dienstchat_core::ids::parse_user_id;
use ruma::{RoomAliasId, UserId};
use serde_json::{Value, json};

use super::{CallingHomeserver, MatrixError};
use crate::{api::Params, app::App};

/// Whether a user is one of ours. They are made with their first session, never by being asked for.
pub(super) async fn user(
    State(app): State<Arc<App>>,
    CallingHomeserver(homeserver): CallingHomeserver,
    Params((user,)): Params<(String,)>,
) -> Result<Json<Value>, MatrixError> {
    let user = UserId::parse(user).map_err(|_| MatrixError::NOT_FOUND)?;
    if user == homeserver.own_user() {
        return Ok(Json(json!({})));
    }
    let (ov, sub) = parse_user_id(&user).map_err(|_| MatrixError::NOT_FOUND)?;
    let known = user.server_name() == homeserver.server_name()
        && app
            .db
            .person(&ov, &sub)
            .await?
            .is_some_and(|person| person.has_user);
    if known {
        Ok(Json(json!({})))
    } else {
        Err(MatrixError::NOT_FOUND)
    }
}

/// Whether an alias is one of ours. A chat's room is made with its alias, so one that the
/// homeserver has to ask for is not there.
pub(super) async fn alias(
    CallingHomeserver(_): CallingHomeserver,
    Params((alias,)): Params<(String,)>,
) -> Result<Json<Value>, MatrixError> {
    RoomAliasId::parse(alias).map_err(|_| MatrixError::NOT_FOUND)?;
    Err(MatrixError::NOT_FOUND)
}

/// The homeserver reaches us.
pub(super) async fn ping(CallingHomeserver(_): CallingHomeserver) -> Json<Value> {
    Json(json!({}))
}
