//! Redirect URIs and who can receive them.

use url::Url;

use super::{
    EntryError,
    urls::{is_loopback_address, plain_url},
};

/// A redirect URI that is registered with the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectUri {
    text: String,
    url: Url,
    kind: RedirectKind,
}

/// What kind of receiver a redirect URI has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectKind {
    /// A scheme that the app registers with the system (RFC 8252 §7.1).
    CustomScheme,
    /// An https link that the app claims (RFC 8252 §7.2).
    ClaimedHttps,
    /// A port on this machine, chosen when needed (RFC 8252 §7.3).
    Loopback,
}

impl RedirectUri {
    /// Parses a redirect URI.
    ///
    /// # Errors
    /// [`EntryError::InvalidRedirectUri`] for one that is malformed, has a fragment or a user, is
    /// plain http on another host than a loopback address, or has a scheme of the browser's own.
    pub fn parse(text: &str) -> Result<Self, EntryError> {
        const BROWSERS: [&str; 11] = [
            "about",
            "blob",
            "chrome",
            "content",
            "data",
            "file",
            "ftp",
            "intent",
            "javascript",
            "ws",
            "wss",
        ];
        let invalid = EntryError::InvalidRedirectUri;
        let url = plain_url(text, invalid)?;
        let kind = match url.scheme() {
            "https" => RedirectKind::ClaimedHttps,
            // The name `localhost` can be pointed elsewhere (RFC 8252 §8.3).
            "http" if is_loopback_address(&url) => RedirectKind::Loopback,
            "http" => return Err(invalid),
            scheme if BROWSERS.contains(&scheme) => return Err(invalid),
            _ => RedirectKind::CustomScheme,
        };
        Ok(Self {
            text: text.to_owned(),
            url,
            kind,
        })
    }

    /// Whether `uri` is this redirect URI. A loopback one matches with any port.
    #[must_use]
    pub fn matches(&self, uri: &str) -> bool {
        if self.kind != RedirectKind::Loopback {
            return self.text == uri;
        }
        Url::parse(uri).is_ok_and(|other| {
            other.scheme() == "http"
                && other.host() == self.url.host()
                && other.path() == self.url.path()
                && other.query() == self.url.query()
                && other.fragment().is_none()
                && other.username().is_empty()
                && other.password().is_none()
        })
    }

    /// What receives it.
    #[must_use]
    pub fn kind(&self) -> RedirectKind {
        self.kind
    }

    /// The URI as registered.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether a web server on this host would receive the redirect. Never true for custom
    /// schemes and loopback addresses.
    #[must_use]
    pub fn is_on_host(&self, host: &str) -> bool {
        self.kind == RedirectKind::ClaimedHttps
            && self
                .url
                .host_str()
                .is_some_and(|own| own.eq_ignore_ascii_case(host))
    }
}
