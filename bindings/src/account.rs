//! One account.

use std::{sync::Arc, time::Duration};

use dienstchat_core::client;

use crate::{
    AccountState, Cancellation, Chat, ChatError, Chats, ClientError, SyncError, SyncLoop, chats,
    count::count,
    guard::{cancellable, guarded},
};

/// What one round of synchronising brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct SyncSummary {
    /// Chats in which something changed.
    pub chats: u64,
    /// Anything was new.
    pub anything: bool,
    /// Another process was faster; this round's answer was dropped and is asked for again.
    pub stale: bool,
}

impl From<client::SyncSummary> for SyncSummary {
    fn from(summary: client::SyncSummary) -> Self {
        Self {
            chats: count(summary.chats),
            anything: summary.anything,
            stale: summary.stale,
        }
    }
}

/// What became of the messages that were waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Sent {
    /// Messages that the server has now.
    pub sent: u64,
    /// Messages that failed for good; the queue of their chat says why.
    pub failed: u64,
    /// Messages that are tried again later.
    pub waiting: u64,
}

impl From<client::Sent> for Sent {
    fn from(outcome: client::Sent) -> Self {
        Self {
            sent: count(outcome.sent),
            failed: count(outcome.failed),
            waiting: count(outcome.waiting),
        }
    }
}

/// One account: one person in one organisation.
#[derive(Debug, uniffi::Object)]
pub struct Account(pub(crate) client::Account);

#[uniffi::export(async_runtime = "tokio")]
impl Account {
    /// Its id on this device.
    #[must_use]
    pub fn id(&self) -> String {
        self.0.id().as_str().to_owned()
    }

    /// The code of its organisation.
    #[must_use]
    pub fn ov(&self) -> String {
        self.0.id().ov().to_string()
    }

    /// Its Matrix user id.
    #[must_use]
    pub fn user_id(&self) -> String {
        self.0.user_id().to_string()
    }

    /// The id of this device.
    #[must_use]
    pub fn device_id(&self) -> String {
        self.0.device_id().to_string()
    }

    /// What can be done with it now.
    ///
    /// # Errors
    /// When its data cannot be read.
    pub fn state(&self) -> Result<AccountState, ClientError> {
        guarded(|| Ok(self.0.state()?.into()))
    }

    /// Its chats.
    #[must_use]
    pub fn chats(&self) -> Chats {
        Chats(chats::Of::One(self.0.clone()))
    }

    /// The chat of this duty: one of the account's own organisation first.
    ///
    /// # Errors
    /// When there is none on this device, or the account is sealed.
    pub fn chat(&self, duty_id: &str) -> Result<Chat, ChatError> {
        guarded(|| {
            let duty_id = duty_id.parse()?;
            let chat = self.0.chat(&duty_id)?;
            Ok(Chat { chat, duty_id })
        })
    }

    /// One round: sends what is waiting, takes in what is new, waits for at most `waitMs`
    /// milliseconds when nothing is.
    ///
    /// # Errors
    /// When the server cannot be reached, or ended the session.
    #[uniffi::method(default(cancellation = None))]
    pub async fn sync_once(
        &self,
        wait_ms: u32,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<SyncSummary, SyncError> {
        let wait = Duration::from_millis(wait_ms.into());
        cancellable(cancellation, async {
            Ok(self.0.sync_once(wait).await?.into())
        })
        .await
    }

    /// Synchronising until it is stopped; see `SyncLoop.run`.
    #[must_use]
    pub fn sync_loop(&self) -> SyncLoop {
        SyncLoop::new(self.0.clone())
    }

    /// Sends what is waiting now. Without a connection it goes on waiting, which is no error.
    ///
    /// # Errors
    /// When the session was ended, or the account's data cannot be used.
    #[uniffi::method(default(cancellation = None))]
    pub async fn flush(&self, cancellation: Option<Arc<Cancellation>>) -> Result<Sent, SyncError> {
        cancellable(cancellation, async { Ok(self.0.flush().await?.into()) }).await
    }
}
