//! What can be taken away from the stand-in, or asked of its clients in addition.

use serde::{Deserialize, Serialize};

/// What the stand-in can do. The default is everything that HiOrg-Server might do; each capability
/// that is unconfirmed of the real one can be switched off while it runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent switches are what this is"
)]
pub struct Switches {
    /// PKCE (RFC 7636). Off: its parameters are ignored.
    pub pkce: bool,
    /// ID tokens. Off: plain OAuth 2.0, also with scope `openid`.
    pub id_token: bool,
    /// The nonce of the authorization request in the ID token. Off: left out.
    pub nonce: bool,
    /// `/.well-known/openid-configuration`. Off: 404.
    pub discovery: bool,
    /// The claim `organisation_key` in the ID token. Off: only in userinfo.
    pub organisation_claim: bool,
    /// Refresh tokens. Off: none are given, and those given before are refused.
    pub refresh_tokens: bool,
    /// Whether every client with a secret must show it (a confidential client, as those of
    /// HiOrg-Server are today). Default: off.
    pub require_client_secret: bool,
    /// Claims about the person (name, e-mail, …) in the ID token. Default: off.
    pub personal_claims: bool,
}

impl Default for Switches {
    fn default() -> Self {
        Self {
            pkce: true,
            id_token: true,
            nonce: true,
            discovery: true,
            organisation_claim: true,
            refresh_tokens: true,
            require_client_secret: false,
            personal_claims: false,
        }
    }
}
