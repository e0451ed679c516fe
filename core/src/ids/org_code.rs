//! The organisation code.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::InvalidId;

/// `ov`: the code of an organisation, what HiOrg-Server calls "Organisationskürzel".
///
/// 2 to 8 characters of `[a-z0-9]`; parsed from input in any case, kept in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OrgCode(String);

impl OrgCode {
    /// The code in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for OrgCode {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        match text.len() {
            0 => return Err(InvalidId::Empty),
            1 => return Err(InvalidId::TooShort),
            2..=8 => {}
            _ => return Err(InvalidId::TooLong),
        }
        if !text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(InvalidId::Character);
        }
        Ok(Self(text.to_ascii_lowercase()))
    }
}

impl TryFrom<String> for OrgCode {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<OrgCode> for String {
    fn from(code: OrgCode) -> Self {
        code.0
    }
}

impl fmt::Display for OrgCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_case_is_accepted_and_lowered() {
        let code: OrgCode = "XyZ".parse().unwrap();
        assert_eq!(code.as_str(), "xyz");
    }

    #[test]
    fn what_is_not_a_code_is_refused() {
        for (text, error) in [
            ("", InvalidId::Empty),
            ("a", InvalidId::TooShort),
            ("abcdefghi", InvalidId::TooLong),
            ("a-b", InvalidId::Character),
            ("mü", InvalidId::Character),
        ] {
            assert_eq!(text.parse::<OrgCode>(), Err(error), "{text}");
        }
    }
}
