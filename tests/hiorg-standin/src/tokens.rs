//! ID tokens: the regular ones, and for tests every irregular one.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::error::{Error, KeyError};
use crate::keys::SigningKey;

/// What signs an ID token.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedBy {
    /// The issuer's current key.
    #[default]
    CurrentKey,
    /// A key of somebody else, under the `kid` of the issuer's current key: a forgery.
    WrongKey,
    /// A key of somebody else under its own `kid`: a key that nobody knows.
    UnknownKey,
    /// Nothing: `alg: none` and an empty signature.
    Nobody,
}

/// An ID token to be made as a test wants it, right or wrong. What is not set is as in a regular
/// one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdTokenSpec {
    /// `sub`.
    pub sub: String,
    /// `organisation_key`; none: the claim is left out.
    #[serde(default)]
    pub organisation: Option<String>,
    /// `iss`. Default: this issuer.
    #[serde(default)]
    pub issuer: Option<String>,
    /// `aud`. Default: `dienstchat-app`.
    #[serde(default)]
    pub audience: Option<String>,
    /// `nonce`; none: the claim is left out.
    #[serde(default)]
    pub nonce: Option<String>,
    /// `iat`, seconds since the epoch. Default: now.
    #[serde(default)]
    pub issued_at: Option<u64>,
    /// `exp`, seconds since the epoch. Default: `iat` and the configured lifetime.
    #[serde(default)]
    pub expires_at: Option<u64>,
    /// `typ` of the header. Default: `JWT`.
    #[serde(default)]
    pub typ: Option<String>,
    /// What signs it.
    #[serde(default)]
    pub signed_by: SignedBy,
    /// Further claims; they replace those above.
    #[serde(default)]
    pub claims: Map<String, Value>,
}

impl IdTokenSpec {
    /// A regular token for the person `sub` of the organisation `ov`, without a nonce.
    #[must_use]
    pub fn new(ov: &str, sub: &str) -> Self {
        Self {
            sub: sub.to_owned(),
            organisation: Some(ov.to_owned()),
            issuer: None,
            audience: None,
            nonce: None,
            issued_at: None,
            expires_at: None,
            typ: None,
            signed_by: SignedBy::CurrentKey,
            claims: Map::new(),
        }
    }

    /// The same with a nonce.
    #[must_use]
    pub fn nonce(mut self, nonce: impl Into<String>) -> Self {
        self.nonce = Some(nonce.into());
        self
    }
}

/// What a token takes from the issuer where the wish leaves it open.
pub(crate) struct Issuer<'a> {
    pub(crate) url: &'a str,
    pub(crate) key: &'a SigningKey,
    pub(crate) now: u64,
    pub(crate) lifetime: u64,
}

/// Makes the token. With a foreign key this generates that key at first use, which blocks for
/// seconds.
pub(crate) fn mint(spec: &IdTokenSpec, issuer: &Issuer<'_>) -> Result<String, Error> {
    let issued_at = spec.issued_at.unwrap_or(issuer.now);
    let mut claims = Map::new();
    let mut claim = |name: &str, value: Value| {
        claims.insert(name.to_owned(), value);
    };
    claim("iss", json!(spec.issuer.as_deref().unwrap_or(issuer.url)));
    claim(
        "aud",
        json!(spec.audience.as_deref().unwrap_or("dienstchat-app")),
    );
    claim("sub", json!(spec.sub));
    claim("iat", json!(issued_at));
    claim(
        "exp",
        json!(
            spec.expires_at
                .unwrap_or(issued_at.saturating_add(issuer.lifetime))
        ),
    );
    if let Some(nonce) = &spec.nonce {
        claim("nonce", json!(nonce));
    }
    if let Some(organisation) = &spec.organisation {
        claim("organisation_key", json!(organisation));
    }
    for (name, value) in &spec.claims {
        claim(name, value.clone());
    }

    let typ = spec.typ.as_deref().unwrap_or("JWT");
    let (header, key) = match spec.signed_by {
        SignedBy::CurrentKey => (rs256(typ, issuer.key.kid()), Some(issuer.key.clone())),
        SignedBy::WrongKey => (rs256(typ, issuer.key.kid()), Some(foreign_key()?)),
        SignedBy::UnknownKey => {
            let key = foreign_key()?;
            (rs256(typ, key.kid()), Some(key))
        }
        SignedBy::Nobody => (json!({ "typ": typ, "alg": "none" }), None),
    };
    let signed = format!(
        "{}.{}",
        URL_SAFE_NO_PAD.encode(header.to_string()),
        URL_SAFE_NO_PAD.encode(Value::Object(claims).to_string())
    );
    let signature = match key {
        Some(key) => URL_SAFE_NO_PAD.encode(key.sign(signed.as_bytes())?),
        None => String::new(),
    };
    Ok(format!("{signed}.{signature}"))
}

fn rs256(typ: &str, kid: &str) -> Value {
    json!({ "typ": typ, "alg": "RS256", "kid": kid })
}

/// Somebody else's key: never published, made once in a process.
fn foreign_key() -> Result<SigningKey, Error> {
    static FOREIGN: LazyLock<Result<SigningKey, KeyError>> = LazyLock::new(SigningKey::generate);
    FOREIGN.clone().map_err(|_| Error::Signing)
}
