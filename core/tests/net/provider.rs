//! Discovery, keys, the token endpoint and userinfo.

use std::{sync::Arc, time::Duration};

use dienstchat_core::{
    login::{
        id_token::IdTokenError,
        provider::{ExchangeError, Provider, ProviderError},
    },
    secret::{AuthorizationCode, IdToken, IssuerAccessToken},
};
use serde_json::{Value, json};

use crate::support::{NOW, Reply, Script, StillClock, http, id_token, key_set, reply, table};

struct World {
    script: Script,
    url: String,
    clock: StillClock,
    provider: Provider,
}

async fn world(more: &str) -> World {
    let (script, url) = Script::start([]).await;
    let clock = StillClock::new();
    let more = more.replace("URL", &url);
    let entry = table(&url, &more).entries()[0].clone();
    let http = http(&clock).for_issuer();
    let provider = Provider::new(entry, http, clock.shared());
    World {
        script,
        url,
        clock,
        provider,
    }
}

impl World {
    fn answer(&self, replies: impl IntoIterator<Item = Reply>) {
        replies
            .into_iter()
            .for_each(|reply| self.script.push(reply));
    }

    fn metadata(&self) -> Value {
        json!({
            "issuer": self.url,
            "authorization_endpoint": format!("{}/authorize", self.url),
            "token_endpoint": format!("{}/token", self.url),
            "userinfo_endpoint": format!("{}/userinfo", self.url),
            "jwks_uri": format!("{}/jwks", self.url),
            "future": {},
        })
    }

    fn token(&self, seed: u8) -> IdToken {
        let now = NOW.as_secs();
        IdToken::new(id_token(
            seed,
            &json!({"iss": self.url, "aud": "dienstchat-app", "sub": "a", "iat": now, "exp": now + 7200}),
        ))
    }

    async fn exchange(&self) -> Result<Option<IdToken>, ProviderError> {
        let code = AuthorizationCode::new("code".to_owned());
        let tokens = self
            .provider
            .exchange_code(code, None, "dienstchat://login", None)
            .await?;
        Ok(tokens.id_token)
    }

    fn paths(&self) -> Vec<String> {
        self.script
            .seen()
            .iter()
            .map(|seen| seen.uri.path().to_owned())
            .collect()
    }
}

const FIXED: &str = "discovery = false\nauthorization_endpoint = \"URL/authorize\"\n\
    token_endpoint = \"URL/token\"\nuserinfo_endpoint = \"URL/userinfo\"\njwks_uri = \"URL/jwks\"";

#[tokio::test]
async fn discovery_is_asked_once_an_hour() {
    let world = world("").await;
    world.answer([reply(200, world.metadata())]);
    let endpoints = world.provider.endpoints().await.unwrap();
    assert_eq!(endpoints.token.path(), "/token");
    assert_eq!(world.provider.endpoints().await, Ok(endpoints.clone()));
    assert_eq!(world.paths(), ["/.well-known/openid-configuration"]);
    // Later it is asked again, and what was known stays when that fails.
    world.clock.set(NOW.plus(Duration::from_hours(1)));
    world.answer([reply(500, "")]);
    assert_eq!(world.provider.endpoints().await, Ok(endpoints));
    assert_eq!(world.paths().len(), 2);
}

#[tokio::test]
async fn a_wrong_discovery_document_is_refused() {
    let cases = [
        (
            json!({"issuer": "https://evil.example"}),
            ProviderError::IssuerMismatch,
        ),
        (
            json!({"token_endpoint": "http://evil.example/token"}),
            ProviderError::Malformed,
        ),
        (json!({"jwks_uri": "x"}), ProviderError::Malformed),
        (
            json!({"authorization_endpoint": null}),
            ProviderError::Malformed,
        ),
    ];
    for (change, error) in cases {
        let world = world("").await;
        let mut metadata = world.metadata();
        for (name, value) in change.as_object().unwrap() {
            metadata[name] = value.clone();
        }
        world.answer([reply(200, metadata)]);
        assert_eq!(world.provider.endpoints().await, Err(error), "{change}");
    }
    let world = world("").await;
    world.answer([reply(404, "")]);
    assert_eq!(
        world.provider.endpoints().await,
        Err(ProviderError::Status(404))
    );
}

#[tokio::test]
async fn endpoints_of_the_table_need_no_discovery() {
    let world = world(FIXED).await;
    world.answer([reply(200, key_set(&[1]))]);
    assert!(
        world
            .provider
            .verify_id_token(&world.token(1), None)
            .await
            .is_ok()
    );
    assert_eq!(world.paths(), ["/jwks"]);
}

#[tokio::test]
async fn a_rotation_of_keys_is_followed_but_not_more_than_once_a_minute() {
    let world = world(FIXED).await;
    world.answer([reply(200, key_set(&[1]))]);
    assert!(
        world
            .provider
            .verify_id_token(&world.token(1), None)
            .await
            .is_ok()
    );
    let unknown = Err(ProviderError::IdToken(IdTokenError::UnknownKey));
    for _ in 0..3 {
        assert_eq!(
            world.provider.verify_id_token(&world.token(2), None).await,
            unknown
        );
    }
    assert_eq!(world.paths().len(), 1);
    world.clock.set(NOW.plus(Duration::from_mins(1)));
    world.answer([reply(200, key_set(&[1, 2]))]);
    assert!(
        world
            .provider
            .verify_id_token(&world.token(2), None)
            .await
            .is_ok()
    );
    assert!(
        world
            .provider
            .verify_id_token(&world.token(1), None)
            .await
            .is_ok()
    );
    assert_eq!(world.paths().len(), 2);
}

#[tokio::test]
async fn known_keys_serve_while_the_issuer_is_away() {
    let world = world(FIXED).await;
    world.answer([reply(200, key_set(&[1]))]);
    assert!(
        world
            .provider
            .verify_id_token(&world.token(1), None)
            .await
            .is_ok()
    );
    world.clock.set(NOW.plus(Duration::from_hours(1)));
    world.answer([reply(503, "")]);
    assert!(
        world
            .provider
            .verify_id_token(&world.token(1), None)
            .await
            .is_ok()
    );
    assert_eq!(world.paths(), ["/jwks", "/jwks"]);
    let cold = self::world(FIXED).await;
    cold.answer([reply(503, "")]);
    assert_eq!(
        cold.provider.verify_id_token(&cold.token(1), None).await,
        Err(ProviderError::Status(503))
    );
}

#[tokio::test]
async fn the_token_endpoint_refuses_in_words_of_oauth() {
    let error = |code: &str| json!({"error": code, "error_description": "Anna"});
    let cases = [
        (
            reply(400, error("invalid_grant")),
            ProviderError::Exchange(ExchangeError::InvalidGrant),
        ),
        (
            reply(401, error("invalid_client")),
            ProviderError::Exchange(ExchangeError::InvalidClient),
        ),
        (
            reply(400, error("invalid_scope")),
            ProviderError::Exchange(ExchangeError::Refused),
        ),
        (
            reply(400, error("new_error")),
            ProviderError::Exchange(ExchangeError::Refused),
        ),
        (reply(500, "<html>"), ProviderError::Status(500)),
        (reply(503, ""), ProviderError::Status(503)),
        (reply(200, "<html>"), ProviderError::Malformed),
        (reply(200, ""), ProviderError::Malformed),
        (
            reply(200, json!({"access_token": "a"})),
            ProviderError::Malformed,
        ),
    ];
    for (answer, error) in cases {
        let world = world(FIXED).await;
        world.answer([answer]);
        assert_eq!(world.exchange().await, Err(error));
    }
    let world = world(FIXED).await;
    world.answer([reply(
        200,
        json!({"access_token": "a", "token_type": "Bearer", "id_token": "x"}),
    )]);
    assert_eq!(
        world.exchange().await,
        Ok(Some(IdToken::new("x".to_owned())))
    );
    let seen = &world.script.seen()[0];
    assert_eq!(
        seen.field("grant_type").as_deref(),
        Some("authorization_code")
    );
    assert_eq!(seen.field("client_id").as_deref(), Some("dienstchat-app"));
    assert_eq!(
        seen.field("redirect_uri").as_deref(),
        Some("dienstchat://login")
    );
    assert_eq!(seen.field("code_verifier"), None);
}

#[tokio::test]
async fn userinfo_says_who_it_is() {
    let world = world(FIXED).await;
    world.answer([
        reply(
            200,
            json!({"sub": "a", "name": "Anna", "organisation_key": "XYZ"}),
        ),
        reply(401, ""),
        reply(200, json!({"name": "Anna"})),
    ]);
    let token = IssuerAccessToken::new("t".to_owned());
    let info = world.provider.userinfo(&token).await.unwrap();
    assert_eq!(info.organisation, Some("xyz".parse().unwrap()));
    assert_eq!(format!("{info:?}"), "UserInfo(…)");
    assert_eq!(world.script.seen()[0].headers["authorization"], "Bearer t");
    let refused = ProviderError::Exchange(ExchangeError::Refused);
    assert_eq!(world.provider.userinfo(&token).await, Err(refused));
    assert_eq!(
        world.provider.userinfo(&token).await,
        Err(ProviderError::Malformed)
    );
    // A token that no header can carry is an error and no panic.
    let broken = IssuerAccessToken::new("a\nb".to_owned());
    assert!(matches!(
        world.provider.userinfo(&broken).await,
        Err(ProviderError::Fetch(_))
    ));
}

#[test]
fn a_provider_can_be_shared() {
    fn shared<T: Send + Sync>() {}
    shared::<Arc<Provider>>();
}
