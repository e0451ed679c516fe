//! Who calls: HiOrg-Server with its credential.

use axum::{extract::FromRequestParts, http::request::Parts};
use http::{HeaderMap, header};
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

use crate::{
    app::App,
    problem::{Kind, Problem},
};

/// HiOrg-Server, speaking for one issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The issuer that the credential is bound to.
    pub iss: String,
}

impl FromRequestParts<Arc<App>> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = bearer(&parts.headers).ok_or(Kind::Unauthorized)?;
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let mut found = None;
        // All are compared, so that the time tells nothing.
        for credential in &app.config.credentials {
            if same(&credential.token_sha256, &hash) {
                found = Some(credential.iss.clone());
            }
        }
        found
            .map(|iss| Self { iss })
            .ok_or(Kind::Unauthorized.into())
    }
}

/// The bearer token of a request (RFC 6750 §2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    (scheme.eq_ignore_ascii_case("bearer") && !token.is_empty()).then_some(token)
}

/// Compares in a time that does not depend on where the two differ.
pub(crate) fn same(left: &[u8], right: &[u8]) -> bool {
    left.len() == right.len() && left.iter().zip(right).fold(0, |acc, (l, r)| acc | (l ^ r)) == 0
}
