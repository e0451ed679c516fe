//! Signing in, with an issuer and a connector that answer from one script.

use std::{collections::HashMap, sync::LazyLock, time::Duration};

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dienstchat_core::{
    connector::{
        Connector, ConnectorError,
        wire::{Organisation, ProblemKind, SessionRequest},
    },
    ids::Subject,
    login::{
        id_token::IdTokenError,
        proof,
        provider::ProviderError,
        sign_in::{PendingSignIn, SignIn, SignInError, SignedIn},
    },
    time::SystemEntropy,
};
use proptest::prelude::*;
use ruma::server_name;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use vodozemac::Ed25519Signature;

use crate::support::{
    NOW, Reply, Script, StillClock, device, device_key, http, id_token, key_set, reply, table,
};

const REDIRECT: &str = "dienstchat://login";

struct World {
    script: Script,
    url: String,
    clock: StillClock,
    sign_in: SignIn,
}

fn organisation(url: &str) -> Organisation {
    serde_json::from_value(json!({
        "ov": "xyz", "name": "Ortsverein", "issuer": url, "token_relay": true,
        "homeserver": {"server_name": "chat.example", "base_url": "https://chat.example"},
    }))
    .unwrap()
}

fn prepare(
    url: &str,
    more: &str,
    clock: &StillClock,
    change: impl Fn(&mut Organisation),
) -> Result<SignIn, SignInError> {
    let http = http(clock);
    let connector = Connector::new(url, http.clone()).unwrap();
    let fixed = format!(
        "discovery = false\nauthorization_endpoint = \"{url}/authorize\"\n\
         token_endpoint = \"{url}/token\"\nuserinfo_endpoint = \"{url}/userinfo\"\n\
         jwks_uri = \"{url}/jwks\"\n{more}"
    );
    let mut organisation = organisation(url);
    change(&mut organisation);
    SignIn::new(
        organisation,
        &table(url, &fixed),
        connector,
        &http,
        clock.shared(),
    )
}

async fn world(more: &str) -> World {
    let (script, url) = Script::start([]).await;
    let clock = StillClock::new();
    let sign_in = prepare(&url, more, &clock, |_| {}).unwrap();
    World {
        script,
        url,
        clock,
        sign_in,
    }
}

fn sign(text: &str) -> Ed25519Signature {
    device_key().sign(text.as_bytes())
}

impl World {
    fn answer(&self, replies: impl IntoIterator<Item = Reply>) {
        replies
            .into_iter()
            .for_each(|reply| self.script.push(reply));
    }

    async fn begin(&self) -> PendingSignIn {
        let begun = self
            .sign_in
            .begin(&device(), REDIRECT, None, &SystemEntropy)
            .await;
        begun.unwrap()
    }

    async fn finish(
        &self,
        pending: &mut PendingSignIn,
        callback: &str,
    ) -> Result<SignedIn, SignInError> {
        self.sign_in.finish(pending, callback, sign).await
    }

    fn claims(&self) -> Value {
        let now = NOW.as_secs();
        let nonce = device().nonce(&"xyz".parse().unwrap());
        json!({
            "iss": self.url, "aud": "dienstchat-app", "sub": "a1", "organisation_key": "xyz",
            "iat": now, "exp": now + 600, "nonce": nonce.as_str(),
        })
    }

    fn tokens(&self, change: &Value) -> Reply {
        let mut claims = self.claims();
        for (name, value) in change.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let id_token = id_token(1, &claims);
        reply(
            200,
            json!({"access_token": "secret", "token_type": "Bearer", "id_token": id_token}),
        )
    }

    fn paths(&self) -> Vec<String> {
        self.script
            .seen()
            .iter()
            .map(|seen| seen.uri.path().to_owned())
            .collect()
    }
}

fn session() -> Value {
    json!({
        "user_id": "@xyz_a1:chat.example", "device_id": "ABCDEF", "access_token": "a",
        "refresh_token": "r", "expires_in_ms": 300_000,
    })
}

fn parameters(pending: &PendingSignIn) -> HashMap<String, String> {
    pending.authorize_url().query_pairs().into_owned().collect()
}

fn callback(pending: &PendingSignIn) -> String {
    format!("{REDIRECT}?code=c1&state={}", parameters(pending)["state"])
}

#[tokio::test]
async fn a_person_signs_in_on_a_device() {
    let world = world("").await;
    let mut pending = world.begin().await;
    let asked = parameters(&pending);
    assert_eq!(pending.authorize_url().path(), "/authorize");
    assert_eq!(asked["response_type"], "code");
    assert_eq!(asked["client_id"], "dienstchat-app");
    assert_eq!(asked["redirect_uri"], REDIRECT);
    assert_eq!(asked["scope"], "openid");
    assert_eq!(asked["ov"], "xyz");
    assert_eq!(
        asked["nonce"],
        device().nonce(&"xyz".parse().unwrap()).as_str()
    );
    assert_eq!(asked["code_challenge_method"], "S256");
    assert_eq!(asked["state"].len(), 43);

    world.answer([
        world.tokens(&json!({})),
        reply(200, key_set(&[1])),
        reply(200, session()),
    ]);
    let callback = callback(&pending);
    let signed_in = world.finish(&mut pending, &callback).await.unwrap();
    assert_eq!(signed_in.user_id, "@xyz_a1:chat.example");
    assert_eq!(signed_in.subject.as_str(), "a1");
    assert_eq!(signed_in.expires_at, Some(NOW.plus(Duration::from_mins(5))));
    assert!(signed_in.id_token.is_some() && signed_in.verified.is_some());

    assert_eq!(
        world.paths(),
        ["/token", "/jwks", "/v1/organisations/xyz/session"]
    );
    let seen = world.script.seen();
    let verifier = seen[0].field("code_verifier").unwrap();
    let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
    assert_eq!(asked["code_challenge"], challenge);
    let request: SessionRequest = serde_json::from_value(seen[2].json()).unwrap();
    let ov = "xyz".parse().unwrap();
    let signed_by = proof::verify(&request, &ov, server_name!("chat.example")).unwrap();
    assert_eq!(signed_by, device());
}

#[tokio::test]
async fn every_login_has_a_state_and_a_verifier_of_its_own() {
    let world = world("").await;
    let (one, other) = (world.begin().await, world.begin().await);
    assert_ne!(parameters(&one)["state"], parameters(&other)["state"]);
    assert_ne!(
        parameters(&one)["code_challenge"],
        parameters(&other)["code_challenge"]
    );
    assert!(one.matches(&callback(&one)) && !one.matches(&callback(&other)));
}

#[tokio::test]
async fn a_callback_of_no_login_is_dropped() {
    let world = world("").await;
    let mut pending = world.begin().await;
    let state = parameters(&pending)["state"].clone();
    let other = callback(&world.begin().await);
    let strange = [
        other,
        format!("{REDIRECT}?code=c"),
        format!("{REDIRECT}?code=c&state={state}&state={state}"),
        format!("{REDIRECT}?code=c&state={state}x"),
        format!("https://evil.example/?code=c&state={state}"),
        format!("dienstchat://duty?code=c&state={state}"),
        format!("dienstchat://login/x?code=c&state={state}"),
        format!("{REDIRECT}?code={}&state={state}", "x".repeat(9000)),
        "%%%".to_owned(),
        String::new(),
    ];
    for callback in strange {
        let refused = world.finish(&mut pending, &callback).await;
        assert_eq!(
            refused.unwrap_err(),
            SignInError::UnknownCallback,
            "{callback}"
        );
    }
    assert!(world.paths().is_empty());
    // The login itself goes on.
    world.answer([
        world.tokens(&json!({})),
        reply(200, key_set(&[1])),
        reply(200, session()),
    ]);
    let callback = callback(&pending);
    assert!(world.finish(&mut pending, &callback).await.is_ok());
}

#[tokio::test]
async fn an_old_login_is_over() {
    let world = world("").await;
    let mut pending = world.begin().await;
    world.clock.set(NOW.plus(Duration::from_mins(61)));
    let callback = callback(&pending);
    let refused = world.finish(&mut pending, &callback).await;
    assert_eq!(refused.unwrap_err(), SignInError::UnknownCallback);
}

#[tokio::test]
async fn what_the_issuer_says_in_the_callback_counts() {
    let world = world("").await;
    let mut pending = world.begin().await;
    let state = parameters(&pending)["state"].clone();
    let cases = [
        ("error=access_denied", SignInError::SsoDenied),
        ("error=server_error", SignInError::SsoFailed),
        ("error=access_denied&error=x", SignInError::SsoFailed),
        ("error=server_error&code=c", SignInError::SsoFailed),
        ("code=c&code=d", SignInError::SsoFailed),
        (
            "code=c&iss=https%3A%2F%2Fevil.example",
            SignInError::SsoFailed,
        ),
        ("code=", SignInError::SsoFailed),
        ("", SignInError::SsoFailed),
    ];
    for (query, error) in cases {
        let callback = format!("{REDIRECT}?state={state}&{query}");
        assert_eq!(
            world.finish(&mut pending, &callback).await.unwrap_err(),
            error,
            "{query}"
        );
    }
    assert!(world.paths().is_empty());
}

#[tokio::test]
async fn a_wrong_id_token_is_refused_before_the_connector_sees_it() {
    let cases = [
        (
            json!({"nonce": "x"}),
            SignInError::IdToken(IdTokenError::WrongNonce),
        ),
        (
            json!({"aud": "x"}),
            SignInError::IdToken(IdTokenError::WrongAudience),
        ),
        (
            json!({"iss": "https://x"}),
            SignInError::IdToken(IdTokenError::WrongIssuer),
        ),
        (
            json!({"exp": 1}),
            SignInError::IdToken(IdTokenError::Expired),
        ),
        (
            json!({"organisation_key": "abc"}),
            SignInError::WrongOrganisation,
        ),
    ];
    for (change, error) in cases {
        let world = world("").await;
        let mut pending = world.begin().await;
        world.answer([
            world.tokens(&change),
            reply(200, key_set(&[1])),
            reply(200, session()),
        ]);
        let callback = callback(&pending);
        assert_eq!(
            world.finish(&mut pending, &callback).await.unwrap_err(),
            error,
            "{change}"
        );
        assert_eq!(world.paths(), ["/token", "/jwks"]);
    }
    let world = world("").await;
    let mut pending = world.begin().await;
    world.answer([reply(
        200,
        json!({"access_token": "a", "token_type": "Bearer"}),
    )]);
    let callback = callback(&pending);
    assert_eq!(
        world.finish(&mut pending, &callback).await.unwrap_err(),
        SignInError::SsoFailed
    );
}

#[tokio::test]
async fn a_lost_answer_costs_no_second_login_not_even_across_a_restart() {
    let world = world("").await;
    let mut pending = world.begin().await;
    let callback = callback(&pending);
    world.answer([
        world.tokens(&json!({})),
        reply(200, key_set(&[1])),
        reply(502, "<html>"),
    ]);
    let lost = world.finish(&mut pending, &callback).await.unwrap_err();
    assert_eq!(
        lost,
        SignInError::Connector(ConnectorError::Unavailable(502))
    );
    assert!(lost.is_temporary());

    let stored = serde_json::to_string(&pending).unwrap();
    drop(pending);
    let mut pending: PendingSignIn = serde_json::from_str(&stored).unwrap();
    world.answer([reply(200, session())]);
    assert!(world.finish(&mut pending, &callback).await.is_ok());

    let seen = world.script.seen();
    let tokens = world
        .paths()
        .iter()
        .filter(|path| *path == "/token")
        .count();
    assert_eq!(tokens, 1);
    assert_eq!(seen[2].json(), seen[3].json());
}

#[tokio::test]
async fn a_stored_login_is_finished_by_another_process() {
    let world = world("").await;
    let stored = serde_json::to_string(&world.begin().await).unwrap();
    let mut pending: PendingSignIn = serde_json::from_str(&stored).unwrap();
    let again = prepare(&world.url, "", &world.clock, |_| {}).unwrap();
    world.answer([
        world.tokens(&json!({})),
        reply(200, key_set(&[1])),
        reply(200, session()),
    ]);
    let callback = callback(&pending);
    assert!(again.finish(&mut pending, &callback, sign).await.is_ok());
    let debug = format!("{pending:?}");
    assert!(!debug.contains(&parameters(&pending)["state"]), "{debug}");
}

#[tokio::test]
async fn a_used_code_is_a_failure_and_an_absent_issuer_is_not() {
    let world = world("").await;
    let mut pending = world.begin().await;
    let callback = callback(&pending);
    world.answer([
        reply(400, json!({"error": "invalid_grant"})),
        reply(503, ""),
    ]);
    assert_eq!(
        world.finish(&mut pending, &callback).await.unwrap_err(),
        SignInError::SsoFailed
    );
    let away = world.finish(&mut pending, &callback).await.unwrap_err();
    assert_eq!(away, SignInError::Issuer(ProviderError::Status(503)));
    assert!(away.is_temporary());
}

#[tokio::test]
async fn the_relay_is_used_only_where_both_say_so() {
    let world = world("relay = true").await;
    let mut pending = world.begin().await;
    let relay_problem = json!({"type": "https://dienstchat.de/problems/issuer-unavailable"});
    world.answer([reply(503, relay_problem)]);
    let callback = callback(&pending);
    assert_eq!(
        world.finish(&mut pending, &callback).await.unwrap_err(),
        SignInError::Connector(ConnectorError::Problem(ProblemKind::IssuerUnavailable))
    );
    world.answer([
        world.tokens(&json!({})),
        reply(200, key_set(&[1])),
        reply(200, session()),
    ]);
    world.finish(&mut pending, &callback).await.unwrap();
    assert_eq!(
        world.paths(),
        [
            "/v1/organisations/xyz/token",
            "/v1/organisations/xyz/token",
            "/jwks",
            "/v1/organisations/xyz/session"
        ]
    );
    let without = prepare(&world.url, "relay = true", &world.clock, |organisation| {
        organisation.token_relay = false;
    });
    assert_eq!(without.err(), Some(SignInError::NoTokenRelay));
}

#[tokio::test]
async fn a_login_works_without_pkce_or_nonce() {
    let world = world("pkce = false\nnonce = false").await;
    let mut pending = world.begin().await;
    let asked = parameters(&pending);
    assert!(!asked.contains_key("code_challenge") && !asked.contains_key("nonce"));
    let without_nonce = world.tokens(&json!({"nonce": "of somebody else"}));
    world.answer([
        without_nonce,
        reply(200, key_set(&[1])),
        reply(200, session()),
    ]);
    let callback = callback(&pending);
    world.finish(&mut pending, &callback).await.unwrap();
    assert_eq!(world.script.seen()[0].field("code_verifier"), None);
}

#[tokio::test]
async fn without_id_tokens_the_connector_gets_the_code() {
    let world = world("id_token = false\nscopes = [\"profile\"]").await;
    let mut pending = world.begin().await;
    assert!(!parameters(&pending).contains_key("nonce"));
    world.answer([reply(200, session())]);
    let callback = callback(&pending);
    let signed_in = world.finish(&mut pending, &callback).await.unwrap();
    assert!(signed_in.id_token.is_none());
    assert_eq!(world.paths(), ["/v1/organisations/xyz/session"]);
    let proof = &world.script.seen()[0].json()["proof"];
    assert_eq!(proof["code"], "c1");
    assert_eq!(proof["redirect_uri"], REDIRECT);
    assert_eq!(proof["code_verifier"].as_str().unwrap().len(), 43);
}

#[tokio::test]
async fn another_person_is_refused_on_an_account() {
    for more in ["", "id_token = false"] {
        let world = world(more).await;
        let expected: Subject = "b2".parse().unwrap();
        let begun = world
            .sign_in
            .begin(&device(), REDIRECT, Some(&expected), &SystemEntropy)
            .await;
        let mut pending = begun.unwrap();
        if more.is_empty() {
            world.answer([world.tokens(&json!({})), reply(200, key_set(&[1]))]);
        }
        world.answer([reply(200, session())]);
        let callback = callback(&pending);
        assert_eq!(
            world.finish(&mut pending, &callback).await.unwrap_err(),
            SignInError::AnotherPerson
        );
    }
}

#[tokio::test]
async fn a_session_for_somebody_else_is_not_taken() {
    let cases = [
        json!({"user_id": "@xyz_other:chat.example"}),
        json!({"user_id": "@abc_a1:chat.example"}),
        json!({"user_id": "@xyz_a1:other.example"}),
        json!({"user_id": "nobody"}),
        json!({"device_id": "OTHER"}),
    ];
    for change in cases {
        let world = world("").await;
        let mut pending = world.begin().await;
        let mut session = session();
        for (name, value) in change.as_object().unwrap() {
            session[name] = value.clone();
        }
        world.answer([
            world.tokens(&json!({})),
            reply(200, key_set(&[1])),
            reply(200, session),
        ]);
        let callback = callback(&pending);
        let refused = world.finish(&mut pending, &callback).await;
        assert_eq!(
            refused.unwrap_err(),
            SignInError::InvalidSession,
            "{change}"
        );
    }
}

#[tokio::test]
async fn issuers_and_redirects_must_be_known() {
    let world = world("").await;
    let stranger = prepare(&world.url, "", &world.clock, |organisation| {
        organisation.issuer = "https://evil.example".to_owned();
    });
    assert_eq!(stranger.err(), Some(SignInError::UntrustedIssuer));
    // The last one is registered, but the homeserver's operator would receive it.
    for uri in [
        "other://login",
        "http://127.0.0.1:1/x",
        "https://chat.example/login",
    ] {
        let begun = world
            .sign_in
            .begin(&device(), uri, None, &SystemEntropy)
            .await;
        assert_eq!(begun.unwrap_err(), SignInError::InvalidRedirectUri, "{uri}");
    }
    let loopback = "http://127.0.0.1:5000/callback";
    let begun = world
        .sign_in
        .begin(&device(), loopback, None, &SystemEntropy)
        .await;
    assert_eq!(parameters(&begun.unwrap())["redirect_uri"], loopback);
}

#[tokio::test]
async fn a_sign_in_can_run_on_any_thread() {
    fn can_move<T: Send>(_: &T) {}
    let world = world("").await;
    let mut pending = world.begin().await;
    can_move(
        &world
            .sign_in
            .begin(&device(), REDIRECT, None, &SystemEntropy),
    );
    can_move(&world.sign_in.finish(&mut pending, "", sign));
}

/// A login that waits for its callback.
static PENDING: LazyLock<PendingSignIn> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async { world("").await.begin().await })
});

proptest! {
    #[test]
    fn no_callback_without_the_state_belongs_to_a_login(
        scheme in "(dienstchat|http|https|javascript)",
        rest in "(://|:)(login)?[/?]?[a-z0-9=&%.#?/@\\[\\]-]{0,40}",
        anything in any::<String>(),
    ) {
        let link = format!("{scheme}{rest}");
        let matches = PENDING.matches(&link);
        let anything_matches = PENDING.matches(&anything);
        prop_assert!(!matches && !anything_matches);
        let state = &parameters(&PENDING)["state"];
        let with_state = format!("{REDIRECT}?x={}&state={state}", rest.replace(['&', '#', '?'], ""));
        let found = PENDING.matches(&with_state);
        prop_assert!(found);
    }
}
