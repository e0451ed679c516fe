//! Verification of ID tokens (OpenID Connect Core 1.0 §3.1.3.7), for the app and the connector.
//!
//! Accepted are RS256, ES256 and `EdDSA` with a key of the issuer's set: no `none`, and no MAC, for
//! which the public client id's secret would be the key. The header's `typ` is absent or `JWT`, so
//! that nothing else that the issuer signs (a duty statement) passes for an ID token.

use std::time::{Duration, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use openidconnect::core::{CoreIdToken, CoreIdTokenVerifier, CoreJsonWebKeySet};
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{
    ClaimsVerificationError, ClientId, JsonWebKey, Nonce, SignatureVerificationError,
};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::issuers::IssuerEntry;
use super::nonce::DeviceNonce;
use crate::ids::{OrgCode, Subject};
use crate::secret::IdToken;
use crate::time::Timestamp;

/// Longest token that is looked at, in bytes.
pub const MAX_TOKEN: usize = 16 * 1024;

/// How far issuer's and verifier's clock may be apart.
pub const LEEWAY: Duration = Duration::from_mins(5);

/// Claims that say nothing about the person beyond who they are to the issuer.
const IMPERSONAL: [&str; 16] = [
    "acr",
    "amr",
    "at_hash",
    "aud",
    "auth_time",
    "azp",
    "c_hash",
    "exp",
    "iat",
    "iss",
    "jti",
    "nbf",
    "nonce",
    "s_hash",
    "sid",
    "sub",
];

/// An issuer's public keys (RFC 7517 §5). Keys of unknown kinds are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet(CoreJsonWebKeySet);

impl KeySet {
    /// Reads a key set.
    ///
    /// # Errors
    /// [`IdTokenError::Malformed`] when it is no key set.
    pub fn from_json(json: &[u8]) -> Result<Self, IdTokenError> {
        serde_json::from_slice(json)
            .map(Self)
            .map_err(|_| IdTokenError::Malformed)
    }

    /// The keys.
    #[must_use]
    pub fn keys(&self) -> &[CoreJsonWebKey] {
        self.0.keys()
    }

    /// Whether a key has this id.
    #[must_use]
    pub fn has(&self, key_id: &str) -> bool {
        self.keys()
            .iter()
            .any(|key| key.key_id().is_some_and(|id| id.as_str() == key_id))
    }
}

/// What a valid ID token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedIdToken {
    /// The issuer's id of the person.
    pub subject: Subject,
    /// The organisation that the token names, if it names one.
    pub organisation: Option<OrgCode>,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Until when it is good.
    pub expires_at: Timestamp,
    /// Whether it says more about the person than subject and organisation; such a token is not
    /// published as an attestation.
    pub has_personal_claims: bool,
}

/// Verifies an ID token of this issuer for this app, at the time `now`. Where `nonce` is given it
/// must be the token's.
///
/// # Errors
/// [`IdTokenError`] says what is wrong; [`IdTokenError::UnknownKey`] is worth another try with the
/// issuer's present keys.
pub fn verify(
    token: &IdToken,
    issuer: &IssuerEntry,
    keys: &KeySet,
    nonce: Option<&DeviceNonce>,
    now: Timestamp,
) -> Result<VerifiedIdToken, IdTokenError> {
    let text = token.expose();
    if text.len() > MAX_TOKEN {
        return Err(IdTokenError::Malformed);
    }
    check_header(text)?;
    let token: CoreIdToken = text.parse().map_err(|_| IdTokenError::Malformed)?;

    let issuer_url = openidconnect::IssuerUrl::new(issuer.issuer.as_str().to_owned())
        .map_err(|_| IdTokenError::WrongIssuer)?;
    let client_id = ClientId::new(issuer.client_id.clone());
    let verifier = CoreIdTokenVerifier::new_public_client(client_id, issuer_url, keys.0.clone())
        .set_allowed_algs([
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            CoreJwsSigningAlgorithm::EdDsa,
        ])
        // The times are checked below: the library's own clock type panics far from today.
        .set_time_fn(|| UNIX_EPOCH.into());
    let expected = nonce.map(|nonce| Nonce::new(nonce.as_str().to_owned()));
    token.claims(&verifier, |found: Option<&Nonce>| match &expected {
        Some(expected) if found.is_none_or(|found| found.secret() != expected.secret()) => {
            Err(String::new())
        }
        _ => Ok(()),
    })?;

    let claims = payload(text)?;
    check_times(&claims, now)?;
    let authorized_party = claims
        .get("azp")
        .is_none_or(|azp| azp == &*issuer.client_id);
    if !authorized_party {
        return Err(IdTokenError::WrongAudience);
    }
    read(&claims, &issuer.organisation_claim)
}

/// The key id in a token's header. Nothing of the token is verified.
#[must_use]
pub fn unverified_key_id(token: &IdToken) -> Option<String> {
    header(token.expose()).ok()?.kid
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    typ: Option<String>,
    kid: Option<String>,
}

fn header(token: &str) -> Result<Header, IdTokenError> {
    part(token, 0)
}

fn check_header(token: &str) -> Result<(), IdTokenError> {
    if token.split('.').count() != 3 {
        return Err(IdTokenError::Malformed);
    }
    let header = header(token)?;
    let typ_valid = header.typ.is_none_or(|typ| typ.eq_ignore_ascii_case("JWT"));
    if !typ_valid {
        return Err(IdTokenError::WrongType);
    }
    match header.alg.as_str() {
        "RS256" | "ES256" | "EdDSA" => Ok(()),
        _ => Err(IdTokenError::UnsupportedAlgorithm),
    }
}

fn payload(token: &str) -> Result<Map<String, Value>, IdTokenError> {
    part(token, 1)
}

fn part<T: serde::de::DeserializeOwned>(token: &str, index: usize) -> Result<T, IdTokenError> {
    let part = token.split('.').nth(index).ok_or(IdTokenError::Malformed)?;
    let json = URL_SAFE_NO_PAD
        .decode(part)
        .map_err(|_| IdTokenError::Malformed)?;
    serde_json::from_slice(&json).map_err(|_| IdTokenError::Malformed)
}

fn check_times(claims: &Map<String, Value>, now: Timestamp) -> Result<(), IdTokenError> {
    let latest = now.plus(LEEWAY).as_secs();
    let expires_at = claims.get("exp").ok_or(IdTokenError::Malformed)?;
    if seconds(expires_at)? <= now.minus(LEEWAY).as_secs() {
        return Err(IdTokenError::Expired);
    }
    for claim in ["iat", "nbf"] {
        if let Some(value) = claims.get(claim)
            && seconds(value)? > latest
        {
            return Err(IdTokenError::FromTheFuture);
        }
    }
    Ok(())
}

fn read(claims: &Map<String, Value>, claim: &str) -> Result<VerifiedIdToken, IdTokenError> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    let time = |name: &str| {
        let value = claims.get(name).ok_or(IdTokenError::Malformed)?;
        seconds(value).map(Timestamp::from_secs)
    };
    let subject = text("sub").ok_or(IdTokenError::Malformed)?;
    let organisation = match claims.get(claim) {
        None | Some(Value::Null) => None,
        Some(Value::String(ov)) => Some(ov.parse().map_err(|_| IdTokenError::Malformed)?),
        Some(_) => return Err(IdTokenError::Malformed),
    };
    Ok(VerifiedIdToken {
        subject: subject.parse().map_err(|_| IdTokenError::Malformed)?,
        organisation,
        issued_at: time("iat")?,
        expires_at: time("exp")?,
        has_personal_claims: claims
            .keys()
            .any(|key| key != claim && !IMPERSONAL.contains(&key.as_str())),
    })
}

/// A `NumericDate` (RFC 7519 §2); fractions of a second are cut off.
fn seconds(value: &Value) -> Result<i64, IdTokenError> {
    #[expect(clippy::cast_possible_truncation, reason = "the cast saturates")]
    value
        .as_i64()
        .or_else(|| value.as_f64().map(|seconds| seconds as i64))
        .ok_or(IdTokenError::Malformed)
}

/// Why an ID token was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdTokenError {
    /// No token of the right shape, or a claim has the wrong type.
    #[error("the ID token is malformed")]
    Malformed,
    /// The header names another type of token.
    #[error("the token is no ID token")]
    WrongType,
    /// Signed in a way that is not accepted, or not at all.
    #[error("the ID token's algorithm is not accepted")]
    UnsupportedAlgorithm,
    /// Of another issuer.
    #[error("the ID token is from another issuer")]
    WrongIssuer,
    /// For another client, or for others too.
    #[error("the ID token is for another client")]
    WrongAudience,
    /// Signed with a key that is not (or no longer) in the issuer's set.
    #[error("the ID token's key is unknown")]
    UnknownKey,
    /// The signature is wrong.
    #[error("the ID token's signature is wrong")]
    InvalidSignature,
    /// No longer good.
    #[error("the ID token has expired")]
    Expired,
    /// Issued or good only later than now.
    #[error("the ID token is from the future")]
    FromTheFuture,
    /// The nonce is missing or another one.
    #[error("the ID token's nonce is not this device's")]
    WrongNonce,
}

impl From<ClaimsVerificationError> for IdTokenError {
    fn from(error: ClaimsVerificationError) -> Self {
        use ClaimsVerificationError as Claims;
        use SignatureVerificationError as Signature;
        match error {
            Claims::Expired(_) => Self::Expired,
            Claims::InvalidAudience(_) => Self::WrongAudience,
            Claims::InvalidIssuer(_) => Self::WrongIssuer,
            Claims::InvalidNonce(_) => Self::WrongNonce,
            Claims::SignatureVerification(
                Signature::NoMatchingKey | Signature::AmbiguousKeyId(_),
            ) => Self::UnknownKey,
            Claims::SignatureVerification(
                Signature::DisallowedAlg(_) | Signature::UnsupportedAlg(_) | Signature::NoSignature,
            ) => Self::UnsupportedAlgorithm,
            Claims::SignatureVerification(_) => Self::InvalidSignature,
            _ => Self::Malformed,
        }
    }
}

#[cfg(test)]
mod tests;
