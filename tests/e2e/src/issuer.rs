//! The stand-in as an entry of the issuer table.

use std::fmt::Write as _;

/// The client that the app is at the stand-in.
pub const CLIENT_ID: &str = "dienstchat-app";
/// That client's secret.
pub(crate) const CLIENT_SECRET: &str = "app-geheimnis";

/// What the issuer table says that the issuer can do. To be matched with the stand-in's switches.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the issuer table"
)]
pub struct IssuerOptions {
    /// Endpoints come from discovery instead of from the table.
    pub discovery: bool,
    /// PKCE.
    pub pkce: bool,
    /// The nonce comes back in the ID token.
    pub nonce: bool,
    /// There are ID tokens.
    pub id_token: bool,
    /// The token endpoint is reached through the connector's relay, which adds the client secret.
    pub relay: bool,
}

impl Default for IssuerOptions {
    fn default() -> Self {
        Self {
            discovery: true,
            pkce: true,
            nonce: true,
            id_token: true,
            relay: false,
        }
    }
}

impl IssuerOptions {
    /// The entry in TOML, as apps and connector read it.
    #[must_use]
    pub fn entry(&self, issuer: &str) -> String {
        let mut entry = format!(
            r#"[[issuers]]
issuer = "{issuer}"
client_id = "{CLIENT_ID}"
redirect_uris = ["dienstchat://login", "http://127.0.0.1/callback"]
scopes = ["openid"]
discovery = {}
pkce = {}
nonce = {}
id_token = {}
relay = {}
organisation_claim = "organisation_key"
organisation_parameter = "ov"
attestation = "off"
statements = "off"
"#,
            self.discovery, self.pkce, self.nonce, self.id_token, self.relay
        );
        if !self.discovery {
            for name in ["authorize", "token", "userinfo"] {
                let key = if name == "authorize" {
                    "authorization"
                } else {
                    name
                };
                let _ = writeln!(entry, "{key}_endpoint = \"{issuer}/oauth/v1/{name}\"");
            }
            let _ = writeln!(entry, "jwks_uri = \"{issuer}/oauth/v1/jwks\"");
        }
        entry
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use dienstchat_core::login::issuers::IssuerTable;

    use super::*;

    #[test]
    fn every_entry_is_one_that_apps_accept() {
        for discovery in [true, false] {
            for id_token in [true, false] {
                let options = IssuerOptions {
                    discovery,
                    id_token,
                    ..IssuerOptions::default()
                };
                let table = IssuerTable::from_toml(&options.entry("http://127.0.0.1:7001"));
                assert_eq!(table.unwrap().entries().len(), 1);
            }
        }
    }
}
