//! The connector's interface.

use std::time::Duration;

use dienstchat_core::{
    connector::{
        Connector, ConnectorError,
        wire::{ProblemKind, SessionRequest},
    },
    login::proof,
};
use ruma::server_name;
use serde_json::json;

use crate::support::{Reply, Script, StillClock, device, device_key, http, reply};

async fn connector(replies: impl IntoIterator<Item = Reply>) -> (Script, Connector) {
    let (script, url) = Script::start(replies).await;
    (
        script,
        Connector::new(&url, http(&StillClock::new())).unwrap(),
    )
}

fn session_request() -> SessionRequest {
    let proof = serde_json::from_value(json!({"id_token": "a.b.c"})).unwrap();
    let ov = "xyz".parse().unwrap();
    proof::sign(
        proof,
        &device(),
        &ov,
        server_name!("chat.example"),
        |text| device_key().sign(text.as_bytes()),
    )
}

#[tokio::test]
async fn the_directory_leaves_out_what_is_malformed() {
    let good = json!({
        "ov": "XYZ", "name": "Ortsverein", "issuer": "https://id.example", "token_relay": false,
        "homeserver": {"server_name": "chat.example", "base_url": "https://chat.example"},
        "new": 1,
    });
    let answer = json!({"organisations": [{"ov": "../"}, good, 7]});
    let (script, connector) = connector([reply(200, answer)]).await;
    let found = connector.organisations("Orts & verein").await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].ov.as_str(), "xyz");
    assert_eq!(
        script.seen()[0].uri,
        "/v1/organisations?search=Orts+%26+verein"
    );
}

#[tokio::test]
async fn problems_are_told_apart() {
    let problem = |name: &str| {
        json!({"type": format!("https://dienstchat.de/problems/{name}"), "title": "t",
               "status": 400, "detail": "d"})
    };
    let limited = |seconds| ConnectorError::LimitExceeded {
        retry_after: Duration::from_secs(seconds),
    };
    let cases = [
        (
            reply(404, problem("unknown-organisation")),
            ConnectorError::Problem(ProblemKind::UnknownOrganisation),
        ),
        (
            reply(409, problem("token-used")),
            ConnectorError::Problem(ProblemKind::TokenUsed),
        ),
        (
            reply(403, problem("wrong-organisation")),
            ConnectorError::Problem(ProblemKind::WrongOrganisation),
        ),
        (
            reply(503, problem("homeserver-unavailable")),
            ConnectorError::Problem(ProblemKind::HomeserverUnavailable),
        ),
        (
            reply(400, problem("of-the-future")),
            ConnectorError::Problem(ProblemKind::Other),
        ),
        (reply(400, "?"), ConnectorError::Problem(ProblemKind::Other)),
        (
            reply(429, problem("too-many-requests")).with("retry-after", "9"),
            limited(9),
        ),
        (reply(429, "").with("retry-after", "99999999"), limited(600)),
        (reply(429, "").with("retry-after", "-3"), limited(1)),
        (reply(502, "<html>"), ConnectorError::Unavailable(502)),
        (
            reply(302, "").with("location", "/"),
            ConnectorError::Malformed,
        ),
        (reply(200, "<html>"), ConnectorError::Malformed),
    ];
    let ov = "xyz".parse().unwrap();
    for (answer, error) in cases {
        let (_, connector) = connector([answer]).await;
        let session = connector.session(&ov, &session_request()).await;
        assert_eq!(session, Err(error), "{error:?}");
    }
}

#[tokio::test]
async fn a_path_before_the_interface_is_kept() {
    let (script, url) = Script::start([reply(200, json!({"organisations": []}))]).await;
    let connector = Connector::new(&format!("{url}/chat/"), http(&StillClock::new())).unwrap();
    connector.organisations("").await.unwrap();
    assert_eq!(script.seen()[0].uri.path(), "/chat/v1/organisations");
    let relay = connector.token_relay(&"xyz".parse().unwrap()).unwrap();
    assert_eq!(relay.path(), "/chat/v1/organisations/xyz/token");
}

#[tokio::test]
async fn an_address_that_is_not_secure_is_refused() {
    for url in [
        "http://chat.example",
        "https://a:b@chat.example",
        "https://a/#x",
        "x",
    ] {
        let made = Connector::new(url, http(&StillClock::new()));
        assert_eq!(made.unwrap_err(), ConnectorError::InvalidRequest, "{url}");
    }
}
