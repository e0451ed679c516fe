//! A subscription that the shell pulls.

use tokio::sync::{Mutex, watch};

use crate::stop::Stop;

/// Tells when something of an account changed. A slow reader misses nothing: changes that came
/// in the meantime are told as one.
#[derive(uniffi::Object)]
pub struct Changes {
    receiver: Mutex<watch::Receiver<u64>>,
    stop: Stop,
}

impl Changes {
    pub(crate) fn new(mut receiver: watch::Receiver<u64>) -> Self {
        // What there is now is news to the subscriber.
        receiver.mark_changed();
        Self {
            receiver: Mutex::new(receiver),
            stop: Stop::new(),
        }
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl Changes {
    /// Waits for the next change: true when there is one, false when the subscription or the
    /// account is gone. The first call answers at once, so that a subscriber always begins by
    /// reading what there is.
    pub async fn next(&self) -> bool {
        let stopped = self.stop.stopped();
        let changed = async { self.receiver.lock().await.changed().await.is_ok() };
        tokio::select! {
            biased;
            () = stopped => false,
            changed = changed => changed,
        }
    }

    /// Ends the subscription; a call of `next` under way answers false.
    pub fn stop(&self) {
        self.stop.stop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_first_call_answers_at_once_and_several_changes_are_one() {
        let sender = watch::Sender::new(0);
        let changes = Changes::new(sender.subscribe());
        assert!(changes.next().await);
        sender.send_replace(1);
        sender.send_replace(2);
        assert!(changes.next().await);
        changes.stop();
        assert!(!changes.next().await);
    }

    #[tokio::test]
    async fn a_wait_ends_when_it_is_stopped() {
        let sender = watch::Sender::new(0);
        let changes = Changes::new(sender.subscribe());
        assert!(changes.next().await);
        let (answer, ()) = tokio::join!(changes.next(), async { changes.stop() });
        assert!(!answer);
    }

    #[tokio::test]
    async fn a_wait_ends_with_the_account() {
        let sender = watch::Sender::new(0);
        let changes = Changes::new(sender.subscribe());
        assert!(changes.next().await);
        drop(sender);
        assert!(!changes.next().await);
    }
}
