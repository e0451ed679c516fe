//! The id of a duty.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::InvalidId;

/// HiOrg-Server's id of a duty ("Dienst"); opaque, 1 to 64 bytes, no control characters.
///
/// `.` and `..` are refused: in the path of a link they would name another path.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DutyId(String);

impl DutyId {
    /// The longest duty id, in bytes.
    pub const MAX_BYTES: usize = 64;

    /// The id as HiOrg-Server spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DutyId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        text.to_owned().try_into()
    }
}

impl TryFrom<String> for DutyId {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        super::check_opaque(&text, Self::MAX_BYTES)?;
        if matches!(text.as_str(), "." | "..") {
            return Err(InvalidId::Form);
        }
        Ok(Self(text))
    }
}

impl From<DutyId> for String {
    fn from(id: DutyId) -> Self {
        id.0
    }
}

impl fmt::Display for DutyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
