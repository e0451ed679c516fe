//! The clock.

use std::time::{SystemTime, UNIX_EPOCH};

use super::Timestamp;

/// Where "now" comes from.
pub trait Clock: Send + Sync {
    /// The local time; it may be wrong by any amount, which is why deletions are decided on
    /// [`TrustedTime`](super::TrustedTime).
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let millis = match SystemTime::now().duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => {
                i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis)
            }
        };
        Timestamp::from_millis(millis)
    }
}
