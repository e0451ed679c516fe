//! Sessions, with good and bad proofs.

use std::time::Duration;

use dienstchat_core::connector::wire::{Proof, SessionRequest};
use hiorg_standin::{IdTokenSpec, SignedBy};
use http::StatusCode;
use serde_json::json;

use crate::testing::{
    Answer, Device, SECRETIVE_CREDENTIAL, World,
    homeserver::{Fault, When},
    issuer, organisation, secretive_issuer,
};

const PATH: &str = "/v1/organisations/abc/session";

impl World {
    async fn session(&self, request: &SessionRequest) -> Answer {
        self.post(PATH, &serde_json::to_string(request).unwrap())
            .await
    }
}

async fn world() -> World {
    let world = World::new().await;
    world.organisation("abc").await;
    world
}

#[tokio::test]
async fn a_device_gets_a_session() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let answer = world
        .session(&device.request(&device.token("a1").await))
        .await;
    assert_eq!(
        answer.json(),
        json!({
            "user_id": "@abc_a1:hs.example", "device_id": "PHONE", "access_token": "syt_access",
            "refresh_token": "syr_refresh", "expires_in_ms": 300_000,
        })
    );
    assert_eq!(answer.headers["cache-control"], "no-store");
    // The same person on another device.
    let device = Device::new("abc", "TABLET");
    assert_eq!(
        world
            .session(&device.request(&device.token("a1").await))
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_token_is_good_once() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let token = device.token("a1").await;
    assert_eq!(
        world.session(&device.request(&token)).await.status,
        StatusCode::OK
    );
    assert_eq!(
        world.session(&device.request(&token)).await.status,
        StatusCode::OK,
        "a retry after a lost answer"
    );
    world.clock.advance(Duration::from_secs(601));
    let late = world.session(&device.request(&token)).await;
    assert_eq!(
        (late.status, late.problem().as_str()),
        (StatusCode::CONFLICT, "token-used")
    );
    // A new sign-in on the same device with the same keys.
    assert_eq!(
        world
            .session(&device.request(&device.token("a1").await))
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_stolen_token_is_of_no_use() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let token = device.token("a1").await;
    let thief = Device::new("abc", "PHONE");
    assert_eq!(
        world.session(&thief.request(&token)).await.problem(),
        "wrong-device"
    );
    assert_eq!(
        world.session(&device.request(&token)).await.status,
        StatusCode::OK
    );
    assert_eq!(
        world.session(&thief.request(&token)).await.problem(),
        "token-used"
    );
    // Nor can a request be signed by, or altered for, another device.
    let mut request = device.request(&device.token("a1").await);
    request.signature = thief.request(&token).signature;
    assert_eq!(world.session(&request).await.problem(), "invalid-signature");
    let mut request = device.request(&device.token("a1").await);
    request.device_id = "OTHER".to_owned();
    assert_eq!(world.session(&request).await.problem(), "invalid-signature");
}

#[tokio::test]
async fn a_device_keeps_its_keys_and_its_owner() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    assert_eq!(
        world
            .session(&device.request(&device.token("a1").await))
            .await
            .status,
        StatusCode::OK
    );
    let other_keys = Device::new("abc", "PHONE");
    let answer = world
        .session(&other_keys.request(&other_keys.token("a1").await))
        .await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::CONFLICT, "device-taken")
    );
    let other_person = world
        .session(&device.request(&device.token("b1").await))
        .await;
    assert_eq!(other_person.problem(), "device-taken");
}

#[tokio::test]
async fn bad_tokens_are_refused() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let good = device.spec("a1");
    let spec = |change: &dyn Fn(&mut IdTokenSpec)| {
        let mut spec = good.clone();
        change(&mut spec);
        spec
    };
    for (kind, spec) in [
        (
            "invalid-proof",
            spec(&|s| s.issuer = Some("https://elsewhere.example".to_owned())),
        ),
        (
            "invalid-proof",
            spec(&|s| s.audience = Some("dienstplan".to_owned())),
        ),
        (
            "invalid-proof",
            spec(&|s| s.typ = Some("dienstchat-duty+jwt".to_owned())),
        ),
        ("invalid-proof", spec(&|s| s.signed_by = SignedBy::WrongKey)),
        (
            "invalid-proof",
            spec(&|s| s.signed_by = SignedBy::UnknownKey),
        ),
        ("invalid-proof", spec(&|s| s.signed_by = SignedBy::Nobody)),
        ("invalid-proof", spec(&|s| s.sub = String::new())),
        (
            "expired-proof",
            spec(&|s| {
                s.issued_at = Some(1_000);
                s.expires_at = Some(2_000);
            }),
        ),
        (
            "expired-proof",
            spec(&|s| {
                s.issued_at = Some(9_000_000_000);
                s.expires_at = Some(9_000_001_000);
            }),
        ),
        ("wrong-device", spec(&|s| s.nonce = None)),
        (
            "wrong-device",
            spec(&|s| s.nonce = Some("other".to_owned())),
        ),
        (
            "wrong-organisation",
            spec(&|s| s.organisation = Some("xyz".to_owned())),
        ),
        ("wrong-organisation", spec(&|s| s.organisation = None)),
    ] {
        let token = issuer().login.mint_id_token(&spec).await.unwrap();
        let answer = world.session(&device.request(&token)).await;
        assert_eq!(answer.problem(), kind, "{spec:?}");
    }
    for token in ["", "a.b.c", "nonsense"] {
        assert_eq!(
            world.session(&device.request(token)).await.problem(),
            "invalid-proof"
        );
    }
    assert!(world.fake.inner().users.is_empty());
}

#[tokio::test]
async fn malformed_requests_are_refused() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let good = device.request(&device.token("a1").await);
    for change in [
        (|r| r.device_id = "a b".to_owned()) as fn(&mut SessionRequest),
        |r| r.curve25519 = "x".to_owned(),
        |r| r.ed25519.push('='),
        |r| r.salt = String::new(),
        |r| r.signature = "AAAA".to_owned(),
    ] {
        let mut request = good.clone();
        change(&mut request);
        let kind = world.session(&request).await.problem();
        assert!(
            ["invalid-request", "invalid-signature"].contains(&kind.as_str()),
            "{kind}"
        );
    }
    assert_eq!(world.post(PATH, "{}").await.field(), "proof");
    let answer = world
        .post(PATH, "{\"proof\":{\"access_token\":\"x\"}}")
        .await;
    assert_eq!(answer.field(), "proof", "an access token is no proof");
}

#[tokio::test]
async fn only_organisations_with_the_chat_on_have_sessions() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let body = serde_json::to_string(&device.request(&device.token("a1").await)).unwrap();
    for ov in ["xyz", "a", "%20"] {
        let answer = world
            .post(&format!("/v1/organisations/{ov}/session"), &body)
            .await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::NOT_FOUND, "unknown-organisation")
        );
    }
    let mut off = organisation(2);
    off["enabled"] = false.into();
    world.put("/v1/organisations/abc", &off).await;
    assert_eq!(
        world.post(PATH, &body).await.problem(),
        "unknown-organisation"
    );
    world.put("/v1/organisations/abc", &organisation(3)).await;
    assert_eq!(world.post(PATH, &body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_lost_answer_of_the_homeserver_is_retried_by_the_app() {
    let world = world().await;
    let device = Device::new("abc", "PHONE");
    let request = device.request(&device.token("a1").await);
    for (part, fault) in [
        ("register", Fault::Cut),
        ("register", Fault::AnswerLost),
        ("login", Fault::Status(500)),
        ("login", Fault::AnswerLost),
    ] {
        world.fake.fail(When::Once(part), fault);
        let answer = world.session(&request).await;
        assert_eq!(
            (answer.status.as_u16(), answer.problem().as_str()),
            (503, "homeserver-unavailable")
        );
        assert!(answer.headers.contains_key("retry-after"));
    }
    assert_eq!(world.session(&request).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_is_redeemed_with_the_secret() {
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
    let device = Device::new("abc", "PHONE");
    let request = device.prove(device.code("anna").await);
    world.fake.fail(When::Once("login"), Fault::AnswerLost);
    assert_eq!(
        world.session(&request).await.problem(),
        "homeserver-unavailable"
    );
    // The code is spent, and the retry works all the same.
    assert_eq!(
        world.session(&request).await.json()["user_id"],
        "@abc_a1:hs.example"
    );
    let Proof::Code(code) = request.proof.clone() else {
        panic!()
    };
    let thief = Device::new("abc", "THIEF");
    assert_eq!(
        world
            .session(&thief.prove(Proof::Code(code.clone())))
            .await
            .problem(),
        "token-used"
    );
    // Spent at the issuer, unknown here: another verifier, another redirect URI.
    let Proof::Code(mut other) = device.code("anna").await else {
        panic!()
    };
    other.redirect_uri = "https://elsewhere.example".to_owned();
    assert_eq!(
        world
            .session(&device.prove(Proof::Code(other)))
            .await
            .problem(),
        "invalid-proof"
    );
    let Proof::Code(mut other) = device.code("anna").await else {
        panic!()
    };
    other.code_verifier = Some(dienstchat_core::secret::CodeVerifier::new(
        "wrong".repeat(10),
    ));
    assert_eq!(
        world
            .session(&device.prove(Proof::Code(other)))
            .await
            .problem(),
        "invalid-proof"
    );
}
