//! The timeline of a chat: what was said, in order.

use std::sync::Arc;

use dienstchat_core::client;

use crate::{
    Cancellation, ChatError, TimelineItem, TimelineUpdates,
    guard::{cancellable, guarded},
};

/// A place in a timeline, for `Timeline.page`.
#[derive(Debug, uniffi::Object)]
pub struct TimelineToken(pub(crate) client::TimelineToken);

/// A part of a timeline.
#[derive(Clone, Debug, uniffi::Record)]
pub struct TimelinePage {
    /// Messages, the newest last.
    pub items: Vec<TimelineItem>,
    /// Where the part before this one begins; none when nothing older is on this device.
    pub older: Option<Arc<TimelineToken>>,
    /// Whether the server has something that is missing here; see
    /// `Timeline.loadOlder`.
    pub incomplete: bool,
}

impl From<client::TimelinePage> for TimelinePage {
    fn from(page: client::TimelinePage) -> Self {
        Self {
            items: page.items.into_iter().map(Into::into).collect(),
            older: page.older.map(|token| Arc::new(TimelineToken(token))),
            incomplete: page.incomplete,
        }
    }
}

/// What was said in a chat, in order.
#[derive(Debug, uniffi::Object)]
pub struct Timeline(pub(crate) client::Chat);

#[uniffi::export(async_runtime = "tokio")]
impl Timeline {
    /// The newest messages on this device with what is on its way, or those before
    /// `TimelinePage.older`; at most `limit`. Needs no network.
    ///
    /// # Errors
    /// When the chat is gone or sealed, or its data cannot be read.
    #[uniffi::method(default(before = None))]
    pub fn page(
        &self,
        before: Option<Arc<TimelineToken>>,
        limit: u16,
    ) -> Result<TimelinePage, ChatError> {
        let before = before.map(|token| token.0);
        guarded(|| Ok(self.0.timeline(before, limit.into())?.into()))
    }

    /// A subscription to the newest messages, with what is on its way; it begins with at most
    /// `limit` of them.
    #[must_use]
    pub fn subscribe(&self, limit: u16) -> TimelineUpdates {
        TimelineUpdates(self.0.timeline_feed(limit.into()))
    }

    /// Fetches what the server has before the oldest message that joins on to the newest; false
    /// when there is nothing more.
    ///
    /// # Errors
    /// When the server cannot be reached, or the chat is gone or sealed.
    #[uniffi::method(default(cancellation = None))]
    pub async fn load_older(
        &self,
        cancellation: Option<Arc<Cancellation>>,
    ) -> Result<bool, ChatError> {
        cancellable(cancellation, async { Ok(self.0.load_older().await?) }).await
    }
}
