//! What is unconfirmed of HiOrg-Server is taken away, one thing at a time: people still sign in
//! and write to each other.

use dienstchat_core::client::SignInError;
use dienstchat_e2e::{IssuerOptions, REDIRECT_URI, http, run};
use hiorg_standin::Switches;
use url::Url;

use crate::support::{Breakable, Site, all_is_well, breakable};

/// Anna and Ben sign in and write to each other; returns the URL that the browser was opened with.
async fn signs_in_and_writes(stack: &Breakable) -> Url {
    let site = Site::new(stack).await;
    let (anna_phone, ben_phone) = (site.phone("anna"), site.phone("ben"));
    let sign_in = anna_phone.app().sign_in();
    let begun = sign_in.begin(&site.code(), REDIRECT_URI).await.unwrap();
    sign_in.cancel().unwrap();
    let anna = site.joined(&anna_phone).await;
    let ben = site.joined(&ben_phone).await;
    all_is_well(&site, &anna, &ben).await;
    begun.authorize_url
}

fn has(url: &Url, parameter: &str) -> bool {
    url.query_pairs().any(|(name, _)| name == parameter)
}

async fn with(
    switches: impl FnOnce(&mut Switches),
    issuer: impl FnOnce(&mut IssuerOptions),
) -> Breakable {
    let mut stack = breakable().await;
    let (mut able, mut options) = (Switches::default(), IssuerOptions::default());
    switches(&mut able);
    issuer(&mut options);
    stack.change_issuer(able, options).await.unwrap();
    stack
}

#[test]
fn without_pkce() {
    run(async {
        let stack = with(|able| able.pkce = false, |issuer| issuer.pkce = false).await;
        let url = signs_in_and_writes(&stack).await;
        assert!(!has(&url, "code_challenge") && has(&url, "nonce"));
    });
}

#[test]
fn without_id_token() {
    run(async {
        let stack = with(
            |able| able.id_token = false,
            |issuer| issuer.id_token = false,
        )
        .await;
        let url = signs_in_and_writes(&stack).await;
        assert!(has(&url, "code_challenge") && !has(&url, "nonce"));
    });
}

#[test]
fn without_the_organisation_in_the_id_token() {
    run(async {
        let stack = with(
            |able| able.organisation_claim = false,
            |issuer| issuer.id_token = false,
        )
        .await;
        signs_in_and_writes(&stack).await;
    });
}

#[test]
fn without_nonce() {
    run(async {
        let stack = with(|able| able.nonce = false, |issuer| issuer.nonce = false).await;
        let url = signs_in_and_writes(&stack).await;
        assert!(has(&url, "code_challenge") && !has(&url, "nonce"));
    });
}

#[test]
fn without_discovery() {
    run(async {
        let stack = with(
            |able| able.discovery = false,
            |issuer| issuer.discovery = false,
        )
        .await;
        let document = stack
            .hiorg()
            .url()
            .join(".well-known/openid-configuration")
            .unwrap();
        let answer = http().unwrap().get(document).send().await.unwrap();
        assert_eq!(answer.status(), 404);
        signs_in_and_writes(&stack).await;
    });
}

#[test]
fn with_a_client_secret_through_the_relay() {
    run(async {
        let stack = with(
            |able| able.require_client_secret = true,
            |issuer| issuer.relay = true,
        )
        .await;
        signs_in_and_writes(&stack).await;
    });
}

#[test]
fn with_nothing_but_plain_oauth_and_a_client_secret() {
    run(async {
        let stack = with(
            |able| {
                *able = Switches {
                    pkce: false,
                    id_token: false,
                    nonce: false,
                    discovery: false,
                    organisation_claim: false,
                    refresh_tokens: false,
                    require_client_secret: true,
                    personal_claims: false,
                }
            },
            |issuer| {
                *issuer = IssuerOptions {
                    discovery: false,
                    pkce: false,
                    nonce: false,
                    id_token: false,
                    relay: false,
                }
            },
        )
        .await;
        signs_in_and_writes(&stack).await;
    });
}

#[test]
fn a_code_that_another_device_has_used_is_refused() {
    run(async {
        let stack = with(
            |able| able.id_token = false,
            |issuer| issuer.id_token = false,
        )
        .await;
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let sign_in = phone.app().sign_in();
        let mut callbacks = Vec::new();
        for _ in 0..2 {
            let begun = sign_in.begin(&site.code(), REDIRECT_URI).await.unwrap();
            let allow = hiorg_standin::Consent::Allow;
            callbacks.push(phone.browse(&begun.authorize_url, allow).await);
        }
        sign_in.finish(callbacks[0].as_str()).await.unwrap();
        let value = |url: &Url, name: &str| {
            let mut pairs = url.query_pairs();
            pairs
                .find(|(found, _)| found == name)
                .unwrap()
                .1
                .into_owned()
        };
        let replayed = format!(
            "dienstchat://login?code={}&state={}",
            value(&callbacks[0], "code"),
            value(&callbacks[1], "state"),
        );
        let result = sign_in.finish(&replayed).await.map(drop);
        assert_eq!(result, Err(SignInError::SsoFailed));
        assert_eq!(site.devices("anna").await.len(), 1);
    });
}

#[test]
fn an_ability_that_the_table_names_and_the_issuer_has_lost_is_missed() {
    run(async {
        for lost in [
            |able: &mut Switches| able.id_token = false,
            |able: &mut Switches| able.nonce = false,
            |able: &mut Switches| able.require_client_secret = true,
        ] {
            let stack = with(lost, |_| ()).await;
            let site = Site::new(&stack).await;
            let phone = site.phone("anna");
            let result = phone.sign_in().await.map(drop);
            assert_eq!(result, Err(SignInError::SsoFailed));
            assert!(phone.app().accounts().list().unwrap().is_empty());
            assert!(site.devices("anna").await.is_empty());
        }
    });
}
