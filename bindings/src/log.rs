//! Handing the log to the shell.

use std::{
    cell::Cell,
    fmt::{self, Write as _},
    sync::{
        Arc, Once, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    level_filters::LevelFilter,
    span,
    subscriber::{Interest, set_global_default},
};
use uniffi::UnexpectedUniFFICallbackError;

use crate::guard;

/// How much a record matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum LogLevel {
    /// Something is wrong that should never be.
    Error,
    /// Something went wrong that may happen.
    Warn,
    /// What a person who looks after the app wants to know.
    Info,
    /// What helps to find a fault.
    Debug,
    /// Each step.
    Trace,
}

impl LogLevel {
    fn of(level: Level) -> Self {
        match level {
            Level::ERROR => Self::Error,
            Level::WARN => Self::Warn,
            Level::INFO => Self::Info,
            Level::DEBUG => Self::Debug,
            _ => Self::Trace,
        }
    }
}

/// One line of the log. It never holds what people wrote, names, or secrets.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LogRecord {
    /// How much it matters.
    pub level: LogLevel,
    /// Which part of Dienstchat wrote it, as the path of a Rust module.
    pub target: String,
    /// What it says, in English; at most 1,000 characters.
    pub message: String,
}

/// A record could not be written; it is dropped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum LogError {
    /// It could not be written.
    #[error("the log failed")]
    Failed,
}

impl From<UnexpectedUniFFICallbackError> for LogError {
    fn from(_: UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// Where the log goes: `Log.d` of Android, `os.Logger` of Apple's systems, a file.
#[uniffi::export(foreign)]
pub trait Log: Send + Sync {
    /// Writes one record. Called on any thread, also in the middle of work on stored data: return
    /// soon, and do not call Dienstchat.
    ///
    /// # Errors
    /// The record is dropped.
    fn write(&self, record: LogRecord) -> Result<(), LogError>;
}

/// Sends the log of this process to `log`, from `level` up; to nowhere without one.
///
/// Only records of Dienstchat's own code are written, none of the libraries that it uses. A fault
/// of its own (the error `Internal`) is reported with its place in the code and never with the
/// text of the failure; without a log, that line goes to the standard error.
#[uniffi::export]
pub fn set_log(log: Option<Arc<dyn Log>>, level: LogLevel) {
    static ONCE: Once = Once::new();
    guard::install_hook();
    LEVEL.store(
        if log.is_some() { level as usize } else { OFF },
        Ordering::Relaxed,
    );
    let earlier = std::mem::replace(
        &mut *LOG.write().unwrap_or_else(PoisonError::into_inner),
        log,
    );
    // What the shell does when its object is let go is not done under the lock.
    drop(earlier);
    // A program in Rust that links this crate may have a subscriber of its own, which then stays.
    ONCE.call_once(|| drop(set_global_default(Records)));
    tracing::callsite::rebuild_interest_cache();
}

/// The crates whose records are written.
const OWN: [&str; 2] = ["dienstchat_core", "dienstchat_ffi"];
/// The longest message, in characters.
const LONGEST: usize = 1_000;
const OFF: usize = usize::MAX;

static LOG: RwLock<Option<Arc<dyn Log>>> = RwLock::new(None);
/// The `LogLevel` as a number, or `OFF`.
static LEVEL: AtomicUsize = AtomicUsize::new(OFF);

thread_local! {
    /// This thread is in `Log.write`: what that itself writes would never end.
    static WRITING: Cell<bool> = const { Cell::new(false) };
}

/// Whether the shell takes the log.
pub(crate) fn is_set() -> bool {
    LEVEL.load(Ordering::Relaxed) != OFF
}

fn write(record: LogRecord) {
    let log = LOG.read().unwrap_or_else(PoisonError::into_inner).clone();
    let Some(log) = log else { return };
    if !WRITING.replace(true) {
        // What cannot be written is dropped.
        let _ = log.write(record);
        WRITING.set(false);
    }
}

/// Hands records on. Spans are not kept.
struct Records;

impl Records {
    fn limit() -> LevelFilter {
        match LEVEL.load(Ordering::Relaxed) {
            0 => LevelFilter::ERROR,
            1 => LevelFilter::WARN,
            2 => LevelFilter::INFO,
            3 => LevelFilter::DEBUG,
            4 => LevelFilter::TRACE,
            _ => LevelFilter::OFF,
        }
    }

    fn is_own(metadata: &Metadata<'_>) -> bool {
        let crate_name = metadata.target().split("::").next();
        crate_name.is_some_and(|name| OWN.contains(&name))
    }
}

impl Subscriber for Records {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest {
        if Self::is_own(metadata) && metadata.is_event() {
            Interest::sometimes()
        } else {
            Interest::never()
        }
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Self::limit() && Self::is_own(metadata) && metadata.is_event()
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(Self::limit())
    }

    fn event(&self, event: &Event<'_>) {
        let mut text = Text::default();
        event.record(&mut text);
        write(LogRecord {
            level: LogLevel::of(*event.metadata().level()),
            target: event.metadata().target().to_owned(),
            message: text.into_message(),
        });
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

/// The message, then what belongs to it as `name=value`.
#[derive(Default)]
struct Text {
    message: Bounded,
    fields: Bounded,
}

impl Text {
    fn into_message(self) -> String {
        let mut message = self.message;
        // Writing here never fails.
        let _ = message.write_str(&self.fields.text);
        message.text
    }
}

impl Visit for Text {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.record_debug(field, &format_args!("{value}"));
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let _ = match field.name() {
            "message" => write!(self.message, "{value:?}"),
            name => write!(self.fields, " {name}={value:?}"),
        };
    }
}

/// Text that stops growing.
#[derive(Default)]
struct Bounded {
    text: String,
    characters: usize,
}

impl fmt::Write for Bounded {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let room = LONGEST - self.characters;
        let taken = text.char_indices().nth(room);
        let taken = taken.map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
        self.characters += taken.chars().count();
        self.text.push_str(taken);
        Ok(())
    }
}
