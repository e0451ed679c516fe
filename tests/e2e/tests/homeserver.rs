//! The generated configuration, on a real Synapse: what it closes is closed.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use dienstchat_connector::homeserver::bootstrap::{Access, bootstrap};
use dienstchat_e2e::{Scratch, SharedClock, Synapse, http, run};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use url::Url;

/// The homeserver of this test program and two helpers' sessions.
struct Site {
    synapse: Synapse,
    anna: Session,
    ben: Session,
    /// A duty chat of Anna alone.
    room: String,
    _scratch: Scratch,
}

struct Session {
    user: String,
    answer: Value,
}

impl Session {
    fn token(&self) -> &str {
        self.answer["access_token"].as_str().unwrap()
    }
}

/// What the homeserver answered.
type Answer = (StatusCode, Value);

impl Site {
    async fn get() -> &'static Self {
        static SITE: OnceCell<Site> = OnceCell::const_new();
        SITE.get_or_init(Self::start).await
    }

    async fn start() -> Self {
        let scratch = Scratch::new().unwrap();
        let clock = SharedClock::new(scratch.path()).unwrap();
        // Nobody listens there: the connector is not needed for what is closed.
        let connector = Url::parse("http://127.0.0.1:9").unwrap();
        let synapse = Synapse::new(&scratch, "localhost", &connector, &clock)
            .await
            .unwrap();
        make_connector_admin(&synapse).await;
        let anna = sign_in(&synapse, "xyz_anna").await;
        let ben = sign_in(&synapse, "xyz_ben").await;
        let room = make_chat(&synapse, "duty_xyz_1", &anna.user).await;
        Self {
            synapse,
            anna,
            ben,
            room,
            _scratch: scratch,
        }
    }

    async fn ask(&self, method: Method, path: &str, token: Option<&str>, body: &Value) -> Answer {
        ask(&self.synapse, method, path, token, body).await
    }
}

async fn ask(
    synapse: &Synapse,
    method: Method,
    path: &str,
    token: Option<&str>,
    body: &Value,
) -> Answer {
    let url = synapse.url().join(path).unwrap();
    let mut request = http().unwrap().request(method.clone(), url);
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    if method != Method::GET {
        request = request.json(body);
    }
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap_or_default())
}

async fn make_connector_admin(synapse: &Synapse) {
    let settings = synapse.settings();
    let access = || Access {
        url: synapse.url(),
        server_name: synapse.server_name(),
        as_token: &settings.as_token,
        registration_shared_secret: &settings.registration_shared_secret,
    };
    bootstrap(&http().unwrap(), access()).await.unwrap();
    // Every start of the connector does it again.
    bootstrap(&http().unwrap(), access()).await.unwrap();
}

async fn sign_in(synapse: &Synapse, localpart: &str) -> Session {
    let server = synapse.server_name();
    let token = Some(synapse.settings().as_token.as_str());
    let body = json!({
        "type": "m.login.application_service",
        "username": localpart,
        "inhibit_login": true,
    });
    let path = "/_matrix/client/v3/register";
    let (status, answer) = ask(synapse, Method::POST, path, token, &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let body = json!({
        "type": "m.login.application_service",
        "identifier": {"type": "m.id.user", "user": localpart},
        "device_id": "PHONE",
        "refresh_token": true,
    });
    let (status, answer) = ask(
        synapse,
        Method::POST,
        "/_matrix/client/v3/login",
        token,
        &body,
    )
    .await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    Session {
        user: format!("@{localpart}:{server}"),
        answer,
    }
}

async fn make_chat(synapse: &Synapse, alias: &str, member: &str) -> String {
    let token = Some(synapse.settings().as_token.as_str());
    let body = json!({
        "room_alias_name": alias,
        "invite": [member],
        "preset": "private_chat",
        "creation_content": {"m.federate": false},
        "initial_state": [{
            "type": "m.room.encryption",
            "state_key": "",
            "content": {"algorithm": "m.megolm.v1.aes-sha2"},
        }],
    });
    let path = "/_matrix/client/v3/createRoom";
    let (status, answer) = ask(synapse, Method::POST, path, token, &body).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let room = answer["room_id"].as_str().unwrap().to_owned();
    let path = format!("/_matrix/client/v3/rooms/{room}/join?user_id={member}");
    let (status, answer) = ask(synapse, Method::POST, &path, token, &json!({})).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    room
}

fn code(answer: &Answer) -> &str {
    answer.1["errcode"].as_str().unwrap_or_default()
}

#[test]
fn the_application_service_login_is_the_only_one() {
    run(async {
        let site = Site::get().await;
        let (_, flows) = site
            .ask(Method::GET, "/_matrix/client/v3/login", None, &Value::Null)
            .await;
        assert_eq!(
            flows,
            json!({"flows": [{"type": "m.login.application_service"}]})
        );
    });
}

#[test]
fn a_password_signs_nobody_in() {
    run(async {
        let site = Site::get().await;
        let body = json!({
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": "xyz_anna"},
            "password": "wrong or right",
        });
        let answer = site
            .ask(Method::POST, "/_matrix/client/v3/login", None, &body)
            .await;
        assert!(answer.0.is_client_error(), "{answer:?}");
        assert_eq!(code(&answer), "M_UNKNOWN");
    });
}

#[test]
fn only_the_connector_can_use_its_login() {
    run(async {
        let site = Site::get().await;
        let body = json!({
            "type": "m.login.application_service",
            "identifier": {"type": "m.id.user", "user": "xyz_anna"},
        });
        let path = "/_matrix/client/v3/login";
        let answer = site.ask(Method::POST, path, None, &body).await;
        assert_eq!(code(&answer), "M_MISSING_TOKEN");
        let answer = site
            .ask(Method::POST, path, Some(site.ben.token()), &body)
            .await;
        assert!(answer.0.is_client_error(), "{answer:?}");
    });
}

#[test]
fn a_session_can_be_refreshed_and_lasts_minutes() {
    run(async {
        let site = Site::get().await;
        assert_eq!(site.anna.answer["device_id"], "PHONE");
        let expires_in = site.anna.answer["expires_in_ms"].as_u64().unwrap();
        assert!((290_000..=300_000).contains(&expires_in), "{expires_in}");
        let fresh = sign_in_again(site).await;
        let body = json!({"refresh_token": fresh["refresh_token"]});
        let (status, answer) = site
            .ask(Method::POST, "/_matrix/client/v3/refresh", None, &body)
            .await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        assert!(answer["access_token"].is_string());
        assert!(answer["refresh_token"].is_string());
    });
}

async fn sign_in_again(site: &Site) -> Value {
    let body = json!({
        "type": "m.login.application_service",
        "identifier": {"type": "m.id.user", "user": "xyz_anna"},
        "device_id": "TABLET",
        "refresh_token": true,
    });
    let token = Some(site.synapse.settings().as_token.as_str());
    site.ask(Method::POST, "/_matrix/client/v3/login", token, &body)
        .await
        .1
}

#[test]
fn nobody_registers() {
    run(async {
        let site = Site::get().await;
        for (query, body) in [
            (
                "",
                json!({"username": "mallory", "password": "long enough 1"}),
            ),
            (
                "",
                json!({"auth": {"type": "m.login.dummy"}, "username": "xyz_mallory"}),
            ),
            ("?kind=guest", json!({})),
        ] {
            let path = format!("/_matrix/client/v3/register{query}");
            let answer = site.ask(Method::POST, &path, None, &body).await;
            assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
        }
    });
}

#[test]
fn users_make_no_rooms() {
    run(async {
        let site = Site::get().await;
        for body in [json!({}), json!({"room_alias_name": "duty_xyz_2"})] {
            let path = "/_matrix/client/v3/createRoom";
            let answer = site
                .ask(Method::POST, path, Some(site.anna.token()), &body)
                .await;
            assert!(answer.0.is_client_error(), "{answer:?}");
            assert!(answer.1.get("room_id").is_none());
        }
    });
}

#[test]
fn users_take_no_alias() {
    run(async {
        let site = Site::get().await;
        for alias in ["%23duty_xyz_3:localhost", "%23mine:localhost"] {
            let path = format!("/_matrix/client/v3/directory/room/{alias}");
            let body = json!({"room_id": site.room});
            let answer = site
                .ask(Method::PUT, &path, Some(site.anna.token()), &body)
                .await;
            assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
        }
    });
}

#[test]
fn users_invite_nobody() {
    run(async {
        let site = Site::get().await;
        let path = format!("/_matrix/client/v3/rooms/{}/invite", site.room);
        let body = json!({"user_id": site.ben.user});
        let answer = site
            .ask(Method::POST, &path, Some(site.anna.token()), &body)
            .await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
    });
}

#[test]
fn users_have_no_names_of_their_own() {
    run(async {
        let site = Site::get().await;
        // The account begins with the localpart of its user id.
        let name = format!("/_matrix/client/v3/profile/{}/displayname", site.anna.user);
        let body = json!({"displayname": "The boss"});
        let answer = site
            .ask(Method::PUT, &name, Some(site.anna.token()), &body)
            .await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
        // A name for one room only, by one's own member event.
        let path = format!(
            "/_matrix/client/v3/rooms/{}/state/m.room.member/{}",
            site.room, site.anna.user
        );
        let body = json!({"membership": "join", "displayname": "The boss"});
        site.ask(Method::PUT, &path, Some(site.anna.token()), &body)
            .await;
        let (_, member) = site
            .ask(Method::GET, &path, Some(site.anna.token()), &Value::Null)
            .await;
        assert_eq!(member["membership"], "join");
        assert_eq!(member["displayname"], "xyz_anna");
    });
}

#[test]
fn people_cannot_be_looked_up() {
    run(async {
        let site = Site::get().await;
        let profile = format!("/_matrix/client/v3/profile/{}", site.anna.user);
        let answer = site.ask(Method::GET, &profile, None, &Value::Null).await;
        assert_eq!(answer.0, StatusCode::UNAUTHORIZED, "{answer:?}");
        let answer = site
            .ask(Method::GET, &profile, Some(site.ben.token()), &Value::Null)
            .await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");

        let path = "/_matrix/client/v3/user_directory/search";
        let body = json!({"search_term": "anna"});
        let answer = site
            .ask(Method::POST, path, Some(site.ben.token()), &body)
            .await;
        assert!(
            answer.0.is_client_error() || answer.1["results"] == json!([]),
            "{answer:?}"
        );
    });
}

#[test]
fn rooms_cannot_be_looked_for() {
    run(async {
        let site = Site::get().await;
        let path = "/_matrix/client/v3/publicRooms";
        let answer = site.ask(Method::GET, path, None, &Value::Null).await;
        assert!(answer.0.is_client_error(), "{answer:?}");
        let answer = site
            .ask(Method::GET, path, Some(site.ben.token()), &Value::Null)
            .await;
        assert!(
            answer.0.is_client_error() || answer.1["chunk"] == json!([]),
            "{answer:?}"
        );

        let path = format!("/_matrix/client/v3/directory/list/room/{}", site.room);
        let body = json!({"visibility": "public"});
        let answer = site
            .ask(Method::PUT, &path, Some(site.anna.token()), &body)
            .await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
    });
}

#[test]
fn other_homeservers_find_nothing() {
    run(async {
        let site = Site::get().await;
        for path in ["/_matrix/federation/v1/version", "/_matrix/key/v2/server"] {
            let answer = site.ask(Method::GET, path, None, &Value::Null).await;
            assert_eq!(answer.0, StatusCode::NOT_FOUND, "{path}");
        }
    });
}

#[test]
fn rooms_are_encrypted_and_of_version_12() {
    run(async {
        let site = Site::get().await;
        let state = |event: &str| format!("/_matrix/client/v3/rooms/{}/state/{event}", site.room);
        let token = Some(site.anna.token());
        let (_, encryption) = site
            .ask(
                Method::GET,
                &state("m.room.encryption"),
                token,
                &Value::Null,
            )
            .await;
        assert_eq!(encryption["algorithm"], "m.megolm.v1.aes-sha2");
        let (_, create) = site
            .ask(Method::GET, &state("m.room.create"), token, &Value::Null)
            .await;
        assert_eq!(create["room_version"], "12");
        assert_eq!(create["m.federate"], false);
    });
}

#[test]
fn the_connector_is_the_only_admin() {
    run(async {
        let site = Site::get().await;
        let path = "/_synapse/admin/v2/users?deactivated=true&guests=false&admins=true";
        let token = Some(site.synapse.settings().as_token.as_str());
        let (status, answer) = site.ask(Method::GET, path, token, &Value::Null).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let admins: Vec<_> = answer["users"]
            .as_array()
            .unwrap()
            .iter()
            .map(|user| &user["name"])
            .collect();
        assert_eq!(admins, [&json!("@dienstchat:localhost")]);

        let answer = site
            .ask(Method::GET, path, Some(site.anna.token()), &Value::Null)
            .await;
        assert_eq!(answer.0, StatusCode::FORBIDDEN, "{answer:?}");
    });
}

#[test]
fn it_comes_back_after_a_power_cut() {
    run(async {
        let scratch = Scratch::new().unwrap();
        let clock = SharedClock::new(scratch.path()).unwrap();
        let connector = Url::parse("http://127.0.0.1:9").unwrap();
        let synapse = Synapse::new(&scratch, "chat.example.org", &connector, &clock)
            .await
            .unwrap();
        let before = sign_in(&synapse, "xyz_anna").await;
        synapse.kill();
        let path = "_matrix/client/versions";
        assert!(http().unwrap().get(synapse.at(path)).send().await.is_err());
        synapse.start().await.unwrap();
        let path = "/_matrix/client/v3/account/whoami";
        let (status, answer) = ask(
            &synapse,
            Method::GET,
            path,
            Some(before.token()),
            &Value::Null,
        )
        .await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(answer["user_id"], "@xyz_anna:chat.example.org");
    });
}
