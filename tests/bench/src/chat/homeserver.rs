//! A homeserver that answers from a script, on this machine.

use std::sync::{Arc, Mutex, PoisonError};

use axum::{
    Router,
    extract::State,
    http::{StatusCode, Uri, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use ruma::OwnedRoomId;
use serde_json::json;
use tokio::net::TcpListener;
use url::Url;

use crate::Result;

/// What it answers, as JSON.
#[derive(Default)]
pub(super) struct Script {
    /// To a sync.
    pub(super) sync: String,
    /// To a query of device keys.
    pub(super) keys: String,
    /// The rooms that the user is in.
    pub(super) rooms: Vec<OwnedRoomId>,
    /// One-time keys on the server.
    pub(super) one_time_keys: usize,
}

/// The running server.
pub(super) struct Homeserver {
    pub(super) url: Url,
    script: Arc<Mutex<Script>>,
}

impl Homeserver {
    /// Starts it on the runtime that this is called in.
    pub(super) async fn start() -> Result<Self> {
        let script = Arc::new(Mutex::new(Script::default()));
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = Url::parse(&format!("http://{}", listener.local_addr()?))?;
        let app = Router::new().fallback(answer).with_state(script.clone());
        // It ends with the runtime.
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { url, script })
    }

    pub(super) fn answer_with(&self, script: Script) {
        *self.script.lock().unwrap_or_else(PoisonError::into_inner) = script;
    }
}

async fn answer(State(script): State<Arc<Mutex<Script>>>, uri: Uri) -> Response {
    let script = script.lock().unwrap_or_else(PoisonError::into_inner);
    let found = match uri.path().rsplit('/').next() {
        Some("sync") => Some(script.sync.clone()),
        Some("query") => Some(script.keys.clone()),
        Some("joined_rooms") => Some(json!({"joined_rooms": script.rooms}).to_string()),
        Some("upload") => {
            let counts = json!({"signed_curve25519": script.one_time_keys});
            Some(json!({"one_time_key_counts": counts}).to_string())
        }
        _ => None,
    };
    let json = [(CONTENT_TYPE, "application/json")];
    match found {
        Some(body) => (json, body).into_response(),
        None => (StatusCode::NOT_FOUND, json, r#"{"errcode":"M_NOT_FOUND"}"#).into_response(),
    }
}
