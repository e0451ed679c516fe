//! Who gets the keys of a room, and for how long a session serves.

use std::collections::BTreeMap;
use std::time::Duration;

use ruma::OwnedUserId;

use super::types::WithheldCode;
use crate::time::HOUR;

/// Whether a member's devices get the keys of a room. Who is a member is the caller's to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// They do.
    Granted,
    /// They do not, and are told this.
    Refused(WithheldCode),
}

/// The members of a room. Our own other devices always get the keys.
pub type Recipients = BTreeMap<OwnedUserId, Access>;

/// When a session is replaced in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotation {
    pub(super) messages: u32,
    pub(super) age: Duration,
}

impl Rotation {
    /// After so many messages (1 to 10,000) or this time (an hour to a week), whichever is
    /// first. Values outside are moved to the nearest bound, so that no room state can keep a
    /// session in use for ever.
    #[must_use]
    pub fn new(messages: u32, age: Duration) -> Self {
        Self {
            messages: messages.clamp(1, 10_000),
            age: age.clamp(HOUR, HOUR * 24 * 7),
        }
    }
}

impl Default for Rotation {
    /// 100 messages or a week.
    fn default() -> Self {
        Self::new(100, HOUR * 24 * 7)
    }
}
