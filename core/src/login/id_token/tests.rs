use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use proptest::prelude::*;
use serde_json::json;
use vodozemac::Ed25519SecretKey;

use super::*;
use crate::login::{issuers::IssuerTable, nonce::DeviceIdentity};

const NOW: Timestamp = Timestamp::from_secs(1_800_000_100);

/// Tokens and keys that another implementation made (Python's `cryptography`).
#[derive(Deserialize)]
struct Vectors {
    keys: Value,
    rs256: IdToken,
    es256: IdToken,
}

fn vectors() -> Vectors {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn issuer() -> IssuerEntry {
    let table = IssuerTable::from_toml(
        "[[issuers]]\nissuer = \"https://id.example\"\nclient_id = \"dienstchat-app\"\n\
         redirect_uris = [\"dienstchat://login\"]\n",
    );
    table.unwrap().entries()[0].clone()
}

fn device() -> DeviceIdentity {
    DeviceIdentity {
        device_id: "ABCDEF".into(),
        curve25519: vodozemac::Curve25519PublicKey::from_bytes([1; 32]),
        ed25519: key().public_key(),
        salt: [3; 32],
    }
}

fn nonce() -> DeviceNonce {
    device().nonce(&"xyz".parse().unwrap())
}

fn key() -> Ed25519SecretKey {
    Ed25519SecretKey::from_slice(&[7; 32])
}

fn keys() -> KeySet {
    let x = URL_SAFE_NO_PAD.encode(key().public_key().as_bytes());
    let set = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "kid": "ed", "x": x}]});
    KeySet::from_json(set.to_string().as_bytes()).unwrap()
}

fn claims() -> Value {
    json!({
        "iss": "https://id.example",
        "aud": "dienstchat-app",
        "sub": "0123abcd",
        "organisation_key": "XYZ",
        "iat": 1_800_000_000,
        "exp": 1_800_003_600,
        "nonce": nonce().as_str(),
    })
}

fn token(header: &Value, claims: &Value) -> IdToken {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let signature = URL_SAFE_NO_PAD.encode(key().sign(signed.as_bytes()).to_bytes());
    IdToken::new(format!("{signed}.{signature}"))
}

fn header() -> Value {
    json!({"alg": "EdDSA", "kid": "ed"})
}

fn check(token: &IdToken) -> Result<VerifiedIdToken, IdTokenError> {
    verify(token, &issuer(), &keys(), Some(&nonce()), NOW)
}

/// The outcome for claims of which some are changed or (`null`) removed.
fn with(changes: &Value) -> Result<VerifiedIdToken, IdTokenError> {
    let mut claims = claims();
    let object = claims.as_object_mut().unwrap();
    for (name, value) in changes.as_object().unwrap() {
        if value.is_null() {
            object.remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    check(&token(&header(), &claims))
}

#[test]
fn a_good_token_says_who_it_is() {
    let verified = check(&token(&header(), &claims())).unwrap();
    assert_eq!(verified.subject.as_str(), "0123abcd");
    assert_eq!(verified.organisation, Some("xyz".parse().unwrap()));
    assert_eq!(verified.issued_at, Timestamp::from_secs(1_800_000_000));
    assert_eq!(verified.expires_at, Timestamp::from_secs(1_800_003_600));
    assert!(!verified.has_personal_claims);
}

#[test]
fn tokens_of_another_implementation_are_accepted() {
    let vectors = vectors();
    let keys = KeySet::from_json(vectors.keys.to_string().as_bytes()).unwrap();
    for token in [&vectors.rs256, &vectors.es256] {
        let verified = verify(token, &issuer(), &keys, None, NOW).unwrap();
        assert_eq!(verified.subject.as_str(), "0123abcd");
    }
    assert!(keys.has("rsa") && keys.has("ec") && !keys.has("new"));
}

#[test]
fn issuer_and_audience_must_be_ours() {
    use IdTokenError::{WrongAudience, WrongIssuer};
    let cases = [
        (json!({"iss": "https://id.example/"}), WrongIssuer),
        (json!({"iss": "https://evil.example"}), WrongIssuer),
        (json!({"aud": "other"}), WrongAudience),
        (json!({"aud": ["dienstchat-app", "other"]}), WrongAudience),
        (json!({"azp": "other"}), WrongAudience),
    ];
    for (change, error) in cases {
        assert_eq!(with(&change), Err(error), "{change}");
    }
    assert!(with(&json!({"aud": ["dienstchat-app"], "azp": "dienstchat-app"})).is_ok());
}

#[test]
fn times_have_a_small_leeway() {
    use IdTokenError::{Expired, FromTheFuture};
    assert!(with(&json!({"exp": 1_800_000_100 - 299})).is_ok());
    assert_eq!(with(&json!({"exp": 1_800_000_100 - 300})), Err(Expired));
    assert!(with(&json!({"iat": 1_800_000_100 + 300})).is_ok());
    assert_eq!(
        with(&json!({"iat": 1_800_000_100 + 301})),
        Err(FromTheFuture)
    );
    assert_eq!(
        with(&json!({"nbf": 1_800_000_100 + 301})),
        Err(FromTheFuture)
    );
    assert_eq!(with(&json!({"exp": -1})), Err(Expired));
}

#[test]
fn the_nonce_must_be_the_devices() {
    assert_eq!(with(&json!({"nonce": null})), Err(IdTokenError::WrongNonce));
    assert_eq!(with(&json!({"nonce": "x"})), Err(IdTokenError::WrongNonce));
    let without = token(
        &header(),
        &json!({
            "iss": "https://id.example", "aud": "dienstchat-app", "sub": "a",
            "iat": 1_800_000_000, "exp": 1_800_003_600,
        }),
    );
    assert!(verify(&without, &issuer(), &keys(), None, NOW).is_ok());
}

#[test]
fn only_tokens_of_the_right_type_and_algorithm() {
    use IdTokenError::{Malformed, UnsupportedAlgorithm, WrongType};
    let cases = [
        (
            json!({"alg": "EdDSA", "kid": "ed", "typ": "dienstchat-duty+jwt"}),
            WrongType,
        ),
        (
            json!({"alg": "EdDSA", "kid": "ed", "typ": "at+jwt"}),
            WrongType,
        ),
        (json!({"alg": "none"}), UnsupportedAlgorithm),
        (json!({"alg": "HS256"}), UnsupportedAlgorithm),
        (json!({"alg": "PS256"}), UnsupportedAlgorithm),
        (
            json!({"alg": "EdDSA", "kid": "ed", "crit": ["b64"], "b64": false}),
            Malformed,
        ),
        (json!({"kid": "ed"}), Malformed),
    ];
    for (header, error) in cases {
        assert_eq!(check(&token(&header, &claims())), Err(error), "{header}");
    }
    let jwt = json!({"alg": "EdDSA", "kid": "ed", "typ": "jwt"});
    assert!(check(&token(&jwt, &claims())).is_ok());
}

#[test]
fn a_mac_with_the_public_key_is_no_signature() {
    let vectors = vectors();
    let keys = KeySet::from_json(vectors.keys.to_string().as_bytes()).unwrap();
    let forged = token(&json!({"alg": "HS256", "kid": "rsa"}), &claims());
    assert_eq!(
        verify(&forged, &issuer(), &keys, None, NOW),
        Err(IdTokenError::UnsupportedAlgorithm)
    );
}

#[test]
fn an_unknown_key_is_told_from_a_wrong_signature() {
    let other = json!({"alg": "EdDSA", "kid": "other"});
    assert_eq!(
        check(&token(&other, &claims())),
        Err(IdTokenError::UnknownKey)
    );
    let good = token(&header(), &claims());
    let mut parts: Vec<_> = good.expose().split('.').map(str::to_owned).collect();
    parts[1] = URL_SAFE_NO_PAD.encode(
        json!({
            "iss": "https://id.example", "aud": "dienstchat-app", "sub": "other",
            "iat": 1_800_000_000, "exp": 1_800_003_600, "nonce": nonce().as_str(),
        })
        .to_string(),
    );
    assert_eq!(
        check(&IdToken::new(parts.join("."))),
        Err(IdTokenError::InvalidSignature)
    );
    assert_eq!(unverified_key_id(&good).as_deref(), Some("ed"));
}

#[test]
fn personal_claims_are_seen() {
    assert!(with(&json!({"name": "Anna"})).unwrap().has_personal_claims);
    assert!(
        !with(&json!({"sid": "1", "amr": ["pwd"]}))
            .unwrap()
            .has_personal_claims
    );
}

#[test]
fn an_organisation_may_be_missing_but_not_malformed() {
    assert_eq!(
        with(&json!({"organisation_key": null}))
            .unwrap()
            .organisation,
        None
    );
    assert_eq!(
        with(&json!({"organisation_key": 7})),
        Err(IdTokenError::Malformed)
    );
    assert_eq!(
        with(&json!({"organisation_key": "../x"})),
        Err(IdTokenError::Malformed)
    );
}

#[test]
fn too_large_or_unfinished_tokens_are_refused() {
    assert_eq!(
        with(&json!({"x": "y".repeat(MAX_TOKEN)})),
        Err(IdTokenError::Malformed)
    );
    for text in ["", "a", "a.b", "a.b.c", "a.b.c.d", "e30.e30.", "..."] {
        let token = IdToken::new(text.to_owned());
        assert_eq!(check(&token), Err(IdTokenError::Malformed), "{text}");
    }
    assert_eq!(with(&json!({"sub": null})), Err(IdTokenError::Malformed));
    assert_eq!(
        with(&json!({"sub": "x".repeat(129)})),
        Err(IdTokenError::Malformed)
    );
    assert_eq!(with(&json!({"exp": null})), Err(IdTokenError::Malformed));
}

proptest! {
    #[test]
    fn strange_times_do_not_panic(exp in any::<f64>(), iat in any::<i64>(), now in any::<i64>()) {
        let mut claims = claims();
        claims["exp"] = json!(exp);
        claims["iat"] = json!(iat);
        let _ = verify(&token(&header(), &claims), &issuer(), &keys(), None, Timestamp::from_millis(now));
    }

    #[test]
    fn no_text_is_taken_for_a_token(text in "[A-Za-z0-9_.-]{0,200}") {
        prop_assert!(check(&IdToken::new(text)).is_err());
    }
}
