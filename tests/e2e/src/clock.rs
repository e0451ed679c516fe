//! The clock that every program of a stack reads.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use dienstchat_core::time::{Clock as _, TestClock, Timestamp};

use crate::StackError;

/// A file with an offset to the system's clock, in seconds; the value of `DIENSTCHAT_TEST_CLOCK`.
/// Synapse keeps the real time.
#[derive(Debug)]
pub struct SharedClock {
    file: PathBuf,
    offset: Mutex<i64>,
}

impl SharedClock {
    /// A clock that goes with the system's, with its file in `directory`.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn new(directory: &Path) -> Result<Self, StackError> {
        let clock = Self {
            file: directory.join("clock"),
            offset: Mutex::new(0),
        };
        clock.write(0)?;
        Ok(clock)
    }

    /// Moves the clock of every program ahead.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn advance(&self, by: Duration) -> Result<(), StackError> {
        self.shift(i64::try_from(by.as_secs()).unwrap_or(i64::MAX))
    }

    /// Moves the clock back, as somebody does who sets a phone's clock.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub fn set_back(&self, by: Duration) -> Result<(), StackError> {
        self.shift(i64::try_from(by.as_secs()).map_or(i64::MIN, i64::wrapping_neg))
    }

    /// What the clock shows.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock().now()
    }

    /// The clock for parts that run in this process.
    #[must_use]
    pub fn clock(&self) -> TestClock {
        TestClock::from_file(&self.file)
    }

    /// The file, for the environment of a program.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    fn shift(&self, seconds: i64) -> Result<(), StackError> {
        let mut offset = self.offset.lock().unwrap_or_else(PoisonError::into_inner);
        let moved = offset.saturating_add(seconds);
        self.write(moved)?;
        *offset = moved;
        Ok(())
    }

    /// Whole or not at all: others read at any moment.
    fn write(&self, offset: i64) -> Result<(), StackError> {
        let unfinished = self.file.with_extension("new");
        fs::write(&unfinished, offset.to_string())
            .and_then(|()| fs::rename(&unfinished, &self.file))
            .map_err(StackError::io("the clock's file cannot be written"))
    }
}
