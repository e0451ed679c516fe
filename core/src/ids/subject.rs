//! The id of a person at the issuer.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::InvalidId;

/// `sub`: HiOrg-Server's id of a person; opaque, 1 to 128 bytes, no control characters.
///
/// Its Debug output does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Subject(String);

impl Subject {
    /// The longest subject, in bytes.
    pub const MAX_BYTES: usize = 128;

    /// The subject as the issuer spells it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Subject {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        super::check_opaque(text, Self::MAX_BYTES)?;
        Ok(Self(text.to_owned()))
    }
}

impl TryFrom<String> for Subject {
    type Error = InvalidId;

    fn try_from(text: String) -> Result<Self, InvalidId> {
        super::check_opaque(&text, Self::MAX_BYTES)?;
        Ok(Self(text))
    }
}

impl From<Subject> for String {
    fn from(subject: Subject) -> Self {
        subject.0
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subject(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_of_the_person() {
        let subject: Subject = "0123456789abcdef".parse().unwrap();
        assert_eq!(format!("{subject:?}"), "Subject(…)");
    }

    #[test]
    fn length_and_control_characters_are_checked() {
        assert!("a".repeat(128).parse::<Subject>().is_ok());
        assert_eq!("a".repeat(129).parse::<Subject>(), Err(InvalidId::TooLong));
        assert_eq!("".parse::<Subject>(), Err(InvalidId::Empty));
        assert_eq!("a\nb".parse::<Subject>(), Err(InvalidId::Character));
    }
}
