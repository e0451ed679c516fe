//! A person on a duty.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::ids::{AccountId, OrgCode, Subject};

/// What a person is on a duty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Responsible for the duty ("Dienst-Verantwortliche"): pins, announces, redacts.
    Responsible,
    /// Firmly assigned ("fest eingeteilt"); what a statement without a role means.
    #[default]
    Assigned,
}

/// A person whom the duty statement names. Its Debug output shows nothing of the person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// The person's id at the issuer.
    pub sub: Subject,
    /// The person's organisation, where it is not the duty's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ov: Option<OrgCode>,
    /// What the person is on this duty.
    #[serde(default)]
    pub role: Role,
    /// The name to show; may be empty.
    pub name: String,
    /// HiOrg-Server's position, such as "Sanitäter" or "Fahrer".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// Attestations issued before this (seconds since the epoch) do not count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attest_after: Option<i64>,
}

impl Member {
    /// The account of this person: in the member's own organisation, or the duty's.
    #[must_use]
    pub fn account(&self, duty_ov: &OrgCode) -> AccountId {
        AccountId::new(self.ov.as_ref().unwrap_or(duty_ov), &self.sub)
    }
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Member")
            .field("role", &self.role)
            .finish_non_exhaustive()
    }
}
