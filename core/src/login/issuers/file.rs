//! The table as it is written, and the checks that make entries of it.

use serde::Deserialize;

use super::{
    Endpoints, EntryError, IssuerEntry, IssuerUrl, Policy, RedirectUri,
    urls::{MAX_TEXT, secure_url},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTable {
    #[serde(default)]
    pub(super) issuers: Vec<RawEntry>,
}

// The bools are the table's own shape.
#[expect(clippy::struct_excessive_bools, reason = "mirrors the file")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEntry {
    issuer: String,
    client_id: String,
    redirect_uris: Vec<String>,
    #[serde(default = "default_scopes")]
    scopes: Vec<String>,
    #[serde(default = "yes")]
    discovery: bool,
    authorization_endpoint: Option<String>,
    token_endpoint: Option<String>,
    userinfo_endpoint: Option<String>,
    jwks_uri: Option<String>,
    #[serde(default = "yes")]
    pkce: bool,
    #[serde(default = "yes")]
    nonce: bool,
    #[serde(default = "yes")]
    id_token: bool,
    #[serde(default)]
    relay: bool,
    #[serde(default = "default_claim")]
    organisation_claim: String,
    organisation_parameter: Option<String>,
    #[serde(default)]
    attestation: Policy,
    #[serde(default)]
    statements: Policy,
}

fn yes() -> bool {
    true
}

fn default_scopes() -> Vec<String> {
    vec!["openid".to_owned()]
}

fn default_claim() -> String {
    "organisation_key".to_owned()
}

impl TryFrom<RawEntry> for IssuerEntry {
    type Error = EntryError;

    fn try_from(raw: RawEntry) -> Result<Self, EntryError> {
        let issuer = IssuerUrl::parse(&raw.issuer)?;
        if !is_visible(&raw.client_id) {
            return Err(EntryError::InvalidClientId);
        }
        let mut redirect_uris: Vec<RedirectUri> = Vec::with_capacity(raw.redirect_uris.len());
        for text in &raw.redirect_uris {
            let uri = RedirectUri::parse(text)?;
            if redirect_uris.contains(&uri) {
                return Err(EntryError::RedirectUris);
            }
            redirect_uris.push(uri);
        }
        if redirect_uris.is_empty() {
            return Err(EntryError::RedirectUris);
        }
        let scopes_valid = raw.scopes.iter().all(|scope| is_scope(scope));
        if !scopes_valid || (raw.id_token && !raw.scopes.iter().any(|scope| scope == "openid")) {
            return Err(EntryError::InvalidScopes);
        }
        let parameter_valid = raw
            .organisation_parameter
            .as_deref()
            .is_none_or(is_parameter);
        if !is_visible(&raw.organisation_claim) || !parameter_valid {
            return Err(EntryError::InvalidOrganisation);
        }
        if raw.attestation != Policy::Off && !(raw.id_token && raw.nonce) {
            return Err(EntryError::AttestationImpossible);
        }
        let endpoints = endpoints(&raw)?;
        Ok(Self {
            issuer,
            client_id: raw.client_id,
            redirect_uris,
            scopes: raw.scopes,
            endpoints,
            pkce: raw.pkce,
            nonce: raw.nonce,
            id_token: raw.id_token,
            relay: raw.relay,
            organisation_claim: raw.organisation_claim,
            organisation_parameter: raw.organisation_parameter,
            attestation: raw.attestation,
            statements: raw.statements,
        })
    }
}

fn endpoints(raw: &RawEntry) -> Result<Endpoints, EntryError> {
    let endpoint = |text: &Option<String>| {
        text.as_deref()
            .map(|text| secure_url(text, EntryError::InvalidEndpoint))
            .transpose()
    };
    let authorization = endpoint(&raw.authorization_endpoint)?;
    let token = endpoint(&raw.token_endpoint)?;
    let userinfo = endpoint(&raw.userinfo_endpoint)?;
    let jwks = endpoint(&raw.jwks_uri)?;
    if raw.discovery {
        let given = [&authorization, &token, &userinfo, &jwks];
        return if given.iter().any(|endpoint| endpoint.is_some()) {
            Err(EntryError::EndpointsWithDiscovery)
        } else {
            Ok(Endpoints::Discovery)
        };
    }
    let needed = if raw.id_token { &jwks } else { &userinfo };
    match (authorization, token, needed) {
        (Some(authorization), Some(token), Some(_)) => Ok(Endpoints::Fixed {
            authorization,
            token,
            userinfo,
            jwks,
        }),
        _ => Err(EntryError::MissingEndpoint),
    }
}

fn is_visible(text: &str) -> bool {
    !text.is_empty() && text.len() <= MAX_TEXT && text.bytes().all(|b| (0x20..0x7f).contains(&b))
}

/// `scope-token` of RFC 6749 §3.3.
fn is_scope(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_TEXT
        && text
            .bytes()
            .all(|b| b.is_ascii_graphic() && b != b'"' && b != b'\\')
}

/// `param-name` of RFC 6749 §A.13; those that the flow itself sets are no extra parameters.
fn is_parameter(text: &str) -> bool {
    const OWN: [&str; 8] = [
        "client_id",
        "code_challenge",
        "code_challenge_method",
        "nonce",
        "redirect_uri",
        "response_type",
        "scope",
        "state",
    ];
    !text.is_empty()
        && text.len() <= MAX_TEXT
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_'))
        && !OWN.contains(&text)
}
