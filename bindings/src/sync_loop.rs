//! Synchronising until it is stopped.

use dienstchat_core::client;

use crate::{SyncError, guard::guarded_async, stop::Stop};

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
    /// `stop` is called. Meanwhile `AccountInfo.offline` says whether there is a connection.
    ///
    /// # Errors
    /// When the session was ended or the account's data cannot be used any more.
    pub async fn run(&self) -> Result<(), SyncError> {
        guarded_async(async { Ok(self.account.run(self.stop.stopped()).await?) }).await
    }

    /// Ends `run`, also one that is called later.
    pub fn stop(&self) {
        self.stop.stop();
    }
}
