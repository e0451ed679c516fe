//! The token relay.

use axum::body::Body;
use dienstchat_core::connector::wire::Proof;
use http::{Request, StatusCode, header};

use crate::testing::{Answer, Device, SECRETIVE_CREDENTIAL, World, organisation, secretive_issuer};

async fn world() -> World {
    let world = World::new().await;
    let mut body = organisation(1);
    body["issuer"] = secretive_issuer().url.clone().into();
    let put = world
        .send(
            "PUT",
            "/v1/organisations/abc",
            Some(SECRETIVE_CREDENTIAL),
            &body.to_string(),
        )
        .await;
    assert_eq!(put.status, StatusCode::CREATED, "{}", put.text);
    world
}

impl World {
    async fn relay(&self, ov: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        let request = Request::post(format!("/v1/organisations/{ov}/token"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.call(request.body(Body::from(body)).unwrap()).await
    }
}

#[tokio::test]
async fn a_code_is_exchanged_with_the_secret_and_once() {
    let world = world().await;
    let Proof::Code(code) = Device::new("abc", "PHONE").code("anna").await else {
        panic!()
    };
    let verifier = code.code_verifier.as_ref().unwrap().expose();
    let form = [
        ("grant_type", "authorization_code"),
        ("code", code.code.expose()),
        ("redirect_uri", "dienstchat://login"),
        ("code_verifier", verifier),
        ("client_secret", "guessed"),
        ("client_id", "dienstchat-app"),
    ];
    let answer = world.relay("abc", &form).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
    let tokens = answer.json();
    assert!(tokens["access_token"].is_string());
    assert!(!answer.text.contains("app-geheimnis"));
    let refresh = tokens["refresh_token"].as_str().unwrap().to_owned();
    let refreshed = world
        .relay(
            "abc",
            &[("grant_type", "refresh_token"), ("refresh_token", &refresh)],
        )
        .await;
    assert_eq!(refreshed.status, StatusCode::OK, "{}", refreshed.text);
    // The issuer's own error comes through.
    let again = world.relay("abc", &form).await;
    assert_eq!(
        (again.status, &again.json()["error"]),
        (StatusCode::BAD_REQUEST, &"invalid_grant".into())
    );
}

#[tokio::test]
async fn nothing_else_is_relayed() {
    let world = world().await;
    for form in [
        &[] as &[(&str, &str)],
        &[("grant_type", "password"), ("username", "anna")],
        &[("grant_type", "client_credentials")],
        &[
            ("grant_type", "authorization_code"),
            ("code", "a"),
            ("code", "b"),
        ],
        &[
            ("grant_type", "authorization_code"),
            ("code", "a"),
            ("client_id", "dienstplan"),
        ],
        &[
            ("grant_type", "authorization_code"),
            ("code", "a"),
            ("redirect_uri", "https://elsewhere.example"),
        ],
        &[
            ("grant_type", "authorization_code"),
            ("code", &"x".repeat(9_000)),
        ],
    ] {
        let answer = world.relay("abc", form).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::BAD_REQUEST, "invalid-request"),
            "{form:?}"
        );
    }
    let json = world.post("/v1/organisations/abc/token", "{}").await;
    assert_eq!(
        (json.status, json.problem().as_str()),
        (StatusCode::UNSUPPORTED_MEDIA_TYPE, "media-type")
    );
    assert_eq!(
        world.relay("nix", &[]).await.problem(),
        "unknown-organisation"
    );
}

#[tokio::test]
async fn an_issuer_without_a_relay_has_none() {
    let world = World::new().await;
    world.organisation("abc").await;
    let answer = world
        .relay(
            "abc",
            &[("grant_type", "refresh_token"), ("refresh_token", "x")],
        )
        .await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::FORBIDDEN, "no-token-relay")
    );
}
