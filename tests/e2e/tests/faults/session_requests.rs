//! Requests for a session, sent to the connector by an app gone wrong.

use std::time::Duration;

use dienstchat_core::connector::wire::{IdTokenProof, Proof, SessionRequest};
use dienstchat_core::keys::NewDevice;
use dienstchat_core::login::nonce::DeviceIdentity;
use dienstchat_core::login::proof;
use dienstchat_core::secret::IdToken;
use dienstchat_core::time::SystemEntropy;
use dienstchat_e2e::{Stack, http, run};
use hiorg_standin::IdTokenSpec;
use serde_json::{Value, json};

use crate::support::{Site, breakable};

/// A device that asks for a session.
pub(crate) struct Device {
    keys: NewDevice,
    identity: DeviceIdentity,
}

impl Device {
    pub(crate) fn new() -> Self {
        let keys = NewDevice::generate(&SystemEntropy).unwrap();
        let identity = DeviceIdentity::from(&keys);
        Self { keys, identity }
    }

    pub(crate) fn nonce(&self, ov: &str) -> String {
        self.identity
            .nonce(&ov.parse().unwrap())
            .as_str()
            .to_owned()
    }

    /// What is in the ID token of a sign-in with this device.
    pub(crate) fn id_token(&self, site: &Site<'_>, username: &str) -> IdTokenSpec {
        IdTokenSpec::new(&site.ov, &site.person(username).sub).nonce(self.nonce(&site.ov))
    }

    /// Asks for a session, and says `ok` or what the connector says.
    pub(crate) async fn ask(&self, site: &Site<'_>, id_token: &str) -> (u16, String) {
        send(site, &self.request(site, id_token)).await
    }

    fn request(&self, site: &Site<'_>, id_token: &str) -> SessionRequest {
        let proof = Proof::IdToken(IdTokenProof {
            id_token: IdToken::new(id_token.to_owned()),
        });
        let server = site.stack.synapse().server_name().try_into().unwrap();
        proof::sign(proof, &self.identity, &site.code(), server, |text| {
            self.keys.sign(text.as_bytes())
        })
    }

    async fn proven(&self, site: &Site<'_>, username: &str) -> SessionRequest {
        let spec = self.id_token(site, username);
        let login = site.stack.hiorg().login();
        self.request(site, &login.mint_id_token(&spec).await.unwrap())
    }
}

async fn send(site: &Site<'_>, request: &SessionRequest) -> (u16, String) {
    let body = serde_json::to_vec(request).unwrap();
    let (status, answer) = send_bytes(site.stack, &site.ov, body).await;
    (status, slug(status, &answer))
}

async fn send_bytes(stack: &Stack, ov: &str, body: Vec<u8>) -> (u16, Value) {
    let url = stack
        .connector()
        .at(&format!("/v1/organisations/{ov}/session"));
    let answer = http().unwrap().post(url).body(body).send().await.unwrap();
    let status = answer.status().as_u16();
    if status >= 400 {
        let kind = answer.headers().get("content-type").unwrap();
        assert_eq!(kind, "application/problem+json");
    }
    (status, answer.json().await.unwrap())
}

fn slug(status: u16, answer: &Value) -> String {
    if status == 200 {
        return "ok".to_owned();
    }
    assert_eq!(answer["status"], status);
    let kind = answer["type"].as_str().unwrap();
    let slug = kind.strip_prefix("https://dienstchat.de/problems/");
    slug.unwrap().to_owned()
}

fn refused(status: u16, slug: &str) -> (u16, String) {
    (status, slug.to_owned())
}

#[test]
fn a_session_request_signed_by_another_device_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let (device, other) = (Device::new(), Device::new());
        let mut request = device.proven(&site, "anna").await;
        request.signature = other.proven(&site, "anna").await.signature;
        let answer = send(&site, &request).await;
        assert_eq!(answer, refused(403, "invalid-signature"));
        assert!(site.devices("anna").await.is_empty());
    });
}

#[test]
fn a_session_request_for_another_device_than_signed_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let request = Device::new().proven(&site, "anna").await;
        let other = Device::new().proven(&site, "anna").await;
        let wishes: [fn(&mut SessionRequest, &SessionRequest); 5] = [
            |request, other| request.device_id.clone_from(&other.device_id),
            |request, other| request.curve25519.clone_from(&other.curve25519),
            |request, other| request.ed25519.clone_from(&other.ed25519),
            |request, other| request.salt.clone_from(&other.salt),
            |request, other| request.proof.clone_from(&other.proof),
        ];
        for wish in wishes {
            let mut changed = request.clone();
            wish(&mut changed, &other);
            let answer = send(&site, &changed).await;
            assert_eq!(answer, refused(403, "invalid-signature"));
        }
        assert!(site.devices("anna").await.is_empty());
        assert_eq!(send(&site, &request).await, refused(200, "ok"));
    });
}

#[test]
fn an_id_token_that_another_device_has_used_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let device = Device::new();
        let login = stack.hiorg().login();
        let spec = device.id_token(&site, "anna");
        let token = login.mint_id_token(&spec).await.unwrap();
        assert_eq!(device.ask(&site, &token).await, refused(200, "ok"));
        let answer = Device::new().ask(&site, &token).await;
        assert_eq!(answer, refused(409, "token-used"));
        assert_eq!(
            site.devices("anna").await,
            [device.identity.device_id.as_str()]
        );
    });
}

#[test]
fn the_same_request_is_answered_again_for_ten_minutes_and_then_refused() {
    run(async {
        let stack = breakable().await;
        let site = Site::new(&stack).await;
        let device = Device::new();
        let request = device.proven(&site, "anna").await;
        assert_eq!(send(&site, &request).await, refused(200, "ok"));
        stack.clock().advance(Duration::from_mins(9)).unwrap();
        assert_eq!(send(&site, &request).await, refused(200, "ok"));
        assert_eq!(
            site.devices("anna").await,
            [device.identity.device_id.as_str()]
        );
        stack.clock().advance(Duration::from_mins(2)).unwrap();
        let answer = send(&site, &request).await;
        assert_eq!(answer, refused(409, "token-used"));
    });
}

#[test]
fn a_session_for_the_device_of_another_person_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let device = Device::new();
        let request = device.proven(&site, "anna").await;
        assert_eq!(send(&site, &request).await, refused(200, "ok"));
        let request = device.proven(&site, "ben").await;
        let answer = send(&site, &request).await;
        assert_eq!(answer, refused(409, "device-taken"));
        assert!(site.devices("ben").await.is_empty());
    });
}

#[test]
fn a_session_in_an_organisation_that_is_unknown_or_disabled_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let request = Device::new().proven(&site, "anna").await;
        let body = serde_json::to_vec(&request).unwrap();
        for ov in ["nobody", "no-code", "%FF"] {
            let (status, _) = send_bytes(&stack, ov, body.clone()).await;
            assert!(matches!(status, 400 | 404), "{ov}: {status}");
        }
        site.organisation().switch_chat_off().await.unwrap();
        let answer = send(&site, &request).await;
        assert_eq!(answer, refused(404, "unknown-organisation"));
        assert!(site.devices("anna").await.is_empty());
    });
}

#[test]
fn a_session_request_for_another_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let other = Site::new(&stack).await;
        let request = Device::new().proven(&site, "anna").await;
        let answer = send(&other, &request).await;
        assert_eq!(answer, refused(403, "invalid-signature"));
        assert!(site.devices("anna").await.is_empty());
    });
}

#[test]
fn somebody_who_has_left_the_organisation_is_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let request = Device::new().proven(&site, "ben").await;
        let sub = site.person("ben").sub;
        let gone = site.organisation().remove_person(&sub).await.unwrap();
        assert!(gone.is_delivered(), "{gone:?}");
        let answer = send(&site, &request).await;
        assert_eq!(answer, refused(403, "wrong-organisation"));
    });
}

#[test]
fn malformed_session_requests_are_refused() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let request = Device::new().proven(&site, "anna").await;
        let good = serde_json::to_value(&request).unwrap();
        let with = |name: &str, value: Value| {
            let mut changed = good.clone();
            changed[name] = value;
            changed.to_string().into_bytes()
        };
        let long = "x".repeat(200_000);
        for (body, expected) in [
            (Vec::new(), 400),
            (b"{".to_vec(), 400),
            (vec![0xff, 0xfe], 400),
            (b"[]".to_vec(), 422),
            (with("proof", Value::Null), 422),
            (with("proof", json!({"access_token": "x"})), 422),
            (with("device_id", json!(17)), 422),
            (with("device_id", json!("")), 400),
            (with("device_id", json!("a/b?c")), 400),
            (with("curve25519", json!("short")), 400),
            (with("ed25519", json!("A".repeat(43))), 403),
            (with("salt", json!("!")), 400),
            (with("signature", json!("")), 400),
            (with("device_id", json!(long)), 413),
        ] {
            let (status, answer) = send_bytes(&stack, &site.ov, body).await;
            assert_eq!(status, expected, "{answer}");
        }
        assert!(site.devices("anna").await.is_empty());
        assert_eq!(send(&site, &request).await, refused(200, "ok"));
    });
}

#[test]
fn the_token_relay_is_closed_for_an_issuer_that_needs_none() {
    run(async {
        let stack = Stack::shared().await.unwrap();
        let site = Site::new(&stack).await;
        let path = format!("/v1/organisations/{}/token", site.ov);
        let answer = http()
            .unwrap()
            .post(stack.connector().at(&path))
            .form(&[("grant_type", "authorization_code"), ("code", "x")])
            .send()
            .await
            .unwrap();
        assert_eq!(answer.status(), 403);
        let answer: Value = answer.json().await.unwrap();
        assert_eq!(slug(403, &answer), "no-token-relay");
    });
}
