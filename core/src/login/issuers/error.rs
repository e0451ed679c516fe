//! What can be wrong with an issuer table.

/// Why a table was refused. Entries are counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IssuerTableError {
    /// Not TOML or JSON of the right shape, a key is missing, unknown or of the wrong type.
    #[error("the issuer table cannot be read at line {line}")]
    Syntax {
        /// The line, counted from 1; 0 where it is not known.
        line: usize,
    },
    /// An entry is wrong.
    #[error("issuer {index} of the table: {error}")]
    Entry {
        /// Which entry.
        index: usize,
        /// What is wrong with it.
        error: EntryError,
    },
    /// An issuer is named twice.
    #[error("issuer {index} of the table is named before")]
    Duplicate {
        /// The second of the two.
        index: usize,
    },
}

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// `issuer` is no URL, or has a query, a fragment or a user.
    #[error("the issuer is not a valid URL")]
    InvalidIssuer,
    /// An endpoint is no URL, or has a fragment or a user.
    #[error("an endpoint is not a valid URL")]
    InvalidEndpoint,
    /// Plain http outside a loopback host.
    #[error("a URL is neither https nor on a loopback host")]
    InsecureUrl,
    /// `client_id` is empty, too long or has unprintable characters.
    #[error("the client id is not valid")]
    InvalidClientId,
    /// A redirect URI that is not allowed.
    #[error("a redirect URI is not valid")]
    InvalidRedirectUri,
    /// No redirect URI, or the same one twice.
    #[error("redirect URIs are missing or repeated")]
    RedirectUris,
    /// A scope with characters that scopes cannot have (RFC 6749 §3.3), or ID tokens without the
    /// scope `openid`.
    #[error("the scopes are not valid")]
    InvalidScopes,
    /// The claim or the parameter for the organisation is empty or not valid.
    #[error("the organisation's claim or parameter is not valid")]
    InvalidOrganisation,
    /// Discovery is off and an endpoint that is needed is not given.
    #[error("discovery is off and an endpoint is missing")]
    MissingEndpoint,
    /// Discovery is on and endpoints are given too.
    #[error("discovery is on and endpoints are given")]
    EndpointsWithDiscovery,
    /// Attestation is asked for, but there are no ID tokens with nonces to attest with.
    #[error("attestation needs ID tokens and nonces")]
    AttestationImpossible,
}
