//! Ending calls under way.

use crate::stop::Stop;

/// Ends calls that take long: give it to them, and call `cancel` to make them fail with
/// `Cancelled`.
///
/// One object may be given to several calls. What a call had done by then stays done, and the call
/// can be made again. A Kotlin coroutine that is cancelled ends its call without this; a Swift
/// task does not.
#[derive(Debug, uniffi::Object)]
pub struct Cancellation(Stop);

#[uniffi::export]
impl Cancellation {
    /// Cancels nothing yet.
    #[expect(clippy::new_without_default, reason = "only the shell makes one")]
    #[must_use]
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self(Stop::new())
    }

    /// Ends the calls that this was given to, and those that it is given to later.
    pub fn cancel(&self) {
        self.0.stop();
    }
}

impl Cancellation {
    /// Resolves when `cancel` was called.
    pub(crate) async fn cancelled(&self) {
        self.0.stopped().await;
    }
}
