//! The sign-in as an app goes through it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod support;

use std::collections::HashMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hiorg_standin::{Consent, DEMO_PASSWORD, Error, IdTokenSpec, SignedBy, Standin};
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::{ClientId, IssuerUrl, Nonce};
use serde_json::{Value, json};
use support::{START, TestTime, http, standin};
use url::Url;

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const REDIRECT: &str = "http://127.0.0.1:49152/callback";

fn authorize_url(standin: &Standin, change: &[(&str, Option<&str>)]) -> Url {
    let mut parameters: HashMap<&str, &str> = HashMap::from([
        ("client_id", "dienstchat-app"),
        ("redirect_uri", REDIRECT),
        ("response_type", "code"),
        ("scope", "openid"),
        ("state", "s1"),
        ("nonce", "n1"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
        ("ov", "xyz"),
    ]);
    for (name, value) in change {
        match value {
            Some(value) => parameters.insert(name, value),
            None => parameters.remove(name),
        };
    }
    let mut url = standin.url().join("/oauth/v1/authorize").unwrap();
    url.query_pairs_mut().extend_pairs(parameters);
    url
}

fn query(url: &Url) -> HashMap<String, String> {
    url.query_pairs().into_owned().collect()
}

async fn sign_in(standin: &Standin, change: &[(&str, Option<&str>)]) -> HashMap<String, String> {
    let url = authorize_url(standin, change);
    let answer = standin
        .login()
        .sign_in(&url, "anna", DEMO_PASSWORD, Consent::Allow)
        .await
        .unwrap();
    query(&answer)
}

async fn code(standin: &Standin) -> String {
    sign_in(standin, &[]).await["code"].clone()
}

async fn token(standin: &Standin, form: &[(&str, &str)]) -> (u16, Value) {
    let answer = http()
        .post(standin.url().join("/oauth/v1/token").unwrap())
        .form(form)
        .send()
        .await
        .unwrap();
    (answer.status().as_u16(), answer.json().await.unwrap())
}

async fn redeem(standin: &Standin, code: &str, more: &[(&str, &str)]) -> (u16, Value) {
    let mut form = vec![
        ("grant_type", "authorization_code"),
        ("client_id", "dienstchat-app"),
        ("redirect_uri", REDIRECT),
        ("code", code),
    ];
    form.extend(more);
    token(standin, &form).await
}

async fn refresh(standin: &Standin, refresh_token: &str) -> (u16, Value) {
    let form = [
        ("grant_type", "refresh_token"),
        ("client_id", "dienstchat-app"),
        ("refresh_token", refresh_token),
    ];
    token(standin, &form).await
}

async fn userinfo(standin: &Standin, access_token: &str) -> reqwest::Response {
    http()
        .get(standin.url().join("/oauth/v1/userinfo").unwrap())
        .bearer_auth(access_token)
        .send()
        .await
        .unwrap()
}

fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

async fn jwks(standin: &Standin) -> CoreJsonWebKeySet {
    let url = standin.url().join("/oauth/v1/jwks").unwrap();
    http().get(url).send().await.unwrap().json().await.unwrap()
}

/// Verifies as an independent implementation does.
async fn verifies(standin: &Standin, time: &TestTime, token: &str, nonce: &str) -> bool {
    let now = i64::try_from(time.now()).unwrap();
    let verifier = CoreIdTokenVerifier::new_public_client(
        ClientId::new("dienstchat-app".to_owned()),
        IssuerUrl::new(standin.issuer().to_owned()).unwrap(),
        jwks(standin).await,
    )
    .set_time_fn(move || chrono::DateTime::from_timestamp(now, 0).unwrap());
    let token: CoreIdToken = token.parse().unwrap();
    token
        .claims(&verifier, &Nonce::new(nonce.to_owned()))
        .is_ok()
}

#[tokio::test]
async fn a_person_signs_in_and_the_app_learns_who_they_are() {
    let (hiorg, time) = standin(|_| {}).await;
    let anna = hiorg.organisation("xyz").person("anna").unwrap();
    let answer = sign_in(&hiorg, &[]).await;
    assert_eq!(answer["state"], "s1");

    let (status, tokens) = redeem(&hiorg, &answer["code"], &[("code_verifier", VERIFIER)]).await;
    assert_eq!(status, 200);
    assert_eq!(tokens["token_type"], "Bearer");
    assert_eq!(tokens["expires_in"], 3600);

    let id_token = tokens["id_token"].as_str().unwrap();
    assert_eq!(part(id_token, 0)["typ"], "JWT");
    assert_eq!(
        part(id_token, 1),
        json!({
            "iss": hiorg.issuer(), "aud": "dienstchat-app", "sub": anna.sub, "nonce": "n1",
            "organisation_key": "xyz", "iat": START, "exp": START + 3600,
        })
    );
    assert!(verifies(&hiorg, &time, id_token, "n1").await);
    assert!(!verifies(&hiorg, &time, id_token, "n2").await);

    let access_token = tokens["access_token"].as_str().unwrap();
    let answer = userinfo(&hiorg, access_token).await;
    assert_eq!(
        answer.headers()["date"],
        "Fri, 15 Jan 2027 08:00:00 GMT",
        "the Date header follows the clock"
    );
    assert_eq!(
        answer.json::<Value>().await.unwrap(),
        json!({ "sub": anna.sub, "name": "Anna Albrecht", "organisation_key": "xyz" })
    );
    time.forward(3600);
    assert_eq!(userinfo(&hiorg, access_token).await.status(), 401);
}

#[tokio::test]
async fn in_a_browser_consent_comes_after_the_password() {
    let (hiorg, _) = standin(|_| {}).await;
    let url = authorize_url(&hiorg, &[]);
    let page = http().get(url.clone()).send().await.unwrap();
    assert_eq!(page.status(), 200);
    assert!(page.text().await.unwrap().contains("DRK Musterstadt"));

    let form = [("username", "anna"), ("password", DEMO_PASSWORD)];
    let page = http().post(url.clone()).form(&form).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let page = page.text().await.unwrap();
    assert!(page.contains("Datenzugriff erlauben"));
    let ticket = page
        .split_once("name=\"ticket\" value=\"")
        .and_then(|(_, rest)| rest.split_once('"'))
        .map(|(ticket, _)| ticket.to_owned())
        .unwrap();

    let form = [("ticket", ticket.as_str()), ("consent", "allow")];
    let answer = http().post(url.clone()).form(&form).send().await.unwrap();
    assert_eq!(answer.status(), 302);
    let location = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
    assert!(query(&location).contains_key("code"));

    let again = http().post(url).form(&form).send().await.unwrap();
    assert_eq!(again.status(), 401, "a ticket is good once");
}

#[tokio::test]
async fn wrong_passwords_and_the_wrong_organisation_are_refused() {
    let (hiorg, _) = standin(|_| {}).await;
    let login = hiorg.login();
    let try_as = async |ov: Option<&str>, username: &str, password: &str| {
        let url = authorize_url(&hiorg, &[("ov", ov)]);
        login
            .sign_in(&url, username, password, Consent::Allow)
            .await
    };
    let refused = Err(Error::SignInRefused(401));
    assert_eq!(try_as(Some("xyz"), "anna", "falsch").await, refused);
    assert_eq!(try_as(Some("abc"), "ben", DEMO_PASSWORD).await, refused);
    assert_eq!(
        try_as(None, "anna", DEMO_PASSWORD).await,
        refused,
        "without an organisation the name is ambiguous"
    );
    assert!(try_as(None, "ben", DEMO_PASSWORD).await.is_ok());
}

#[tokio::test]
async fn denied_consent_comes_back_with_the_state() {
    let (hiorg, _) = standin(|_| {}).await;
    let answer = hiorg
        .login()
        .sign_in(
            &authorize_url(&hiorg, &[("redirect_uri", Some("dienstchat://login"))]),
            "anna",
            DEMO_PASSWORD,
            Consent::Deny,
        )
        .await
        .unwrap();
    assert_eq!(answer.scheme(), "dienstchat");
    let answer = query(&answer);
    assert_eq!(answer["error"], "access_denied");
    assert_eq!(answer["state"], "s1");
    assert!(!answer.contains_key("code"));
}

#[tokio::test]
async fn only_what_is_registered_is_redirected_to() {
    let (hiorg, _) = standin(|_| {}).await;
    let refused = Err(Error::SignInRefused(400));
    for change in [
        ("redirect_uri", Some("https://evil.example/callback")),
        ("redirect_uri", None),
        ("client_id", Some("unknown")),
        ("client_id", None),
    ] {
        let url = authorize_url(&hiorg, &[change]);
        for consent in [Consent::Allow, Consent::Deny] {
            let answer = hiorg
                .login()
                .sign_in(&url, "anna", DEMO_PASSWORD, consent)
                .await;
            assert_eq!(answer, refused, "{change:?}");
        }
    }
}

#[tokio::test]
async fn wrong_requests_are_told_to_the_client() {
    let (hiorg, _) = standin(|_| {}).await;
    for (change, error) in [
        (
            ("response_type", Some("token")),
            "unsupported_response_type",
        ),
        (("response_type", None), "invalid_request"),
        (("scope", Some("openid everything")), "invalid_scope"),
        (("code_challenge_method", Some("plain")), "invalid_request"),
        (("code_challenge", None), "invalid_request"),
        (("ov", Some("nowhere")), "invalid_request"),
        (("prompt", Some("none")), "login_required"),
    ] {
        let answer = sign_in(&hiorg, &[change]).await;
        assert_eq!(answer["error"], error, "{change:?}");
        assert_eq!(answer["state"], "s1");
    }
    let mut twice = authorize_url(&hiorg, &[]);
    twice.query_pairs_mut().append_pair("nonce", "n2");
    let answer = hiorg
        .login()
        .sign_in(&twice, "anna", DEMO_PASSWORD, Consent::Allow)
        .await
        .unwrap();
    assert_eq!(query(&answer)["error"], "invalid_request");
}

#[tokio::test]
async fn a_code_needs_its_verifier_redirect_uri_and_client() {
    let (hiorg, _) = standin(|_| {}).await;
    let wrong = redeem(&hiorg, &code(&hiorg).await, &[("code_verifier", "wrong")]).await;
    assert_eq!((wrong.0, &wrong.1["error"]), (400, &json!("invalid_grant")));
    let missing = redeem(&hiorg, &code(&hiorg).await, &[]).await;
    assert_eq!(missing.1["error"], "invalid_grant");

    let code = code(&hiorg).await;
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "dienstplan"),
        ("client_secret", "dienstplan-geheimnis"),
        ("redirect_uri", REDIRECT),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let other_client = token(&hiorg, &form).await;
    assert_eq!(other_client.1["error"], "invalid_grant");
    let form = [
        ("grant_type", "authorization_code"),
        ("client_id", "dienstchat-app"),
        ("redirect_uri", "dienstchat://login"),
        ("code", &code),
        ("code_verifier", VERIFIER),
    ];
    let other_uri = token(&hiorg, &form).await;
    assert_eq!(other_uri.1["error"], "invalid_grant");
}

#[tokio::test]
async fn a_code_is_good_once_and_not_for_long() {
    let (hiorg, time) = standin(|_| {}).await;
    let code_once = code(&hiorg).await;
    let (status, tokens) = redeem(&hiorg, &code_once, &[("code_verifier", VERIFIER)]).await;
    assert_eq!(status, 200);
    let (status, error) = redeem(&hiorg, &code_once, &[("code_verifier", VERIFIER)]).await;
    assert_eq!((status, &error["error"]), (400, &json!("invalid_grant")));
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(
        userinfo(&hiorg, access_token).await.status(),
        401,
        "a replayed code takes back what it gave"
    );

    let late = code(&hiorg).await;
    time.forward(60);
    let (_, error) = redeem(&hiorg, &late, &[("code_verifier", VERIFIER)]).await;
    assert_eq!(error["error"], "invalid_grant");
}

#[tokio::test]
async fn the_secret_can_be_required() {
    let (hiorg, _) = standin(|config| config.switches.require_client_secret = true).await;
    let with_verifier = ("code_verifier", VERIFIER);
    for secret in [None, Some(("client_secret", "wrong"))] {
        let mut more = vec![with_verifier];
        more.extend(secret);
        let (status, error) = redeem(&hiorg, &code(&hiorg).await, &more).await;
        assert_eq!((status, &error["error"]), (401, &json!("invalid_client")));
    }
    let secret = ("client_secret", "app-geheimnis");
    let (status, _) = redeem(&hiorg, &code(&hiorg).await, &[with_verifier, secret]).await;
    assert_eq!(status, 200);

    let code = code(&hiorg).await;
    let basic = http()
        .post(hiorg.url().join("/oauth/v1/token").unwrap())
        .basic_auth("dienstchat-app", Some("app-geheimnis"))
        .form(&[
            ("grant_type", "authorization_code"),
            ("redirect_uri", REDIRECT),
            ("code", &code),
            with_verifier,
        ])
        .send()
        .await
        .unwrap();
    assert_eq!(basic.status(), 200);
}

#[tokio::test]
async fn malformed_token_requests_get_the_errors_of_the_specification() {
    let (hiorg, _) = standin(|_| {}).await;
    let client = ("client_id", "dienstchat-app");
    for (form, status, error) in [
        (vec![client], 400, "invalid_request"),
        (
            vec![client, ("grant_type", "password")],
            400,
            "unsupported_grant_type",
        ),
        (
            vec![client, ("grant_type", "authorization_code")],
            400,
            "invalid_request",
        ),
        (vec![client, client], 400, "invalid_request"),
        (
            vec![("grant_type", "authorization_code"), ("code", "x")],
            401,
            "invalid_client",
        ),
        (
            vec![client, ("grant_type", "authorization_code"), ("code", "x")],
            400,
            "invalid_grant",
        ),
    ] {
        let answer = token(&hiorg, &form).await;
        assert_eq!(
            (answer.0, &answer.1["error"]),
            (status, &json!(error)),
            "{form:?}"
        );
    }
    let json_body = http()
        .post(hiorg.url().join("/oauth/v1/token").unwrap())
        .json(&json!({ "grant_type": "authorization_code" }))
        .send()
        .await
        .unwrap();
    assert_eq!(json_body.status(), 400);
}

#[tokio::test]
async fn refresh_tokens_rotate_and_keep_the_nonce() {
    let (hiorg, time) = standin(|_| {}).await;
    let (_, first) = redeem(&hiorg, &code(&hiorg).await, &[("code_verifier", VERIFIER)]).await;
    time.forward(4000);
    let first_token = first["refresh_token"].as_str().unwrap();
    let (status, second) = refresh(&hiorg, first_token).await;
    assert_eq!(status, 200);
    let id_token = second["id_token"].as_str().unwrap();
    assert!(verifies(&hiorg, &time, id_token, "n1").await);
    assert_eq!(part(id_token, 1)["iat"], START + 4000);
    let access_token = second["access_token"].as_str().unwrap();
    assert_eq!(userinfo(&hiorg, access_token).await.status(), 200);

    let (status, error) = refresh(&hiorg, first_token).await;
    assert_eq!((status, &error["error"]), (400, &json!("invalid_grant")));
    let (status, _) = refresh(&hiorg, second["refresh_token"].as_str().unwrap()).await;
    assert_eq!(
        status, 400,
        "a replayed refresh token takes back its successors"
    );
    assert_eq!(userinfo(&hiorg, access_token).await.status(), 401);
}

#[tokio::test]
async fn capabilities_can_be_taken_away() {
    let (hiorg, _) = standin(|_| {}).await;
    let login = hiorg.login();
    let discovery = hiorg
        .url()
        .join("/.well-known/openid-configuration")
        .unwrap();
    let metadata = async || http().get(discovery.clone()).send().await.unwrap();
    let document: Value = metadata().await.json().await.unwrap();
    assert_eq!(document["issuer"], hiorg.issuer());
    assert_eq!(
        document["code_challenge_methods_supported"],
        json!(["S256"])
    );

    login.switch(|s| s.pkce = false);
    let document: Value = metadata().await.json().await.unwrap();
    assert_eq!(document.get("code_challenge_methods_supported"), None);
    let (status, _) = redeem(&hiorg, &code(&hiorg).await, &[("code_verifier", "any")]).await;
    assert_eq!(status, 200, "without PKCE its parameters are ignored");

    login.switch(|s| s.discovery = false);
    assert_eq!(metadata().await.status(), 404);

    login.switch(|s| s.nonce = false);
    let (_, tokens) = redeem(&hiorg, &code(&hiorg).await, &[]).await;
    let claims = part(tokens["id_token"].as_str().unwrap(), 1);
    assert_eq!(claims.get("nonce"), None);
    assert_eq!(claims["organisation_key"], "xyz");

    login.switch(|s| {
        s.organisation_claim = false;
        s.personal_claims = true;
    });
    let (_, tokens) = redeem(&hiorg, &code(&hiorg).await, &[]).await;
    let claims = part(tokens["id_token"].as_str().unwrap(), 1);
    assert_eq!(claims.get("organisation_key"), None);
    assert_eq!(claims["name"], "Anna Albrecht");

    login.switch(|s| {
        s.id_token = false;
        s.refresh_tokens = false;
    });
    let given_before = tokens["refresh_token"].as_str().unwrap().to_owned();
    let (_, tokens) = redeem(&hiorg, &code(&hiorg).await, &[]).await;
    assert_eq!(tokens.get("id_token"), None);
    assert_eq!(tokens.get("refresh_token"), None);
    let (status, error) = refresh(&hiorg, &given_before).await;
    assert_eq!(
        (status, &error["error"]),
        (400, &json!("unsupported_grant_type"))
    );
}

#[tokio::test]
async fn a_rotated_key_signs_and_the_old_one_stays_for_a_while() {
    let (hiorg, time) = standin(|_| {}).await;
    let login = hiorg.login();
    let spec = IdTokenSpec::new("xyz", "someone").nonce("n1");
    let before = login.mint_id_token(&spec).await.unwrap();
    let old = login.kid();

    let new = login.rotate_key(true).await.unwrap();
    assert_ne!(new, old);
    let after = login.mint_id_token(&spec).await.unwrap();
    assert_eq!(part(&after, 0)["kid"], json!(new));
    assert!(verifies(&hiorg, &time, &before, "n1").await);
    assert!(verifies(&hiorg, &time, &after, "n1").await);

    login.rotate_key_to(support::key().await, false);
    assert!(verifies(&hiorg, &time, &before, "n1").await);
    assert!(
        !verifies(&hiorg, &time, &after, "n1").await,
        "the key in between is no longer published"
    );
}

#[tokio::test]
async fn irregular_id_tokens_can_be_made() {
    let (hiorg, time) = standin(|_| {}).await;
    let login = hiorg.login();
    let good = IdTokenSpec::new("xyz", "someone").nonce("n1");
    let verify = async |spec: &IdTokenSpec| {
        let token = login.mint_id_token(spec).await.unwrap();
        verifies(&hiorg, &time, &token, "n1").await
    };
    assert!(verify(&good).await);
    for spoil in [
        |spec: &mut IdTokenSpec| spec.issuer = Some("https://evil.example".to_owned()),
        |spec: &mut IdTokenSpec| spec.audience = Some("dienstplan".to_owned()),
        |spec: &mut IdTokenSpec| spec.expires_at = Some(START - 1),
        |spec: &mut IdTokenSpec| spec.nonce = None,
        |spec: &mut IdTokenSpec| spec.signed_by = SignedBy::WrongKey,
        |spec: &mut IdTokenSpec| spec.signed_by = SignedBy::UnknownKey,
        |spec: &mut IdTokenSpec| spec.signed_by = SignedBy::Nobody,
    ] {
        let mut spec = good.clone();
        spoil(&mut spec);
        assert!(!verify(&spec).await, "{spec:?}");
    }
    let mut other = good.clone();
    other.typ = Some("dienstchat-duty+jwt".to_owned());
    other.claims.insert("acr".to_owned(), json!("1"));
    let token = login.mint_id_token(&other).await.unwrap();
    assert_eq!(part(&token, 0)["typ"], "dienstchat-duty+jwt");
    assert_eq!(part(&token, 1)["acr"], "1");
}

#[tokio::test]
async fn who_has_left_can_neither_sign_in_nor_refresh() {
    let (hiorg, _) = standin(|_| {}).await;
    let (_, tokens) = redeem(&hiorg, &code(&hiorg).await, &[("code_verifier", VERIFIER)]).await;
    let organisation = hiorg.organisation("xyz");
    let anna = organisation.person("anna").unwrap();
    organisation.remove_person(&anna.sub).await.unwrap();

    let (_, error) = refresh(&hiorg, tokens["refresh_token"].as_str().unwrap()).await;
    assert_eq!(error["error"], "invalid_grant");
    let access_token = tokens["access_token"].as_str().unwrap();
    assert_eq!(userinfo(&hiorg, access_token).await.status(), 401);
    let url = authorize_url(&hiorg, &[]);
    let answer = hiorg
        .login()
        .sign_in(&url, "anna", DEMO_PASSWORD, Consent::Allow)
        .await;
    assert_eq!(answer, Err(Error::SignInRefused(401)));
}

#[tokio::test]
async fn while_it_is_away_nothing_answers() {
    let (hiorg, _) = standin(|_| {}).await;
    hiorg.set_away(true);
    let url = authorize_url(&hiorg, &[]);
    assert_eq!(http().get(url.clone()).send().await.unwrap().status(), 503);
    hiorg.set_away(false);
    assert_eq!(http().get(url).send().await.unwrap().status(), 200);
    hiorg.stop().await;
}
