//! What the app and the connector say to each other: bodies of requests and answers.
//!
//! Compiled without the feature `client` too, because the connector uses the same types.

use std::fmt;

use ruma::OwnedServerName;
use serde::{Deserialize, Serialize};

use crate::ids::OrgCode;
use crate::secret::{AccessToken, AuthorizationCode, CodeVerifier, IdToken, RefreshToken};

/// Answer of `GET /v1/organisations?search=`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationList {
    /// Organisations with the chat function on that match the search.
    pub organisations: Vec<Organisation>,
}

/// One organisation of the directory.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// The organisation's code.
    pub ov: OrgCode,
    /// Its name, for people.
    pub name: String,
    /// The issuer that its people sign in with. Only a claim of the operator until it is found
    /// in the issuer table.
    pub issuer: String,
    /// Where its chats are.
    pub homeserver: HomeserverAddress,
    /// Whether the connector offers the token relay for this organisation.
    pub token_relay: bool,
}

/// A homeserver: the name in Matrix ids, and where it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeserverAddress {
    /// The server name in user and room ids.
    pub server_name: OwnedServerName,
    /// The URL of its client-server API.
    pub base_url: String,
}

/// What shows who somebody is: given to the connector, which checks it with the issuer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Proof {
    /// An ID token whose nonce is bound to the device.
    IdToken(IdTokenProof),
    /// A code that the connector redeems, where the issuer gives no usable ID token.
    Code(CodeProof),
}

/// See [`Proof::IdToken`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IdTokenProof {
    /// The token.
    pub id_token: IdToken,
}

/// See [`Proof::Code`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeProof {
    /// The authorization code.
    pub code: AuthorizationCode,
    /// The PKCE verifier; absent where the issuer knows no PKCE.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_verifier: Option<CodeVerifier>,
    /// The redirect URI that the code was sent to.
    pub redirect_uri: String,
}

/// Body of `POST /v1/organisations/{ov}/session`. Keys, salt and signature are unpadded base64.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRequest {
    /// Who is signing in.
    pub proof: Proof,
    /// The device that the session is for.
    pub device_id: String,
    /// The device's Curve25519 identity key.
    pub curve25519: String,
    /// The device's Ed25519 key.
    pub ed25519: String,
    /// 32 random bytes that went into the nonce.
    pub salt: String,
    /// The device's signature, see `login::proof`.
    pub signature: String,
}

/// Answer of a session request: a Matrix session for the device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionResponse {
    /// The Matrix user id.
    pub user_id: String,
    /// The device id that was asked for.
    pub device_id: String,
    /// The access token.
    pub access_token: AccessToken,
    /// The first refresh token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<RefreshToken>,
    /// How long the access token is good for, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_in_ms: Option<u64>,
}

/// A problem as the connector reports it (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The URI of the kind.
    #[serde(rename = "type", default)]
    pub kind: ProblemKind,
    /// A sentence for developers, the same for every problem of this kind.
    #[serde(default)]
    pub title: String,
    /// The HTTP status.
    #[serde(default)]
    pub status: u16,
    /// What is wrong with this request, without data about people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// Kinds of problems that the app tells apart; in JSON `https://dienstchat.de/problems/{kebab}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum ProblemKind {
    /// There is no such organisation, or its chat function is off.
    UnknownOrganisation,
    /// The organisation's issuer is not one that the connector believes.
    UntrustedIssuer,
    /// The ID token or code is not valid.
    InvalidProof,
    /// The ID token has expired, or is from the future.
    ExpiredProof,
    /// The ID token was used before for another device.
    TokenUsed,
    /// The person does not belong to the organisation.
    WrongOrganisation,
    /// The nonce is not that of the device.
    WrongDevice,
    /// The device's signature is wrong.
    InvalidSignature,
    /// The device id belongs to other keys or another person.
    DeviceTaken,
    /// The relay is not offered for this organisation.
    NoTokenRelay,
    /// The request is malformed.
    InvalidRequest,
    /// Too large.
    TooLarge,
    /// Too many requests.
    TooManyRequests,
    /// The issuer cannot be reached.
    IssuerUnavailable,
    /// The homeserver cannot be reached.
    HomeserverUnavailable,
    /// A kind that this version does not know.
    #[default]
    Other,
}

impl ProblemKind {
    const NAMED: [(Self, &'static str); 15] = [
        (Self::UnknownOrganisation, "unknown-organisation"),
        (Self::UntrustedIssuer, "untrusted-issuer"),
        (Self::InvalidProof, "invalid-proof"),
        (Self::ExpiredProof, "expired-proof"),
        (Self::TokenUsed, "token-used"),
        (Self::WrongOrganisation, "wrong-organisation"),
        (Self::WrongDevice, "wrong-device"),
        (Self::InvalidSignature, "invalid-signature"),
        (Self::DeviceTaken, "device-taken"),
        (Self::NoTokenRelay, "no-token-relay"),
        (Self::InvalidRequest, "invalid-request"),
        (Self::TooLarge, "too-large"),
        (Self::TooManyRequests, "too-many-requests"),
        (Self::IssuerUnavailable, "issuer-unavailable"),
        (Self::HomeserverUnavailable, "homeserver-unavailable"),
    ];
    const BASE: &'static str = "https://dienstchat.de/problems/";

    /// The last part of the URI.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMED
            .iter()
            .find(|(kind, _)| *kind == self)
            .map_or("other", |(_, name)| name)
    }
}

impl fmt::Display for ProblemKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", Self::BASE, self.name())
    }
}

impl From<ProblemKind> for String {
    fn from(kind: ProblemKind) -> Self {
        kind.to_string()
    }
}

impl From<String> for ProblemKind {
    fn from(uri: String) -> Self {
        uri.strip_prefix(Self::BASE)
            .and_then(|name| Self::NAMED.iter().find(|(_, known)| *known == name))
            .map_or(Self::Other, |(kind, _)| *kind)
    }
}
