//! Short texts that are secrets: tokens, codes, verifiers.
//!
//! Each kind is a type of its own, so that a refresh token cannot be sent as an access token. They
//! are zeroised when dropped, and their `Debug` output is redacted.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

macro_rules! secret {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(#[serde(with = "text")] Zeroizing<String>);

        impl $name {
            /// Takes over a secret.
            #[must_use]
            pub fn new(secret: String) -> Self {
                Self(Zeroizing::new(secret))
            }

            /// The secret itself.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    };
}

secret! {
    /// An access token of the homeserver.
    AccessToken
}
secret! {
    /// A refresh token of the homeserver; each is good for one refresh.
    RefreshToken
}
secret! {
    /// An ID token in its compact form (OpenID Connect Core 1.0 §2).
    IdToken
}
secret! {
    /// An authorization code (RFC 6749 §4.1.2).
    AuthorizationCode
}
secret! {
    /// A PKCE code verifier (RFC 7636 §4.1).
    CodeVerifier
}
secret! {
    /// An access token of an issuer, good for its userinfo endpoint.
    IssuerAccessToken
}

mod text {
    use serde::{Deserialize, Deserializer, Serializer};
    use zeroize::Zeroizing;

    pub(super) fn serialize<S: Serializer>(
        secret: &Zeroizing<String>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(secret)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Zeroizing<String>, D::Error> {
        String::deserialize(deserializer).map(Zeroizing::new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_is_redacted() {
        let token = AccessToken::new("syt_secret".to_owned());
        assert_eq!(format!("{token:?}"), "AccessToken(…)");
    }

    #[test]
    fn is_a_plain_string_in_json() {
        let token: RefreshToken = serde_json::from_str("\"syr\"").unwrap();
        assert_eq!(token.expose(), "syr");
        assert_eq!(serde_json::to_string(&token).unwrap(), "\"syr\"");
    }
}
