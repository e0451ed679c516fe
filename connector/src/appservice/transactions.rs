//! Events from the homeserver: which media they name, which events are redacted, whose membership
//! changed.

use std::{collections::BTreeSet, sync::Arc};

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
};
use http::StatusCode;
use ruma::{
    OwnedEventId, OwnedMxcUri, OwnedRoomId, OwnedUserId, ServerName,
    api::{IncomingRequestExt as _, appservice::event::push_events},
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{CallingHomeserver, MatrixError};
use crate::{api::Params, app::App, db::MediaUse, metrics::Counter};

/// What an encrypted event's media are listed under, beside `ciphertext`.
const MEDIA: &str = "de.dienstchat.media";
/// How many media one event may name; more are not counted and so deleted after a day.
const MAX_MEDIA: usize = 16;

#[derive(Deserialize)]
struct Event {
    #[serde(rename = "event_id")]
    id: OwnedEventId,
    room_id: OwnedRoomId,
    sender: OwnedUserId,
    #[serde(rename = "type")]
    kind: String,
    state_key: Option<String>,
    #[serde(default)]
    content: Value,
    redacts: Option<OwnedEventId>,
}

/// What a transaction says.
#[derive(Default)]
struct Said {
    named: Vec<MediaUse>,
    redacted: Vec<OwnedEventId>,
    events: Vec<OwnedEventId>,
    memberships: BTreeSet<OwnedRoomId>,
}

pub(super) async fn take(
    State(app): State<Arc<App>>,
    CallingHomeserver(homeserver): CallingHomeserver,
    Params((txn_id,)): Params<(String,)>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Value>, MatrixError> {
    let body = body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => MatrixError::TOO_LARGE,
        _ => MatrixError::NOT_JSON,
    })?;
    let request = http::Request::put("/")
        .body(&body[..])
        .map_err(|_| MatrixError::NOT_JSON)?;
    let request = push_events::v1::Request::try_from_http_request(request, &[txn_id.as_str()])
        .map_err(|_| MatrixError::NOT_JSON)?;
    let mut said = Said::default();
    for event in &request.events {
        // What is not an event as the specification has it says nothing to us.
        if let Ok(event) = serde_json::from_str(event.json().get()) {
            said.hear(event, homeserver.server_name());
        }
    }
    let new = app
        .db
        .take_transaction(
            homeserver.server_name(),
            request.txn_id.as_str(),
            &said.named,
            &said.redacted,
            &said.events,
            app.clock.now(),
        )
        .await?;
    app.metrics.count(
        Counter::Transactions,
        &[("result", if new { "new" } else { "repeated" })],
    );
    if new {
        wake(&app, &said).await?;
        if !said.redacted.is_empty() {
            homeserver.wake();
        }
    }
    Ok(Json(json!({})))
}

/// Has the chats compared in which somebody came or went.
async fn wake(app: &App, said: &Said) -> Result<(), MatrixError> {
    for room in &said.memberships {
        if let Some((ov, duty_id)) = app.db.duty_of_room(room).await? {
            app.triggers.duty(&ov, &duty_id);
        }
    }
    Ok(())
}

impl Said {
    fn hear(&mut self, event: Event, homeserver: &ServerName) {
        self.events.push(event.id.clone());
        match event.kind.as_str() {
            "m.room.member" => {
                self.memberships.insert(event.room_id);
            }
            "m.room.redaction" => {
                // Since room version 11 it stands in the content.
                let redacts = event
                    .content
                    .get("redacts")
                    .and_then(Value::as_str)
                    .and_then(|id| id.try_into().ok());
                self.redacted.extend(redacts.or(event.redacts));
            }
            _ if event.state_key.is_none() => {
                let media = event.content.get(MEDIA).and_then(Value::as_array);
                for uri in media
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                    .take(MAX_MEDIA)
                {
                    let uri = OwnedMxcUri::from(uri);
                    if let Ok((server, media_id)) = uri.parts()
                        && server == homeserver
                    {
                        self.named.push(MediaUse {
                            media_id: media_id.to_owned(),
                            room_id: event.room_id.clone(),
                            event_id: event.id.clone(),
                            sender: event.sender.clone(),
                        });
                    }
                }
            }
            _ => {}
        }
    }
}
