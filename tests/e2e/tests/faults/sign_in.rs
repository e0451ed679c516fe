//! Signing in: what is refused at the beginning, at HiOrg-Server, and at the way back.

use dienstchat_core::client::SignInError;
use dienstchat_core::login::issuers::IssuerTable;
use dienstchat_e2e::{Answer, Helper, IssuerOptions, REDIRECT_URI, Server, Stack, run};
use hiorg_standin::Consent;
use serde_json::json;
use url::Url;

use crate::support::Site;

async fn begin(phone: &Helper, ov: &str) -> Result<Url, SignInError> {
    let sign_in = phone.app().sign_in();
    let started = sign_in.begin(&ov.parse().unwrap(), REDIRECT_URI).await?;
    Ok(started.authorize_url)
}

async fn finish(phone: &Helper, callback: &Url) -> Result<(), SignInError> {
    let sign_in = phone.app().sign_in();
    sign_in.finish(callback.as_str()).await.map(drop)
}

/// The URL with another value of one parameter.
fn with(url: &Url, name: &str, value: &str) -> Url {
    let mut changed = url.clone();
    let pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
    changed.query_pairs_mut().clear().extend_pairs(
        pairs
            .iter()
            .map(|(found, old)| (found, if found == name { value } else { old })),
    );
    assert_ne!(changed, *url, "there is such a parameter");
    changed
}

fn parameter(url: &Url, name: &str) -> String {
    let mut pairs = url.query_pairs();
    pairs
        .find(|(found, _)| found == name)
        .unwrap()
        .1
        .into_owned()
}

/// Nothing is on the phone, and the homeserver has not heard of the person.
async fn nothing_is_half_done(site: &Site<'_>, phone: &Helper) {
    assert!(phone.app().accounts().list().unwrap().is_empty());
    assert!(site.devices("anna").await.is_empty());
}

#[test]
fn an_unknown_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let result = begin(&phone, "nobody").await;
        assert_eq!(result, Err(SignInError::UnknownOrganisation));
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn a_disabled_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        site.organisation().switch_chat_off().await.unwrap();
        let phone = site.phone("anna");
        let found = phone.app().organisations().search(&site.ov).await.unwrap();
        assert!(found.iter().all(|found| found.ov != site.code()));
        let result = begin(&phone, &site.ov).await;
        assert_eq!(result, Err(SignInError::UnknownOrganisation));
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn an_organisation_that_is_disabled_while_the_browser_is_open_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Allow).await;
        site.organisation().switch_chat_off().await.unwrap();
        let result = finish(&phone, &callback).await;
        assert_eq!(result, Err(SignInError::UnknownOrganisation));
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn an_issuer_that_is_not_in_the_table_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let other = IssuerOptions::default().entry("https://hiorg.example");
        let phone = site
            .phone("anna")
            .configured(|config| config.issuers = IssuerTable::from_toml(&other).unwrap());
        let result = begin(&phone, &site.ov).await;
        assert_eq!(result, Err(SignInError::UntrustedIssuer));
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn a_redirect_uri_that_the_issuer_does_not_know_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        for uri in ["dienstchat://elsewhere", "https://evil.example/", "", "x"] {
            let sign_in = phone.app().sign_in();
            let result = sign_in.begin(&site.code(), uri).await;
            assert_eq!(result, Err(SignInError::InvalidRedirectUri), "{uri}");
        }
    });
}

#[test]
fn denied_consent_is_said_and_the_next_sign_in_succeeds() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Deny).await;
        assert_eq!(finish(&phone, &callback).await, Err(SignInError::SsoDenied));
        nothing_is_half_done(&site, &phone).await;
        let again = finish(&phone, &callback).await;
        assert_eq!(again, Err(SignInError::UnknownCallback));
        site.joined(&phone).await;
    });
}

#[test]
fn a_callback_with_a_wrong_state_is_dropped_and_the_right_one_still_counts() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Allow).await;
        let wrong = with(&callback, "state", "somebody-elses");
        let result = finish(&phone, &wrong).await;
        assert_eq!(result, Err(SignInError::UnknownCallback));
        nothing_is_half_done(&site, &phone).await;
        assert_eq!(finish(&phone, &callback).await, Ok(()));
    });
}

#[test]
fn a_callback_counts_once() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Allow).await;
        assert_eq!(finish(&phone, &callback).await, Ok(()));
        let again = finish(&phone, &callback).await;
        assert_eq!(again, Err(SignInError::UnknownCallback));
        assert_eq!(phone.app().accounts().list().unwrap().len(), 1);
        assert_eq!(site.devices("anna").await.len(), 1);
    });
}

#[test]
fn a_callback_for_a_login_that_was_never_begun_is_dropped() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let begun = site.phone("anna");
        let url = begin(&begun, &site.ov).await.unwrap();
        let callback = begun.browse(&url, Consent::Allow).await;
        // On another phone nothing was begun.
        let phone = site.phone("anna");
        let sign_in = phone.app().sign_in();
        let long = format!("dienstchat://login?state={}", "x".repeat(100_000));
        for callback in [
            callback.as_str(),
            "dienstchat://login",
            "dienstchat://login?code=x&state=",
            "dienstchat://duty/xyz/1",
            "https://evil.example/?code=x&state=y",
            "not a URL",
            "",
            &long,
        ] {
            let result = sign_in.finish(callback).await.map(drop);
            assert_eq!(result, Err(SignInError::UnknownCallback));
            assert_eq!(sign_in.expects(callback), Ok(false));
        }
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn a_wrong_code_ends_the_sign_in() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Allow).await;
        let wrong = with(&callback, "code", "guessed");
        assert_eq!(finish(&phone, &wrong).await, Err(SignInError::SsoFailed));
        nothing_is_half_done(&site, &phone).await;
        site.joined(&phone).await;
    });
}

#[test]
fn a_code_of_another_sign_in_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let other = site.phone("ben");
        let url = begin(&other, &site.ov).await.unwrap();
        let others = other.browse(&url, Consent::Allow).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let callback = phone.browse(&url, Consent::Allow).await;
        let mixed = with(&callback, "code", &parameter(&others, "code"));
        assert_eq!(finish(&phone, &mixed).await, Err(SignInError::SsoFailed));
        nothing_is_half_done(&site, &phone).await;
        assert!(site.devices("ben").await.is_empty());
    });
}

#[test]
fn a_code_that_was_redeemed_before_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let first = phone.browse(&url, Consent::Allow).await;
        let url = begin(&phone, &site.ov).await.unwrap();
        let second = phone.browse(&url, Consent::Allow).await;
        assert_eq!(finish(&phone, &first).await, Ok(()));
        let replayed = with(&second, "code", &parameter(&first, "code"));
        assert_eq!(finish(&phone, &replayed).await, Err(SignInError::SsoFailed));
        assert_eq!(site.devices("anna").await.len(), 1);
    });
}

#[test]
fn an_answer_of_another_issuer_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let url = begin(&phone, &site.ov).await.unwrap();
        let mut callback = phone.browse(&url, Consent::Allow).await;
        let pairs: Vec<(String, String)> = callback.query_pairs().into_owned().collect();
        callback
            .query_pairs_mut()
            .clear()
            .extend_pairs(pairs.iter().filter(|(name, _)| name != "iss"))
            .append_pair("iss", "https://mix-up.example");
        assert_eq!(finish(&phone, &callback).await, Err(SignInError::SsoFailed));
        nothing_is_half_done(&site, &phone).await;
    });
}

#[test]
fn a_person_of_another_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let other = Site::new(&stack).await;
        // HiOrg-Server lets the person in, but the sign-in was for another organisation.
        let phone = site.phone("anna");
        let url = begin(&phone, &other.ov).await.unwrap();
        let login = stack.hiorg().login();
        let theirs = with(&url, "ov", &site.ov);
        let person = site.person("anna");
        let callback = login
            .sign_in(&theirs, &person.username, &person.password, Consent::Allow)
            .await
            .unwrap();
        let result = finish(&phone, &callback).await;
        assert_eq!(result, Err(SignInError::WrongOrganisation));
        nothing_is_half_done(&site, &phone).await;
        assert!(other.devices("anna").await.is_empty());
    });
}

#[test]
fn somebody_who_is_signed_in_on_the_phone_gets_no_second_account() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let phone = site.phone("anna");
        let account = site.joined(&phone).await;
        let again = phone.sign_in().await.map(drop);
        assert_eq!(again, Err(SignInError::AlreadySignedIn));
        assert_eq!(phone.app().accounts().list().unwrap().len(), 1);
        // The session that was made in vain is ended, the account works on.
        assert_eq!(site.devices("anna").await, [account.device_id().as_str()]);
        site.wait_for_chat(&account).await;
    });
}

#[test]
fn an_issuer_that_answers_nonsense_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        for (status, answer) in [
            (200, json!({})),
            (200, json!([1])),
            (200, json!({"access_token": "x", "token_type": "Bearer"})),
            (
                200,
                json!({"access_token": "x", "token_type": "Bearer", "id_token": "a.b.c"}),
            ),
            (400, json!({"error": "invalid_grant"})),
            (418, json!("?")),
        ] {
            let given = answer.clone();
            let endpoint = Server::start(move |_| {
                let answer = Answer::json(status, &given);
                async move { Some(answer) }
            })
            .await;
            let issuers = issuers_with_token_endpoint(&stack, &endpoint.url);
            let phone = site
                .phone("anna")
                .configured(|config| config.issuers = issuers);
            let url = begin(&phone, &site.ov).await.unwrap();
            let callback = phone.browse(&url, Consent::Allow).await;
            let result = finish(&phone, &callback).await;
            assert_eq!(result, Err(SignInError::SsoFailed), "{answer}");
            nothing_is_half_done(&site, &phone).await;
        }
    });
}

/// The issuer table in which the issuer's token endpoint is elsewhere.
pub(crate) fn issuers_with_token_endpoint(stack: &Stack, endpoint: &Url) -> IssuerTable {
    let issuer = stack.hiorg().issuer();
    let options = IssuerOptions {
        discovery: false,
        ..IssuerOptions::default()
    };
    let table = options.entry(issuer);
    let changed = table.replace(&format!("{issuer}/oauth/v1/token"), endpoint.as_str());
    assert_ne!(changed, table);
    IssuerTable::from_toml(&changed).unwrap()
}
