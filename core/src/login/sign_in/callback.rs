//! The URL that the browser comes back with (RFC 6749 §4.1.2).

use url::Url;

use super::{PendingSignIn, SignInError};
use crate::secret::AuthorizationCode;

/// Longest callback that is looked at, in bytes.
const MAX_CALLBACK: usize = 8 * 1024;

/// The parameters of a callback that belongs to a sign-in.
pub(super) struct Callback {
    code: Option<AuthorizationCode>,
    error: Option<String>,
    issuer: Option<String>,
    is_ambiguous: bool,
}

impl Callback {
    /// Reads a callback. Where and with which `state` it came decides whether it belongs to this
    /// sign-in; only then its contents count.
    pub(super) fn parse(callback: &str, pending: &PendingSignIn) -> Result<Self, SignInError> {
        let unknown = SignInError::UnknownCallback;
        if callback.len() > MAX_CALLBACK {
            return Err(unknown);
        }
        let url = Url::parse(callback).map_err(|_| unknown)?;
        let expected = Url::parse(&pending.redirect_uri).map_err(|_| unknown)?;
        let same_place = url.scheme() == expected.scheme()
            && url.host() == expected.host()
            && url.port_or_known_default() == expected.port_or_known_default()
            // `dienstchat://login` arrives as `dienstchat://login/` from some systems.
            && url.path().trim_end_matches('/') == expected.path().trim_end_matches('/');
        if !same_place {
            return Err(unknown);
        }
        let mut state = None;
        let mut found = Self {
            code: None,
            error: None,
            issuer: None,
            is_ambiguous: false,
        };
        for (name, value) in url.query_pairs() {
            let value = value.into_owned();
            // A parameter must not be repeated (RFC 6749 §3.1).
            let repeated = match &*name {
                "state" => {
                    if state.replace(value).is_some() {
                        return Err(unknown);
                    }
                    false
                }
                "code" => found.code.replace(AuthorizationCode::new(value)).is_some(),
                "error" => found.error.replace(value).is_some(),
                "iss" => found.issuer.replace(value).is_some(),
                _ => false,
            };
            found.is_ambiguous |= repeated;
        }
        if state.as_deref() != Some(pending.state.as_str()) {
            return Err(unknown);
        }
        Ok(found)
    }

    /// The code, or what went wrong at the issuer.
    pub(super) fn code(self, issuer: &str) -> Result<AuthorizationCode, SignInError> {
        // Another issuer's answer must not be taken for this one's (RFC 9207).
        let mixed_up = self.issuer.is_some_and(|found| found != issuer);
        if mixed_up || self.is_ambiguous {
            return Err(SignInError::SsoFailed);
        }
        match (self.error.as_deref(), self.code) {
            (Some("access_denied"), _) => Err(SignInError::SsoDenied),
            (None, Some(code)) if !code.expose().is_empty() => Ok(code),
            _ => Err(SignInError::SsoFailed),
        }
    }
}
