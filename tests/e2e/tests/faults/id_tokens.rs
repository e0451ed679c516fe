//! ID tokens that are not what they should be, each given to the app by a token endpoint gone
//! wrong, and to the connector by an app gone wrong: both refuse by themselves.

use std::sync::{Arc, Mutex};

use dienstchat_core::client::SignInError;
use dienstchat_e2e::{Answer, REDIRECT_URI, Server, Stack, run};
use hiorg_standin::{Consent, IdTokenSpec, SignedBy};
use serde_json::json;

use crate::session_requests::Device;
use crate::sign_in::issuers_with_token_endpoint;
use crate::support::Site;

/// What the app makes of a token that differs from the right one, and what the connector does.
async fn given(change: impl Fn(&Stack, &mut IdTokenSpec)) -> (Result<(), SignInError>, String) {
    let stack = Stack::shared().await.unwrap();
    (
        given_to_the_app(&stack, &change).await,
        given_to_the_connector(&stack, &change).await,
    )
}

async fn given_to_the_app(
    stack: &Stack,
    change: impl Fn(&Stack, &mut IdTokenSpec),
) -> Result<(), SignInError> {
    let site = Site::new(stack).await;
    let token = Arc::new(Mutex::new(String::new()));
    let answer = Arc::clone(&token);
    let endpoint = Server::start(move |_| {
        let tokens = json!({
            "access_token": "unused",
            "token_type": "Bearer",
            "expires_in": 3600,
            "id_token": *answer.lock().unwrap(),
        });
        async move { Some(Answer::json(200, &tokens)) }
    })
    .await;
    let issuers = issuers_with_token_endpoint(stack, &endpoint.url);
    let phone = site
        .phone("anna")
        .configured(|config| config.issuers = issuers);
    let sign_in = phone.app().sign_in();
    let started = sign_in.begin(&site.code(), REDIRECT_URI).await.unwrap();
    let url = started.authorize_url;
    let nonce = url
        .query_pairs()
        .find(|(name, _)| name == "nonce")
        .unwrap()
        .1;
    let mut spec = IdTokenSpec::new(&site.ov, &site.person("anna").sub).nonce(nonce);
    change(stack, &mut spec);
    *token.lock().unwrap() = stack.hiorg().login().mint_id_token(&spec).await.unwrap();
    let callback = phone.browse(&url, Consent::Allow).await;
    let result = sign_in.finish(callback.as_str()).await.map(drop);
    if result.is_err() {
        assert!(phone.app().accounts().list().unwrap().is_empty());
        assert!(site.devices("anna").await.is_empty());
        let again = sign_in.finish(callback.as_str()).await.map(drop);
        assert_eq!(again, Err(SignInError::UnknownCallback));
    }
    result
}

async fn given_to_the_connector(
    stack: &Stack,
    change: impl Fn(&Stack, &mut IdTokenSpec),
) -> String {
    let site = Site::new(stack).await;
    let device = Device::new();
    let mut spec = device.id_token(&site, "anna");
    change(stack, &mut spec);
    let token = stack.hiorg().login().mint_id_token(&spec).await.unwrap();
    let (status, slug) = device.ask(&site, &token).await;
    if status != 200 {
        assert!(site.devices("anna").await.is_empty());
    }
    slug
}

fn now(stack: &Stack) -> u64 {
    u64::try_from(stack.clock().now().as_secs()).unwrap()
}

fn refused(error: SignInError, slug: &str) -> (Result<(), SignInError>, String) {
    (Err(error), slug.to_owned())
}

#[test]
fn the_right_id_token_is_accepted() {
    run(async {
        let result = given(|_, _| ()).await;
        assert_eq!(result, (Ok(()), "ok".to_owned()));
    });
}

#[test]
fn an_id_token_of_another_issuer_is_refused() {
    run(async {
        let result = given(|_, spec| spec.issuer = Some("https://evil.example".to_owned())).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}

#[test]
fn an_id_token_of_another_client_is_refused() {
    run(async {
        let result = given(|_, spec| spec.audience = Some("dienstplan".to_owned())).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}

#[test]
fn an_id_token_of_another_organisation_is_refused() {
    run(async {
        let result = given(|_, spec| spec.organisation = Some("other".to_owned())).await;
        let expected = refused(SignInError::WrongOrganisation, "wrong-organisation");
        assert_eq!(result, expected);
    });
}

#[test]
fn an_id_token_without_the_organisation_is_refused() {
    run(async {
        let result = given(|_, spec| spec.organisation = None).await;
        let expected = refused(SignInError::WrongOrganisation, "wrong-organisation");
        assert_eq!(result, expected);
    });
}

#[test]
fn an_expired_id_token_is_refused() {
    run(async {
        let result = given(|stack, spec| {
            spec.issued_at = Some(now(stack) - 7200);
            spec.expires_at = Some(now(stack) - 3600);
        })
        .await;
        assert_eq!(result, refused(SignInError::SsoFailed, "expired-proof"));
    });
}

#[test]
fn an_id_token_from_the_future_is_refused() {
    run(async {
        let result = given(|stack, spec| spec.issued_at = Some(now(stack) + 7200)).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "expired-proof"));
    });
}

#[test]
fn an_id_token_with_the_nonce_of_another_device_is_refused() {
    run(async {
        let result = given(|_, spec| {
            let ov = spec.organisation.clone().unwrap();
            spec.nonce = Some(Device::new().nonce(&ov));
        })
        .await;
        assert_eq!(result, refused(SignInError::SsoFailed, "wrong-device"));
    });
}

#[test]
fn an_id_token_without_a_nonce_is_refused() {
    run(async {
        let result = given(|_, spec| spec.nonce = None).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "wrong-device"));
    });
}

#[test]
fn a_forged_id_token_is_refused() {
    run(async {
        let result = given(|_, spec| spec.signed_by = SignedBy::WrongKey).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}

#[test]
fn an_id_token_of_a_key_that_nobody_knows_is_refused() {
    run(async {
        let result = given(|_, spec| spec.signed_by = SignedBy::UnknownKey).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}

#[test]
fn an_unsigned_id_token_is_refused() {
    run(async {
        let result = given(|_, spec| spec.signed_by = SignedBy::Nobody).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}

#[test]
fn a_duty_statement_is_no_id_token() {
    run(async {
        let result = given(|_, spec| spec.typ = Some("dienstchat-duty+jwt".to_owned())).await;
        assert_eq!(result, refused(SignInError::SsoFailed, "invalid-proof"));
    });
}
