use ruma::server_name;
use vodozemac::Ed25519SecretKey;

use super::*;
use crate::{
    connector::wire::{CodeProof, IdTokenProof},
    secret::{AuthorizationCode, IdToken},
};

fn key() -> Ed25519SecretKey {
    Ed25519SecretKey::from_slice(&[2; 32])
}

fn device() -> DeviceIdentity {
    DeviceIdentity {
        device_id: "ABCDEF".into(),
        curve25519: Curve25519PublicKey::from_bytes([1; 32]),
        ed25519: key().public_key(),
        salt: [3; 32],
    }
}

fn ov() -> OrgCode {
    "xyz".parse().unwrap()
}

fn id_token() -> Proof {
    Proof::IdToken(IdTokenProof {
        id_token: IdToken::new("a.b.c".to_owned()),
    })
}

fn request() -> SessionRequest {
    sign(
        id_token(),
        &device(),
        &ov(),
        server_name!("chat.example"),
        |text| key().sign(text.as_bytes()),
    )
}

#[test]
fn a_request_comes_through_the_wire() {
    let json = serde_json::to_string(&request()).unwrap();
    let read: SessionRequest = serde_json::from_str(&json).unwrap();
    assert_eq!(
        verify(&read, &ov(), server_name!("chat.example")),
        Ok(device())
    );
}

#[test]
fn the_signed_text_is_canonical_json() {
    let text = signed_text(&id_token(), &device(), &ov(), server_name!("chat.example"));
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let keys: Vec<_> = text.match_indices("\":\"").collect();
    assert_eq!(keys.len(), 8);
    assert!(text.starts_with("{\"curve25519\":\"AQEB") && !text.contains(' '));
    assert_eq!(value["type"], "de.dienstchat.session.v1");
    // SHA-256 of {"id_token":"a.b.c"}
    assert_eq!(
        value["proof_hash"],
        "LhQv1tbxMsfMlet4eLi4+/7Ve2fCHfjDWOEnoZtT6W8"
    );
}

#[test]
fn another_device_organisation_or_server_is_refused() {
    let server = server_name!("chat.example");
    let refused = Err(ProofError::Signature);
    assert_eq!(verify(&request(), &"abc".parse().unwrap(), server), refused);
    assert_eq!(
        verify(&request(), &ov(), server_name!("other.example")),
        refused
    );
    let other = Ed25519SecretKey::from_slice(&[9; 32]).public_key();
    let changes: [fn(&mut SessionRequest); 4] = [
        |request| request.device_id = "ABCDEG".to_owned(),
        |request| request.salt = STANDARD_NO_PAD.encode([4; 32]),
        |request| request.curve25519 = STANDARD_NO_PAD.encode([4; 32]),
        |request| {
            request.proof = Proof::IdToken(IdTokenProof {
                id_token: IdToken::new("a.b.d".to_owned()),
            });
        },
    ];
    for change in changes {
        let mut forged = request();
        change(&mut forged);
        assert_eq!(verify(&forged, &ov(), server), refused);
    }
    let mut forged = request();
    forged.ed25519 = other.to_base64();
    assert_eq!(verify(&forged, &ov(), server), refused);
}

/// What is done to a request.
type Change = fn(&mut SessionRequest);

#[test]
fn malformed_fields_are_refused() {
    let server = server_name!("chat.example");
    let cases: [(Change, ProofError); 6] = [
        (
            |request| request.device_id = String::new(),
            ProofError::DeviceId,
        ),
        (
            |request| request.device_id = "a/b".to_owned(),
            ProofError::DeviceId,
        ),
        (
            |request| request.device_id = "A".repeat(65),
            ProofError::DeviceId,
        ),
        (|request| request.salt.push('='), ProofError::Encoding),
        (
            |request| request.curve25519 = "AAAA".to_owned(),
            ProofError::Encoding,
        ),
        (
            |request| request.signature = "ä".to_owned(),
            ProofError::Encoding,
        ),
    ];
    for (change, error) in cases {
        let mut forged = request();
        change(&mut forged);
        assert_eq!(verify(&forged, &ov(), server), Err(error));
    }
}

#[test]
fn a_proof_is_one_of_the_two() {
    let code: Proof =
        serde_json::from_str(r#"{"code":"c","code_verifier":"v","redirect_uri":"a://b"}"#).unwrap();
    assert!(matches!(code, Proof::Code(_)));
    let both = r#"{"id_token":"a.b.c","code":"c","redirect_uri":"a://b"}"#;
    assert!(serde_json::from_str::<Proof>(both).is_err());
    let without = Proof::Code(CodeProof {
        code: AuthorizationCode::new("c".to_owned()),
        code_verifier: None,
        redirect_uri: "a://b".to_owned(),
    });
    assert_eq!(
        serde_json::to_string(&without).unwrap(),
        r#"{"code":"c","redirect_uri":"a://b"}"#
    );
    assert_ne!(proof_hash(&without), proof_hash(&code));
}
