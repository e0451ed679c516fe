//! What userinfo says of a person, as far as it is used.

use serde_json::{Map, Value};

use super::ProviderError;
use crate::ids::{OrgCode, Subject};

/// The answer of the userinfo endpoint. Read by hand, because `openidconnect` panics on an access
/// token that no header can carry.
#[derive(Clone, PartialEq, Eq)]
pub struct UserInfo {
    /// The issuer's id of the person.
    pub subject: Subject,
    /// The person's name, for the profile.
    pub name: Option<String>,
    /// The organisation that the person belongs to.
    pub organisation: Option<OrgCode>,
}

impl UserInfo {
    pub(super) fn from_json(json: &[u8], claim: &str) -> Result<Self, ProviderError> {
        let claims: Map<String, Value> =
            serde_json::from_slice(json).map_err(|_| ProviderError::Malformed)?;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let subject = text("sub").and_then(|sub| sub.parse().ok());
        Ok(Self {
            subject: subject.ok_or(ProviderError::Malformed)?,
            name: text("name").map(str::to_owned),
            organisation: text(claim).and_then(|ov| ov.parse().ok()),
        })
    }
}

impl std::fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("UserInfo(…)")
    }
}
