//! Identifiers: newtypes, parsed once at the edge.
//!
//! A value of one of these types is valid by construction; nothing inside the core
//! handles an id as a bare string.

mod duty_id;
mod escape;
mod names;
mod org_code;
mod subject;

pub use duty_id::DutyId;
pub use names::{
    AccountId, connector_user_id, duty_alias, duty_alias_localpart, parse_user_id, user_id,
};
pub use org_code::OrgCode;
pub use subject::Subject;

/// Why a text is not the id it should be. Carries nothing of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// The text is empty.
    #[error("the id is empty")]
    Empty,
    /// The text, or the name made from it, is longer than allowed.
    #[error("the id is too long")]
    TooLong,
    /// The text is shorter than allowed.
    #[error("the id is too short")]
    TooShort,
    /// The text holds a character that does not belong there.
    #[error("the id holds a character that does not belong there")]
    Character,
    /// The text does not have the form of such an id.
    #[error("the id does not have the form of its kind")]
    Form,
}

/// An opaque id: not empty, bounded, no control characters.
fn check_opaque(text: &str, max_bytes: usize) -> Result<(), InvalidId> {
    if text.is_empty() {
        return Err(InvalidId::Empty);
    }
    if text.len() > max_bytes {
        return Err(InvalidId::TooLong);
    }
    if text.chars().any(char::is_control) {
        return Err(InvalidId::Character);
    }
    Ok(())
}
