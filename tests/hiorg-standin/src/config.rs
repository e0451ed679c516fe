//! What a stand-in is started with.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use url::Url;

use crate::clock::Clock;
use crate::keys::SigningKey;
use crate::switches::Switches;

/// What a stand-in is started with; [`Config::default`] serves most tests.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen. Default: the loopback, a free port.
    pub listen: SocketAddr,
    /// The address others reach it under, and its issuer. Default: `http://` and the address
    /// listened on.
    pub public_url: Option<Url>,
    /// The connector to tell about changes. Without one they are queued until
    /// [`ConnectorHandle::set`](crate::ConnectorHandle::set) names one.
    pub connector: Option<ConnectorTarget>,
    /// `aud` of duty statements: the connector's public URL, or `dienstchat` (the default).
    pub audience: String,
    /// What the links of "Chat öffnen" begin with, without a slash at the end. Default: the
    /// connector's address, without a connector `https://dienstchat.example`.
    pub app_link_base: Option<String>,
    /// The registered OAuth clients. Default: [`Client::app`] and [`Client::other`].
    pub clients: Vec<Client>,
    /// What the stand-in can and cannot do. Default: everything that the real one might.
    pub switches: Switches,
    /// The key that signs ID tokens. Default: a new one, which takes seconds in a debug build.
    pub signing_key: Option<SigningKey>,
    /// The clock.
    pub clock: Clock,
    /// How long an authorization code can be redeemed, in seconds. Default: 60.
    pub code_lifetime: u64,
    /// How long ID tokens and access tokens are valid, in seconds. Default: 3600.
    pub token_lifetime: u64,
    /// How long an answer of the connector is waited for. Default: 10 s.
    pub connector_timeout: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            public_url: None,
            connector: None,
            audience: "dienstchat".to_owned(),
            app_link_base: None,
            clients: vec![Client::app(), Client::other()],
            switches: Switches::default(),
            signing_key: None,
            clock: Clock::default(),
            code_lifetime: 60,
            token_lifetime: 3600,
            connector_timeout: Duration::from_secs(10),
        }
    }
}

/// The connector and the credential with which HiOrg-Server calls it.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectorTarget {
    /// The connector's base address.
    pub url: Url,
    /// The bearer token.
    pub token: String,
}

impl fmt::Debug for ConnectorTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ConnectorTarget")
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}

/// A registered OAuth client (RFC 6749, section 2).
#[derive(Clone)]
pub struct Client {
    /// `client_id`.
    pub id: String,
    /// What the consent page calls it.
    pub name: String,
    /// Where answers may be sent to. Compared exactly, except that one on the loopback
    /// (`http://127.0.0.1/…` or `http://[::1]/…`) matches any port (RFC 8252, section 7.3).
    pub redirect_uris: Vec<String>,
    /// The secret, if it has one.
    pub secret: Option<String>,
    /// Whether the secret is always asked for. The others are asked only while
    /// [`Switches::require_client_secret`] is on.
    pub confidential: bool,
}

impl Client {
    /// The app: `dienstchat-app`, secret `app-geheimnis`, redirect URIs `dienstchat://login` and
    /// `http://127.0.0.1/callback` (any port).
    #[must_use]
    pub fn app() -> Self {
        Self {
            id: "dienstchat-app".to_owned(),
            name: "Dienstchat".to_owned(),
            redirect_uris: vec![
                "dienstchat://login".to_owned(),
                "http://127.0.0.1/callback".to_owned(),
            ],
            secret: Some("app-geheimnis".to_owned()),
            confidential: false,
        }
    }

    /// Another organisation's program, always confidential: `dienstplan`, secret
    /// `dienstplan-geheimnis`, redirect URI `http://127.0.0.1/dienstplan` (any port). Tokens of
    /// this client must not be accepted by Dienstchat.
    #[must_use]
    pub fn other() -> Self {
        Self {
            id: "dienstplan".to_owned(),
            name: "Dienstplan".to_owned(),
            redirect_uris: vec!["http://127.0.0.1/dienstplan".to_owned()],
            secret: Some("dienstplan-geheimnis".to_owned()),
            confidential: true,
        }
    }

    /// Whether answers may be sent to `uri`.
    pub(crate) fn allows_redirect(&self, uri: &str) -> bool {
        self.redirect_uris
            .iter()
            .any(|registered| registered == uri || same_but_loopback_port(registered, uri))
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("id", &self.id)
            .field("redirect_uris", &self.redirect_uris)
            .field("confidential", &self.confidential)
            .finish_non_exhaustive()
    }
}

/// RFC 8252, section 7.3: a native app listens on whatever port is free, so the port of a loopback
/// address does not count. Everything else does, including a user name in the address.
fn same_but_loopback_port(registered: &str, given: &str) -> bool {
    let (Ok(mut registered), Ok(mut given)) = (Url::parse(registered), Url::parse(given)) else {
        return false;
    };
    let loopback = registered.scheme() == "http"
        && matches!(registered.host_str(), Some("127.0.0.1" | "[::1]"));
    loopback
        && registered.set_port(None).is_ok()
        && given.set_port(None).is_ok()
        && registered == given
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_port_of_a_loopback_redirect_is_free() {
        let app = Client::app();
        for uri in [
            "dienstchat://login",
            "http://127.0.0.1/callback",
            "http://127.0.0.1:49152/callback",
        ] {
            assert!(app.allows_redirect(uri), "{uri}");
        }
        for uri in [
            "dienstchat://login/",
            "dienstchat://other",
            "http://127.0.0.1:49152/other",
            "http://127.0.0.1:49152/callback?next=1",
            "http://127.0.0.1:49152/callback#x",
            "http://127.0.0.1@evil.example/callback",
            "http://someone@127.0.0.1/callback",
            "https://127.0.0.1/callback",
            "http://127.0.0.2/callback",
            "http://localhost/callback",
            "",
        ] {
            assert!(!app.allows_redirect(uri), "{uri}");
        }
    }
}
