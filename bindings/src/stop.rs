//! A switch that ends calls under way.

use tokio::sync::watch;

/// Off once and for all; whoever waits for it is told, also those who begin to wait later.
#[derive(Debug)]
pub(crate) struct Stop(watch::Sender<bool>);

impl Stop {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }

    /// Resolves when `stop` was called, or this was dropped.
    pub(crate) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut receiver = self.0.subscribe();
        async move {
            // An error means that the sender is gone, which is an end as well.
            let _ = receiver.wait_for(|stopped| *stopped).await;
        }
    }
}
