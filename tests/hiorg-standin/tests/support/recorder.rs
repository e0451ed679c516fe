//! A connector that takes notes and answers as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hiorg_standin::ConnectorTarget;
use serde_json::{Value, json};
use url::Url;

pub const TOKEN: &str = "hiorg-token";

/// A request that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    pub method: String,
    /// Path and query.
    pub path: String,
    pub authorization: String,
    pub bytes: Vec<u8>,
}

impl Call {
    pub fn body(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The statement in the envelope.
    pub fn statement(&self) -> Value {
        let body = self.body();
        assert_eq!(body["v"], 1);
        body["plain"].clone()
    }
}

#[derive(Clone, Default)]
pub struct Recorder {
    calls: Arc<Mutex<Vec<Call>>>,
    statuses: Arc<Mutex<VecDeque<u16>>>,
}

impl Recorder {
    /// Listens on a free port.
    pub async fn start() -> (Self, ConnectorTarget) {
        let recorder = Self::default();
        let router = Router::new().fallback(note).with_state(recorder.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        let token = TOKEN.to_owned();
        (recorder, ConnectorTarget { url, token })
    }

    /// Answers the next requests with these statuses, and 200 after that.
    pub fn answer(&self, statuses: impl IntoIterator<Item = u16>) {
        self.statuses.lock().unwrap().extend(statuses);
    }

    /// What has come since the last look.
    pub fn take(&self) -> Vec<Call> {
        std::mem::take(&mut self.calls.lock().unwrap())
    }

    /// The one request that has come since the last look.
    pub fn take_one(&self) -> Call {
        let mut calls = self.take();
        assert_eq!(calls.len(), 1, "{calls:?}");
        calls.remove(0)
    }
}

async fn note(
    State(recorder): State<Recorder>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    recorder.calls.lock().unwrap().push(Call {
        method: method.to_string(),
        path: uri.to_string(),
        authorization: headers[header::AUTHORIZATION].to_str().unwrap().to_owned(),
        bytes: body.to_vec(),
    });
    let status = recorder.statuses.lock().unwrap().pop_front().unwrap_or(200);
    let problem = json!({ "type": "https://dienstchat.example/problems/test" });
    (StatusCode::from_u16(status).unwrap(), problem.to_string()).into_response()
}
