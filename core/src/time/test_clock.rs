//! A clock that tests move; exists with the feature `test-clock` only.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use super::{Clock, SystemClock, Timestamp};

/// The system's clock plus an offset.
///
/// The offset is held in memory ([`advance`](Self::advance)), in a file that several programs
/// share ([`from_env`](Self::from_env)), or both.
#[derive(Clone, Debug, Default)]
pub struct TestClock {
    file: Option<PathBuf>,
    offset_ms: Arc<AtomicI64>,
}

impl TestClock {
    /// The name of the environment variable that [`from_env`](Self::from_env) reads.
    pub const ENV: &str = "DIENSTCHAT_TEST_CLOCK";

    /// A clock that goes with the system's until it is moved.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A clock that follows the file which `DIENSTCHAT_TEST_CLOCK` names, if it is set.
    #[must_use]
    pub fn from_env() -> Self {
        Self {
            file: std::env::var_os(Self::ENV).map(PathBuf::from),
            offset_ms: Arc::default(),
        }
    }

    /// A clock that follows `file`: a decimal number of seconds, read again at each look.
    #[must_use]
    pub fn from_file(file: impl Into<PathBuf>) -> Self {
        Self {
            file: Some(file.into()),
            offset_ms: Arc::default(),
        }
    }

    /// Moves this clock and its clones ahead.
    pub fn advance(&self, duration: Duration) {
        let millis = i64::try_from(duration.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(millis, Ordering::SeqCst);
    }

    /// Sets how far this clock and its clones are from the system's, in milliseconds.
    pub fn set_offset_ms(&self, offset: i64) {
        self.offset_ms.store(offset, Ordering::SeqCst);
    }
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let from_file = self
            .file
            .as_ref()
            .and_then(|file| std::fs::read_to_string(file).ok())
            .and_then(|text| text.trim().parse::<i64>().ok())
            .unwrap_or(0);
        let offset = from_file
            .saturating_mul(1_000)
            .saturating_add(self.offset_ms.load(Ordering::SeqCst));
        Timestamp::from_millis(SystemClock.now().as_millis().saturating_add(offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_and_memory_add_up() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("clock");
        let clock = TestClock::from_file(&file);
        let before = SystemClock.now();
        assert!(clock.now().since(before) < Duration::from_mins(1));
        std::fs::write(&file, "86400\n").unwrap();
        clock.clone().advance(Duration::from_mins(10));
        let moved = clock.now().since(before);
        assert!(moved >= Duration::from_mins(1_450) && moved < Duration::from_mins(1_451));
    }
}
