//! The one tokio runtime of a test program.

use std::future::Future;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime needs threads and file descriptors")
});

/// Runs a test to its end on the runtime that all tests of this program share.
///
/// With a runtime for each test, tasks and connections that one test began for a shared stack would
/// end with that test.
pub fn run<F: Future>(test: F) -> F::Output {
    RUNTIME.block_on(test)
}
