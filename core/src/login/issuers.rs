//! The table of issuers: which identity providers this app believes, and what each can do.
//!
//! The publisher compiles the table into the app, or device management sets it. It is never
//! fetched from the operator: endpoints and keys of an issuer come from this table or from the
//! issuer's own discovery, and an organisation that names an issuer outside the table is refused.
//!
//! **Redirect URIs must not be receivable by an operator's host.** Whoever receives the redirect
//! gets the authorization code, so an https redirect on the connector's or homeserver's host
//! would let the operator have devices attested behind a link. Allowed are custom schemes,
//! loopback addresses (RFC 8252 §7.3) and claimed https links on the publisher's or the
//! provider's host. The table cannot know the operators' hosts; the sign-in compares them (see
//! [`RedirectUri::is_on_host`]).
//!
//! An unknown key in the table is an error: a misspelt `attestation = "required"` would otherwise
//! silently switch the protection off.

mod error;
mod file;
mod redirect;
mod urls;

use std::{collections::HashSet, fmt};

use serde::{Deserialize, Serialize};
use url::Url;

pub use error::{EntryError, IssuerTableError};
use file::{RawEntry, RawTable};
pub use redirect::{RedirectKind, RedirectUri};
pub(crate) use urls::secure_url;

/// The issuers that are believed; see the module's page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct IssuerTable {
    entries: Vec<IssuerEntry>,
}

impl IssuerTable {
    /// Makes a table of entries.
    ///
    /// # Errors
    /// [`IssuerTableError::Duplicate`] where two entries name the same issuer.
    pub fn new(entries: Vec<IssuerEntry>) -> Result<Self, IssuerTableError> {
        let mut seen = HashSet::new();
        for (index, entry) in entries.iter().enumerate() {
            // `https://a` and `https://a/` name one server; two policies for it are a mistake.
            if !seen.insert(entry.issuer.as_str().trim_end_matches('/').to_owned()) {
                return Err(IssuerTableError::Duplicate { index });
            }
        }
        Ok(Self { entries })
    }

    /// Reads the table from TOML, one `[[issuers]]` table for each issuer.
    ///
    /// # Errors
    /// Says which entry (counted from 0) is wrong in what way.
    pub fn from_toml(text: &str) -> Result<Self, IssuerTableError> {
        let raw: RawTable = toml::from_str(text).map_err(|error| IssuerTableError::Syntax {
            line: error.span().map_or(0, |span| line_of(text, span.start)),
        })?;
        Self::from_raw(raw)
    }

    /// Reads the table from JSON: `{"issuers": [{…}]}`, with the same keys as in TOML.
    ///
    /// # Errors
    /// Says which entry (counted from 0) is wrong in what way.
    pub fn from_json(text: &str) -> Result<Self, IssuerTableError> {
        let raw: RawTable = serde_json::from_str(text)
            .map_err(|error| IssuerTableError::Syntax { line: error.line() })?;
        Self::from_raw(raw)
    }

    fn from_raw(raw: RawTable) -> Result<Self, IssuerTableError> {
        let mut entries = Vec::with_capacity(raw.issuers.len());
        for (index, raw) in raw.issuers.into_iter().enumerate() {
            let entry = IssuerEntry::try_from(raw)
                .map_err(|error| IssuerTableError::Entry { index, error })?;
            entries.push(entry);
        }
        Self::new(entries)
    }

    /// The entry of this issuer. Issuers are compared byte for byte, as OpenID Connect asks
    /// (Core 1.0 §3.1.3.7).
    #[must_use]
    pub fn get(&self, issuer: &str) -> Option<&IssuerEntry> {
        self.entries
            .iter()
            .find(|entry| entry.issuer.as_str() == issuer)
    }

    /// All entries, in the table's order.
    #[must_use]
    pub fn entries(&self) -> &[IssuerEntry] {
        &self.entries
    }
}

/// What is known of one issuer.
///
/// Each of `pkce`, `nonce`, `id_token` and discovery is a capability that a provider may lack;
/// the sign-in then works without it, and without what depends on it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a capability of its own"
)]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "RawEntry")]
pub struct IssuerEntry {
    /// The issuer, as in the `iss` claim of its tokens.
    pub issuer: IssuerUrl,
    /// The app's client id there.
    pub client_id: String,
    /// Redirect URIs registered there for the app.
    pub redirect_uris: Vec<RedirectUri>,
    /// Scopes to ask for.
    pub scopes: Vec<String>,
    /// Where the endpoints are.
    pub endpoints: Endpoints,
    /// Whether the issuer knows PKCE (RFC 7636).
    pub pkce: bool,
    /// Whether the issuer carries `nonce` into the ID token.
    pub nonce: bool,
    /// Whether the issuer gives ID tokens. Otherwise the connector redeems the code.
    pub id_token: bool,
    /// Whether codes are exchanged through the connector's token relay, because the issuer
    /// insists on a client secret.
    pub relay: bool,
    /// The claim that names the organisation (the `ov`).
    pub organisation_claim: String,
    /// The extra parameter of the authorize URL that names the organisation, if there is one.
    pub organisation_parameter: Option<String>,
    /// Whether devices must be attested by the issuer.
    pub attestation: Policy,
    /// Whether duty statements must be signed by the issuer.
    pub statements: Policy,
}

impl IssuerEntry {
    /// The registered redirect URI that `uri` is an instance of (a loopback one with any port).
    #[must_use]
    pub fn redirect_uri(&self, uri: &str) -> Option<&RedirectUri> {
        self.redirect_uris
            .iter()
            .find(|registered| registered.matches(uri))
    }
}

/// Where an issuer's endpoints come from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "a table has few entries")]
pub enum Endpoints {
    /// `{issuer}/.well-known/openid-configuration` (OpenID Connect Discovery 1.0 §4).
    Discovery,
    /// The table itself.
    Fixed {
        /// The authorization endpoint.
        authorization: Url,
        /// The token endpoint.
        token: Url,
        /// The userinfo endpoint; always there where the issuer gives no ID tokens.
        userinfo: Option<Url>,
        /// The key set; always there where the issuer gives ID tokens.
        jwks: Option<Url>,
    },
}

/// How strongly a proof by the issuer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Policy {
    /// Not looked at; the server's word is used.
    #[default]
    Off,
    /// Used where there is one; what has none is accepted and marked.
    Preferred,
    /// What has none is refused. Only this protects against the operator.
    Required,
}

/// An issuer's URL, kept exactly as written.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct IssuerUrl(String);

impl IssuerUrl {
    /// Parses an issuer: https (http on a loopback host only), no query, fragment or user.
    ///
    /// # Errors
    /// [`EntryError::InvalidIssuer`] or [`EntryError::InsecureUrl`].
    pub fn parse(text: &str) -> Result<Self, EntryError> {
        let url = secure_url(text, EntryError::InvalidIssuer)?;
        if url.query().is_some() {
            return Err(EntryError::InvalidIssuer);
        }
        Ok(Self(text.to_owned()))
    }

    /// The issuer as written in the table, in `iss` claims and in the directory.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IssuerUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text
        .bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
}

#[cfg(test)]
mod tests;
