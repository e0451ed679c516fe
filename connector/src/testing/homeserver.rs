//! A homeserver that keeps rooms in memory and fails when it is told to.

mod answer;
mod faults;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use axum::{Router, body::Bytes, extract::State};
use http::{Method, StatusCode, Uri, header};
use serde_json::{Value, json};
use tokio::sync::Notify;

use faults::Faults;
pub(crate) use faults::{Fault, When};

/// A room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Room {
    pub(crate) state: BTreeMap<String, Value>,
    pub(crate) members: BTreeMap<String, String>,
    /// What was done, in order.
    pub(crate) history: Vec<String>,
}

impl Room {
    pub(crate) fn joined(&self) -> BTreeSet<&str> {
        let joined = self
            .members
            .iter()
            .filter(|(_, membership)| *membership == "join");
        joined
            .map(|(user, _)| user.as_str())
            .filter(|user| *user != "@dienstchat:hs.example")
            .collect()
    }
}

/// An upload.
#[derive(Clone, Debug)]
pub(crate) struct Upload {
    pub(crate) user: String,
    pub(crate) created_ms: i64,
}

#[derive(Default)]
pub(crate) struct Inner {
    pub(crate) rooms: BTreeMap<String, Room>,
    pub(crate) aliases: BTreeMap<String, String>,
    pub(crate) users: BTreeMap<String, Option<String>>,
    pub(crate) devices: BTreeMap<String, BTreeSet<String>>,
    pub(crate) uploads: BTreeMap<String, Upload>,
    pub(crate) purges: Vec<String>,
    pub(crate) purging: BTreeMap<String, String>,
    pub(crate) markers: Vec<String>,
    /// How many rooms with an alias were made.
    pub(crate) made: u32,
    pub(crate) writes: u32,
    pub(crate) requests: u32,
}

/// The homeserver.
#[derive(Clone)]
pub(crate) struct FakeHomeserver {
    pub(crate) url: String,
    inner: Arc<Mutex<Inner>>,
    faults: Arc<Mutex<Faults>>,
    changed: Arc<Notify>,
}

impl fmt::Debug for FakeHomeserver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = self.inner();
        f.debug_struct("FakeHomeserver")
            .field("rooms", &inner.rooms)
            .field("aliases", &inner.aliases)
            .finish_non_exhaustive()
    }
}

impl FakeHomeserver {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            inner: Arc::default(),
            faults: Arc::default(),
            changed: Arc::default(),
        };
        let router = Router::new().fallback(serve).with_state(fake.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fake
    }

    pub(crate) fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap()
    }

    /// From now on it fails like this.
    pub(crate) fn fail(&self, when: When, fault: Fault) {
        self.faults.lock().unwrap().add(when, fault);
    }

    /// From now on it does not fail.
    pub(crate) fn heal(&self) {
        self.faults.lock().unwrap().clear();
    }

    /// How often a fault struck.
    pub(crate) fn struck(&self) -> u32 {
        self.faults.lock().unwrap().struck
    }

    /// Waits until it was asked something, or for a moment.
    pub(crate) async fn changed(&self) {
        let _ = tokio::time::timeout(Duration::from_millis(20), self.changed.notified()).await;
    }

    pub(crate) fn add_user(&self, user: &str) {
        self.inner().users.entry(user.to_owned()).or_default();
    }

    /// The room of a duty of `ov`.
    pub(crate) fn room(&self, ov: &str, duty_id: &str) -> Option<Room> {
        let inner = self.inner();
        let id = inner
            .aliases
            .get(&format!("#duty_{ov}_{duty_id}:hs.example"))?;
        inner.rooms.get(id).cloned()
    }

    /// Whether exactly these are in the chat, named by their subjects in `abc`.
    pub(crate) fn has_members(&self, duty_id: &str, subs: &[&str]) -> bool {
        let users: BTreeSet<String> = subs
            .iter()
            .map(|sub| format!("@abc_{sub}:hs.example"))
            .collect();
        self.room("abc", duty_id)
            .is_some_and(|room| room.joined() == users.iter().map(String::as_str).collect())
    }

    /// Somebody leaves by another client.
    pub(crate) fn leave(&self, duty_id: &str, sub: &str) {
        let mut inner = self.inner();
        let id = inner.aliases[&format!("#duty_abc_{duty_id}:hs.example")].clone();
        let room = inner.rooms.get_mut(&id).unwrap();
        room.members
            .insert(format!("@abc_{sub}:hs.example"), "leave".to_owned());
    }
}

async fn serve(
    State(fake): State<FakeHomeserver>,
    method: Method,
    uri: Uri,
    headers: http::HeaderMap,
    body: Bytes,
) -> axum::response::Response {
    use axum::response::IntoResponse as _;
    let path: Vec<String> = uri.path().split('/').skip(1).map(decode).collect();
    let query: BTreeMap<String, String> =
        url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
            .into_owned()
            .collect();
    let user = query.get("user_id").map_or("", String::as_str);
    let name = format!("{method} {} {user}", path.join("/"));
    let before = fake.faults.lock().unwrap().before(&name);
    match before {
        Some(Fault::Status(status)) => {
            return (
                StatusCode::from_u16(status).unwrap(),
                axum::Json(json!({ "errcode": "M_UNKNOWN" })),
            )
                .into_response();
        }
        Some(Fault::RateLimited(ms)) => {
            let body = json!({ "errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": ms });
            return (StatusCode::TOO_MANY_REQUESTS, axum::Json(body)).into_response();
        }
        // Without a message: the hook of panics would print one.
        Some(Fault::Cut) => std::panic::resume_unwind(Box::new("cut")),
        Some(Fault::Hang) => std::future::pending().await,
        Some(Fault::AnswerLost) | None => {}
    }
    assert!(
        headers.contains_key(header::AUTHORIZATION)
            || path.last().is_some_and(|last| last == "register")
    );
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let (status, answer) = answer::answer(&mut fake.inner(), &method, &path, &query, &body);
    fake.changed.notify_one();
    if matches!(before, Some(Fault::AnswerLost)) {
        std::panic::resume_unwind(Box::new("cut"));
    }
    (StatusCode::from_u16(status).unwrap(), axum::Json(answer)).into_response()
}

fn decode(segment: &str) -> String {
    let text = format!("x={}", segment.replace('+', "%2B"));
    url::form_urlencoded::parse(text.as_bytes())
        .next()
        .unwrap()
        .1
        .into_owned()
}
