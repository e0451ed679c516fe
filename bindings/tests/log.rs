//! What reaches the shell's log, and what does not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::{
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use common::{NOWHERE, app_with};
use dienstchat_ffi::{
    KeyStore, KeyStoreError, Log, LogError, LogLevel, LogRecord, SignInError, set_log,
};

const SECRET: &str = "Bin am Südtor";

#[derive(Default)]
struct Kept(Mutex<Vec<LogRecord>>);

impl Kept {
    fn take(&self) -> Vec<LogRecord> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Log for Kept {
    fn write(&self, record: LogRecord) -> Result<(), LogError> {
        // What a log writes itself is not written again.
        tracing::error!(target: "dienstchat_core::store", "in the log");
        self.0.lock().unwrap().push(record);
        Ok(())
    }
}

/// The log is the process's: one test at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

fn log_from(level: LogLevel) -> Arc<Kept> {
    let kept = Arc::new(Kept::default());
    set_log(Some(Arc::clone(&kept) as Arc<dyn Log>), level);
    kept
}

#[test]
fn records_of_other_crates_are_dropped() {
    let _alone = alone();
    let kept = log_from(LogLevel::Trace);
    tracing::error!(target: "hyper", "from a library");
    tracing::error!(target: "dienstchat_core_of_another", "from another crate");
    tracing::info_span!(target: "dienstchat_core", "a span").in_scope(|| {
        tracing::warn!(target: "dienstchat_core::sync", count = 2, why = %"gap", "two of them");
    });
    assert_eq!(
        kept.take(),
        [LogRecord {
            level: LogLevel::Warn,
            target: "dienstchat_core::sync".to_owned(),
            message: "two of them count=2 why=gap".to_owned(),
        }]
    );
}

#[test]
fn the_level_is_heeded_and_can_change() {
    let _alone = alone();
    let say = || {
        tracing::error!(target: "dienstchat_core", "1");
        tracing::warn!(target: "dienstchat_core", "2");
        tracing::info!(target: "dienstchat_core", "3");
        tracing::debug!(target: "dienstchat_core", "4");
        tracing::trace!(target: "dienstchat_core", "5");
    };
    for (level, expected) in [
        (LogLevel::Warn, 2),
        (LogLevel::Trace, 5),
        (LogLevel::Error, 1),
        (LogLevel::Debug, 4),
        (LogLevel::Info, 3),
    ] {
        let kept = log_from(level);
        say();
        assert_eq!(kept.take().len(), expected, "{level:?}");
    }
    let kept = log_from(LogLevel::Trace);
    set_log(None, LogLevel::Trace);
    say();
    assert_eq!(kept.take(), []);
    assert_eq!(Arc::strong_count(&kept), 1, "the log was let go");
}

#[test]
fn a_message_is_bounded() {
    let _alone = alone();
    let kept = log_from(LogLevel::Info);
    let long = "ä".repeat(5_000);
    tracing::info!(target: "dienstchat_ffi", %long, "{long}");
    let [record] = kept.take().try_into().unwrap();
    assert_eq!(record.message, "ä".repeat(1_000));
}

#[test]
fn many_threads_write_at_once() {
    let _alone = alone();
    let kept = log_from(LogLevel::Info);
    let writers: Vec<_> = (0..8)
        .map(|_| {
            thread::spawn(|| {
                for number in 0..100 {
                    tracing::info!(target: "dienstchat_core", number, "written");
                }
            })
        })
        .collect();
    for writer in writers {
        writer.join().unwrap();
    }
    assert_eq!(kept.take().len(), 800);
}

/// Panics while it is told to.
#[derive(Default)]
struct Faulty(AtomicBool);

impl KeyStore for Faulty {
    fn get(&self, _: String) -> Result<Option<Vec<u8>>, KeyStoreError> {
        assert!(!self.0.load(Ordering::SeqCst), "{SECRET}");
        Ok(None)
    }

    fn put(&self, _: String, _: Vec<u8>) -> Result<(), KeyStoreError> {
        Ok(())
    }

    fn delete(&self, _: String) -> Result<(), KeyStoreError> {
        Ok(())
    }
}

#[test]
fn a_panic_is_reported_with_its_place_and_without_its_text() {
    let _alone = alone();
    let faulty = Arc::new(Faulty::default());
    let app = app_with(NOWHERE, Arc::clone(&faulty) as Arc<dyn KeyStore>);
    let kept = log_from(LogLevel::Error);
    faulty.0.store(true, Ordering::SeqCst);
    let callback = "dienstchat://login?code=abc&state=def";
    let expects = app.dienstchat.sign_in().expects(callback);
    assert_eq!(expects, Err(SignInError::Internal));
    let [record] = kept.take().try_into().unwrap();
    assert_eq!(record.level, LogLevel::Error);
    assert!(
        record.message.contains("bindings/tests/log.rs:"),
        "{}",
        record.message
    );
    assert!(!record.message.contains(SECRET), "{}", record.message);
}

#[test]
fn a_panic_outside_a_call_is_reported_in_the_same_way() {
    let _alone = alone();
    let kept = log_from(LogLevel::Error);
    let worker = thread::Builder::new().name("worker".to_owned());
    let panicked = worker.spawn(|| panic!("{SECRET}")).unwrap().join();
    assert!(panicked.is_err());
    let [record] = kept.take().try_into().unwrap();
    assert!(
        record.message.contains("bindings/tests/log.rs:"),
        "{}",
        record.message
    );
    assert!(
        record.message.ends_with(" thread=worker"),
        "{}",
        record.message
    );
    assert!(!record.message.contains(SECRET), "{}", record.message);
}
