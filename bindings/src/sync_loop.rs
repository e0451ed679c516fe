//! Synchronising until it is stopped.

use dienstchat_core::client;

use crate::{SyncError, stop::Stop};

/// Synchronisation of one account, for as long as the app is in the foreground.
#[derive(uniffi::Object)]
pub struct SyncLoop {
    account: client::Account,
    stop: Stop,
}

impl SyncLoop {
    pub(crate) fn new(account: client::Account) -> Self {
        Self {
            account,
            stop: Stop::new(),
        }
    }
}

#[uniffi::export(async_runtime = "tokio")]
impl SyncLoop {
    /// Synchronises, with growing pauses while the server cannot be reached, until
    /// [`stop`](Self::stop) is called.
    ///
    /// # Errors
    /// When the session was ended or the account's data cannot be used any more.
    pub async fn run(&self) -> Result<(), SyncError> {
        Ok(self.account.run(self.stop.stopped()).await?)
    }

    /// Ends [`run`](Self::run), also one that is called later.
    pub fn stop(&self) {
        self.stop.stop();
    }
}
