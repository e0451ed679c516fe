//! A server that answers from a script, a client, an issuer's key.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Method, Response, StatusCode, Uri},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dienstchat_core::{
    http::{DateObserver, HttpClient},
    login::{issuers::IssuerTable, nonce::DeviceIdentity},
    time::{Clock, ServerDate, Timestamp},
};
use serde_json::{Value, json};
use vodozemac::{Curve25519PublicKey, Ed25519SecretKey};

/// Where the clock of these tests stands until it is moved.
pub(crate) const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

/// A clock that stands still.
#[derive(Clone)]
pub(crate) struct StillClock(Arc<Mutex<Timestamp>>);

impl StillClock {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Mutex::new(NOW)))
    }

    pub(crate) fn set(&self, now: Timestamp) {
        *self.0.lock().unwrap() = now;
    }

    pub(crate) fn shared(&self) -> Arc<dyn Clock> {
        Arc::new(self.clone())
    }
}

impl Clock for StillClock {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// Keeps the dates that were seen.
#[derive(Clone, Default)]
pub(crate) struct Dates(Arc<Mutex<Vec<ServerDate>>>);

impl Dates {
    pub(crate) fn seen(&self) -> Vec<ServerDate> {
        self.0.lock().unwrap().clone()
    }
}

impl DateObserver for Dates {
    fn observed(&self, date: ServerDate) {
        self.0.lock().unwrap().push(date);
    }
}

pub(crate) fn http(clock: &StillClock) -> HttpClient {
    HttpClient::new(clock.shared(), Arc::new(Dates::default())).unwrap()
}

/// Serves a router on a free port; gives its URL. The server lives as long as the test's runtime.
pub(crate) async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// A request as the server saw it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: Method,
    pub(crate) uri: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Seen {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn form(&self) -> Vec<(String, String)> {
        url::form_urlencoded::parse(&self.body)
            .into_owned()
            .collect()
    }

    pub(crate) fn field(&self, name: &str) -> Option<String> {
        let form = self.form();
        form.into_iter()
            .find_map(|(key, value)| (key == name).then_some(value))
    }
}

/// An answer of the script.
#[derive(Clone)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
    pub(crate) body: String,
}

#[expect(clippy::needless_pass_by_value, reason = "texts are written in place")]
pub(crate) fn reply(status: u16, body: impl ToString) -> Reply {
    Reply {
        status,
        headers: vec![("content-type", "application/json".to_owned())],
        body: body.to_string(),
    }
}

impl Reply {
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.headers.retain(|(existing, _)| *existing != name);
        self.headers.push((name, value.to_owned()));
        self
    }
}

/// Answers in the order of its script, and 599 when that is over.
#[derive(Clone, Default)]
pub(crate) struct Script {
    replies: Arc<Mutex<VecDeque<Reply>>>,
    seen: Arc<Mutex<Vec<Seen>>>,
}

impl Script {
    pub(crate) async fn start(replies: impl IntoIterator<Item = Reply>) -> (Self, String) {
        let script = Self::default();
        script.replies.lock().unwrap().extend(replies);
        let router = Router::new()
            .fallback(Self::answer)
            .with_state(script.clone());
        (script, serve(router).await)
    }

    pub(crate) fn push(&self, reply: Reply) {
        self.replies.lock().unwrap().push_back(reply);
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    #[expect(clippy::unused_async, reason = "handlers are asynchronous")]
    async fn answer(
        State(script): State<Self>,
        method: Method,
        uri: Uri,
        headers: HeaderMap,
        body: Bytes,
    ) -> Response<Body> {
        script.seen.lock().unwrap().push(Seen {
            method,
            uri,
            headers,
            body,
        });
        let next = script.replies.lock().unwrap().pop_front();
        let reply = next.unwrap_or_else(|| reply(599, ""));
        let mut response = Response::builder().status(StatusCode::from_u16(reply.status).unwrap());
        for (name, value) in reply.headers {
            response = response.header(name, value);
        }
        response.body(Body::from(reply.body)).unwrap()
    }
}

/// The issuer's signing key number `seed`; its key id is `key-{seed}`.
pub(crate) fn issuer_key(seed: u8) -> Ed25519SecretKey {
    Ed25519SecretKey::from_slice(&[seed; 32])
}

pub(crate) fn key_set(seeds: &[u8]) -> Value {
    let keys: Vec<_> = seeds
        .iter()
        .map(|seed| {
            let x = URL_SAFE_NO_PAD.encode(issuer_key(*seed).public_key().as_bytes());
            json!({"kty": "OKP", "crv": "Ed25519", "kid": format!("key-{seed}"), "x": x})
        })
        .collect();
    json!({ "keys": keys })
}

/// Signs claims as an ID token with key number `seed`.
pub(crate) fn id_token(seed: u8, claims: &Value) -> String {
    let header = json!({"alg": "EdDSA", "kid": format!("key-{seed}"), "typ": "JWT"});
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(claims));
    let signature = issuer_key(seed).sign(signed.as_bytes()).to_bytes();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
}

/// The device of these tests.
pub(crate) fn device_key() -> Ed25519SecretKey {
    Ed25519SecretKey::from_slice(&[2; 32])
}

pub(crate) fn device() -> DeviceIdentity {
    DeviceIdentity {
        device_id: "ABCDEF".into(),
        curve25519: Curve25519PublicKey::from_bytes([1; 32]),
        ed25519: device_key().public_key(),
        salt: [3; 32],
    }
}

/// A table of one issuer, `more` being further lines of its entry.
pub(crate) fn table(issuer: &str, more: &str) -> IssuerTable {
    IssuerTable::from_toml(&format!(
        "[[issuers]]\nissuer = \"{issuer}\"\nclient_id = \"dienstchat-app\"\n\
         redirect_uris = [\"dienstchat://login\", \"http://127.0.0.1/callback\", \
         \"https://chat.example/login\"]\norganisation_parameter = \"ov\"\n{more}\n"
    ))
    .unwrap()
}
