//! What every call from Kotlin and Swift goes through: a panic becomes the error `Internal`, and
//! the log gets a report of it that holds none of its text.
//!
//! The text of a panic may quote anything. uniffi would hand it to the shell as the message of an
//! exception, and Rust's own hook prints it; so none may reach either.

use std::{
    cell::{Cell, RefCell},
    fmt,
    future::Future,
    panic::{self, AssertUnwindSafe, Location, PanicHookInfo},
    pin::Pin,
    sync::{Arc, Once},
    task::{Context, Poll},
    thread,
};

use crate::{Cancellation, log};

#[cfg(panic = "abort")]
compile_error!("without unwinding, a panic ends the app instead of one call");

/// An error that can say that Dienstchat itself is at fault.
pub(crate) trait Fault {
    /// A panic was caught.
    const INTERNAL: Self;
}

/// An error that can say that the call was cancelled.
pub(crate) trait Cancellable: Fault {
    /// The call's `Cancellation` ended it.
    const CANCELLED: Self;
}

/// Runs a call that does not wait.
pub(crate) fn guarded<T, E: Fault>(work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    caught(work).unwrap_or(Err(E::INTERNAL))
}

/// Runs a call that cannot fail.
pub(crate) fn guarded_quietly(work: impl FnOnce()) {
    // A panic has been reported, and there is nothing else to say.
    let _ = caught(work);
}

/// A call that waits, on the heap: the futures of the core are large, and each layer around one
/// would hold it again.
type Work<'a, T, E> = Pin<Box<dyn Future<Output = Result<T, E>> + Send + 'a>>;

/// Runs a call that waits and that nothing cancels from outside.
pub(crate) fn guarded_async<'a, T, E: Fault>(
    work: impl Future<Output = Result<T, E>> + Send + 'a,
) -> Guarded<'a, T, E> {
    Guarded(Box::pin(work))
}

/// A call that waits and whose panic is its error.
pub(crate) struct Guarded<'a, T, E>(Work<'a, T, E>);

impl<T, E: Fault> Future for Guarded<'_, T, E> {
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        // After a panic, nothing polls it again.
        caught(|| self.0.as_mut().poll(context)).unwrap_or(Poll::Ready(Err(E::INTERNAL)))
    }
}

/// Runs a call that waits, until it is done or cancelled.
pub(crate) fn cancellable<'a, T: 'a, E: Cancellable + 'a>(
    cancellation: Option<Arc<Cancellation>>,
    work: impl Future<Output = Result<T, E>> + Send + 'a,
) -> Guarded<'a, T, E> {
    let work: Work<'a, T, E> = Box::pin(work);
    let Some(cancellation) = cancellation else {
        return Guarded(work);
    };
    guarded_async(async move {
        tokio::select! {
            biased;
            () = cancellation.cancelled() => Err(E::CANCELLED),
            done = work => done,
        }
    })
}

thread_local! {
    /// This thread is in a call, whose guard reports.
    static GUARDED: Cell<bool> = const { Cell::new(false) };
    /// What the hook saw in the call.
    static SEEN: RefCell<Option<Report>> = const { RefCell::new(None) };
}

/// Nothing after a panic.
fn caught<T>(work: impl FnOnce() -> T) -> Option<T> {
    let outer = GUARDED.replace(true);
    // Whoever works with what a panic left behind: the core's locks do not rest on poisoning, and
    // its transactions are rolled back.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    GUARDED.set(outer);
    // The hook has reported what another thread's call brought here.
    if result.is_err()
        && let Some(report) = SEEN.take()
    {
        report.write();
    }
    result.ok()
}

/// Where a panic was: all that may be told of it.
struct Report {
    place: Option<Place>,
    thread: Option<String>,
}

struct Place {
    file: String,
    line: u32,
}

impl Report {
    fn of(panic: &PanicHookInfo<'_>) -> Self {
        Self {
            place: panic.location().map(Place::of),
            thread: thread::current().name().map(str::to_owned),
        }
    }

    fn write(&self) {
        if log::is_set() {
            tracing::error!(
                place = %self,
                thread = self.thread.as_deref().unwrap_or("unnamed"),
                "a fault of Dienstchat's own"
            );
        } else {
            #[expect(clippy::print_stderr, reason = "the app takes no log")]
            {
                eprintln!("a fault of Dienstchat's own at {self}");
            }
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(f, "{}:{}", place.file, place.line),
            None => f.write_str("an unknown place"),
        }
    }
}

impl Place {
    fn of(location: &Location<'_>) -> Self {
        Self {
            file: location.file().to_owned(),
            line: location.line(),
        }
    }
}

/// Takes the place of the hook that prints what a panic says.
pub(crate) fn install_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| panic::set_hook(Box::new(hook)));
}

fn hook(panic: &PanicHookInfo<'_>) {
    let report = Report::of(panic);
    if GUARDED.get() {
        // A panic in a hook ends the process; so the log, which the shell implements, is called
        // when the panic has been caught.
        SEEN.set(Some(report));
    } else {
        report.write();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ClientError, Log, LogError, LogLevel, LogRecord, set_log};

    #[derive(Default)]
    struct Kept(std::sync::Mutex<Vec<String>>);

    impl Log for Kept {
        fn write(&self, record: LogRecord) -> Result<(), LogError> {
            self.0.lock().unwrap().push(record.message);
            Ok(())
        }
    }

    #[test]
    fn a_panic_that_another_thread_hands_on_is_reported_once() {
        install_hook();
        let kept = Arc::new(Kept::default());
        set_log(Some(Arc::clone(&kept) as Arc<dyn Log>), LogLevel::Error);
        let ended = guarded(|| -> Result<(), ClientError> {
            let panicked = thread::spawn(|| panic!("any text")).join();
            panic::resume_unwind(panicked.unwrap_err())
        });
        assert_eq!(ended, Err(ClientError::Internal));
        let mut reports = std::mem::take(&mut *kept.0.lock().unwrap());
        reports.retain(|report| report.contains("a fault of Dienstchat's own"));
        let [report] = reports.as_slice() else {
            panic!("{reports:?}")
        };
        assert!(report.contains("bindings/src/guard.rs:"), "{report}");
    }
}
