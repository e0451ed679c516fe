//! The connector, with a homeserver that does as told and without a network of its own: requests go
//! straight into its router.

use std::{collections::BTreeMap, fmt::Write as _, future::Future, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use dienstchat_core::time::{Clock as _, SystemEntropy, TestClock};
use http::{HeaderMap, Request, StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tower::ServiceExt as _;

use super::{
    homeserver::FakeHomeserver,
    issuer::{issuer, secretive_issuer},
};
use crate::{api, app::App, config::Config, reconcile};

/// HiOrg-Server's credential.
pub(crate) const CREDENTIAL: &str = "credential-of-hiorg-server";
/// Another issuer's credential.
pub(crate) const OTHER_CREDENTIAL: &str = "credential-of-another-issuer";
/// The credential of the issuer without ID tokens.
pub(crate) const SECRETIVE_CREDENTIAL: &str = "credential-of-the-secretive-issuer";

/// The connector and its homeserver.
pub(crate) struct World {
    pub(crate) app: Arc<App>,
    pub(crate) fake: FakeHomeserver,
    pub(crate) clock: TestClock,
    config: String,
    router: Router,
    task: Option<tokio::task::JoinHandle<()>>,
    _directory: TempDir,
}

/// An answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap()
    }

    /// The last part of a problem's type; the answer must be one, whole.
    pub(crate) fn problem(&self) -> String {
        assert_eq!(
            self.headers[header::CONTENT_TYPE],
            "application/problem+json",
            "{}",
            self.text
        );
        let details = self.json();
        assert_eq!(details["status"], self.status.as_u16());
        let kind = details["type"].as_str().unwrap();
        kind.strip_prefix("https://dienstchat.de/problems/")
            .unwrap()
            .to_owned()
    }

    /// The field that a problem names.
    pub(crate) fn field(&self) -> String {
        assert_eq!(
            (self.status.as_u16(), self.problem().as_str()),
            (422, "invalid-value"),
            "{}",
            self.text
        );
        self.json()["field"].as_str().unwrap().to_owned()
    }
}

fn credential(iss: &str, token: &str) -> String {
    let hash = Sha256::digest(token)
        .iter()
        .fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
    format!("{{ iss = \"{iss}\", token_sha256 = \"{hash}\" }}")
}

impl World {
    /// A connector whose reconciler does not run yet.
    pub(crate) async fn new() -> Self {
        Self::with("").await
    }

    /// The same, with more limits.
    pub(crate) async fn with(limits: &str) -> Self {
        let fake = FakeHomeserver::start().await;
        let directory = TempDir::new().unwrap();
        let clock = TestClock::new();
        let issuer_entry = |url: &str, id_token: bool| {
            format!(
                "[[issuers]]\nissuer = \"{url}\"\nclient_id = \"dienstchat-app\"\nclient_secret = \"app-geheimnis\"\n\
                 redirect_uris = [\"dienstchat://login\"]\nid_token = {id_token}\nnonce = {id_token}\nrelay = {}\n",
                !id_token
            )
        };
        // What a test sets stands in place of the defaults.
        let mut all: BTreeMap<&str, &str> = [
            ("reconcile_interval_ms", "50"),
            ("upstream_timeout_ms", "5000"),
            ("backoff_max_ms", "50"),
            ("media_sweep_interval_ms", "50"),
        ]
        .into();
        all.extend(limits.lines().filter_map(|line| line.split_once(" = ")));
        let limits: Vec<String> = all
            .iter()
            .map(|(key, value)| format!("{key} = {value}"))
            .collect();
        let limits = limits.join(
            "
",
        );
        let config = format!(
            "listen = \"127.0.0.1:0\"\npublic_url = \"https://chat.example\"\napp_host = \"chat.example\"\n\
             database = '{database}'\ncredentials = [{}, {}, {}]\n\
             [limits]\n{limits}\n\
             [apps]\nandroid_package = \"de.dienstchat.app\"\nandroid_sha256 = [\"AA:BB\"]\n\
             apple_app_ids = [\"TEAM.de.dienstchat.app\"]\nplay_store_url = \"https://play.example/a?b=c&d=e\"\n\
             [[homeservers]]\nserver_name = \"hs.example\"\nurl = \"{url}\"\nbase_url = \"https://hs.example\"\n\
             as_token = \"as-token-of-the-tests\"\nhs_token = \"hs-token-of-the-tests\"\n\
             registration_shared_secret = \"registration-secret\"\n\
             [[homeservers]]\nserver_name = \"other.example\"\nurl = \"http://127.0.0.1:9\"\nbase_url = \"https://other.example\"\n\
             as_token = \"as-token-of-the-other\"\nhs_token = \"hs-token-of-the-other\"\n\
             registration_shared_secret = \"registration-secret\"\n{}{}",
            credential(&issuer().url, CREDENTIAL),
            credential("https://elsewhere.example", OTHER_CREDENTIAL),
            credential(&secretive_issuer().url, SECRETIVE_CREDENTIAL),
            issuer_entry(&issuer().url, true),
            issuer_entry(&secretive_issuer().url, false),
            database = directory.path().join("connector.sqlite").display(),
            url = fake.url,
        );
        let app = open(&config, &clock).await;
        let router = api::router(Arc::clone(&app));
        Self {
            app,
            fake,
            clock,
            config,
            router,
            task: None,
            _directory: directory,
        }
    }

    /// Starts the reconciler.
    pub(crate) fn run(&mut self) {
        let app = Arc::clone(&self.app);
        self.task = Some(tokio::spawn(async move {
            reconcile::run(app).await.unwrap();
        }));
    }

    /// Kills the connector, wherever it is, and starts another on the same file.
    pub(crate) async fn crash(&mut self) {
        if let Some(task) = self.task.take() {
            task.abort();
            let _ = task.await;
        }
        self.app.db.close().await;
        self.app = open(&self.config, &self.clock).await;
        self.router = api::router(Arc::clone(&self.app));
        self.run();
    }

    /// An organisation `abc` with the chat on.
    pub(crate) async fn organisation(&self, ov: &str) {
        let answer = self
            .put(&format!("/v1/organisations/{ov}"), &organisation(1))
            .await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
    }

    pub(crate) async fn call(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &str,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        self.call(request.body(Body::from(body.to_owned())).unwrap())
            .await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.send("PUT", path, Some(CREDENTIAL), &body.to_string())
            .await
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, Some(CREDENTIAL), "").await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        self.send("DELETE", path, Some(CREDENTIAL), "").await
    }

    pub(crate) async fn post(&self, path: &str, body: &str) -> Answer {
        self.send("POST", path, None, body).await
    }

    /// Takes a duty statement, which must be good.
    pub(crate) async fn duty(&self, ov: &str, duty_id: &str, statement: &Value) {
        let answer = self
            .put(
                &format!("/v1/organisations/{ov}/duties/{duty_id}"),
                statement,
            )
            .await;
        assert!(answer.status.is_success(), "{}", answer.text);
    }

    /// Somebody's session, as if they had signed in.
    pub(crate) async fn joins(&self, ov: &str, sub: &str) {
        let (ov, sub) = (ov.parse().unwrap(), sub.parse().unwrap());
        self.app
            .db
            .person_joined(&ov, &sub, self.clock.now())
            .await
            .unwrap();
        self.fake
            .add_user(&format!("@{ov}_{}:hs.example", sub.as_str()));
        for (ov, duty_id) in self.app.db.duties_of(&ov, &sub).await.unwrap() {
            self.app.triggers.duty(&ov, &duty_id);
        }
    }

    /// A homeserver's transaction with these events.
    pub(crate) async fn transaction(&self, id: &str, events: Value) -> Answer {
        let body = json!({ "events": events }).to_string();
        self.send(
            "PUT",
            &format!("/_matrix/app/v1/transactions/{id}"),
            Some("hs-token-of-the-tests"),
            &body,
        )
        .await
    }

    /// Waits until this holds; fails after a time that is long for a machine with much to do.
    pub(crate) async fn until<F: Future<Output = bool>>(
        &self,
        what: &str,
        condition: impl Fn() -> F,
    ) {
        let waiting = async {
            while !condition().await {
                self.fake.changed().await;
            }
        };
        assert!(
            tokio::time::timeout(Duration::from_secs(30), waiting)
                .await
                .is_ok(),
            "never: {what}\n{:#?}",
            self.fake
        );
    }

    /// Waits until the homeserver is like this.
    pub(crate) async fn until_fake(&self, what: &str, condition: impl Fn(&FakeHomeserver) -> bool) {
        self.until(what, || async { condition(&self.fake) }).await;
    }

    /// Waits until the connector has written down that the duty's chat is like this.
    pub(crate) async fn until_applied(&self, ov: &str, duty_id: &str, phase: &str) {
        self.until(phase, || async {
            let view = self
                .get(&format!("/v1/organisations/{ov}/duties/{duty_id}"))
                .await
                .json();
            view["applied_phase"] == phase
                && (phase == "deleted" || view["applied_revision"] == view["revision"])
        })
        .await;
    }

    /// Moves the connector's clock.
    pub(crate) fn advance_days(&self, days: u32) {
        self.clock.advance(dienstchat_core::time::DAY * days);
    }
}

async fn open(config: &str, clock: &TestClock) -> Arc<App> {
    let config = Config::from_toml(config).unwrap();
    App::open(config, Arc::new(clock.clone()), Arc::new(SystemEntropy))
        .await
        .unwrap()
}

/// An organisation as HiOrg-Server wants it.
pub(crate) fn organisation(revision: u64) -> Value {
    json!({
        "revision": revision, "name": "Wasserwacht Seedorf", "issuer": issuer().url, "enabled": true,
        "contact": { "name": "Anna", "address": "Am See 1", "email": "anna@example.org" },
    })
}

/// A duty that begins in an hour and takes two.
#[expect(clippy::needless_pass_by_value, reason = "tests say json!")]
pub(crate) fn statement(
    clock: &TestClock,
    ov: &str,
    duty_id: &str,
    revision: u64,
    members: Value,
) -> Value {
    let now = clock.now().as_secs();
    json!({ "v": 1, "plain": {
        "iss": issuer().url, "aud": "dienstchat", "ov": ov, "duty_id": duty_id, "revision": revision,
        "issued_at": now, "expires_at": now + 7 * 86_400, "title": "Badeaufsicht",
        "starts_at": now + 3_600, "ends_at": now + 10_800, "state": "planned", "state_since": now,
        "members": members,
    }})
}

/// A member of a statement.
pub(crate) fn member(sub: &str) -> Value {
    json!({ "sub": sub, "name": format!("Name {sub}") })
}
