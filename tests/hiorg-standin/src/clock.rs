//! The clock: a function that whoever starts the stand-in passes in.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time in whole seconds since the epoch. Every decision of the stand-in that depends on
/// time, and the `Date` header of its answers, follows this clock.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> u64 + Send + Sync>);

impl Clock {
    /// A clock that asks `now` for the seconds since the epoch, each time anew.
    pub fn new(now: impl Fn() -> u64 + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::new(|| {
            SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| since.as_secs())
        })
    }

    /// Seconds since the epoch.
    #[must_use]
    pub fn now(&self) -> u64 {
        (self.0)()
    }

    /// The time as an HTTP `Date` header (RFC 9110, section 5.6.7). A time after the year 9999,
    /// which that format cannot carry, gives `None`.
    pub(crate) fn http_date(&self) -> Option<String> {
        const YEAR_10000: u64 = 253_402_300_800;
        let now = self.now();
        let time = UNIX_EPOCH.checked_add(Duration::from_secs(now))?;
        (now < YEAR_10000).then(|| httpdate::fmt_http_date(time))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::system()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_http_wants_them() {
        assert_eq!(
            Clock::new(|| 784_111_777).http_date().as_deref(),
            Some("Sun, 06 Nov 1994 08:49:37 GMT")
        );
        assert_eq!(Clock::new(|| u64::MAX).http_date(), None);
    }
}
