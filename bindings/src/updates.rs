//! Subscriptions: objects that the shell pulls.

use dienstchat_core::client::{self, Feed, TimelineFeed, ValueFeed};

use crate::{
    AccountDiff, ChatError, ChatListDiff, ChatSummary, ClientError, MemberDiff, QueueDiff,
    TimelineDiff, guard::guarded_async,
};

/// One object for each kind of list: the languages have no generic ones here.
macro_rules! updates {
    ($($(#[$doc:meta])* $name:ident($item:ident, $diff:ident, $error:ident);)*) => {$(
        $(#[$doc])*
        ///
        /// It is pulled: many changes between two calls of `next` become one answer, so a slow
        /// reader misses nothing and never falls behind.
        #[derive(Debug, uniffi::Object)]
        pub struct $name(pub(crate) Feed<client::$item, client::$error>);

        #[uniffi::export(async_runtime = "tokio")]
        impl $name {
            /// What has become of the list. The first call answers at once with one `Reset`; each
            /// later one waits for a change and answers with the steps that lead from the list as
            /// it was answered last to the present one.
            ///
            /// Nothing: the subscription was stopped, or Dienstchat was shut down, and every later
            /// call says so too. Calls at the same time wait for each other.
            ///
            /// After a call that was cancelled, subscribe anew, as the flows of Kotlin and the
            /// sequences of Swift do by themselves: its answer may have been there already, and
            /// the next one would lead on from that.
            ///
            /// # Errors
            /// When the list cannot be read, once for each failure. The next call waits until it
            /// can be read again and begins with a `Reset`; after an error that does not pass (the
            /// chat or the account is gone) it answers nothing.
            pub async fn next(&self) -> Result<Option<Vec<$diff>>, $error> {
                guarded_async(async {
                    let diffs = self.0.next().await?;
                    Ok(diffs.map(|diffs| diffs.into_iter().map(Into::into).collect()))
                })
                .await
            }

            /// Ends the subscription; a call of `next` under way answers nothing.
            pub fn stop(&self) {
                self.0.stop();
            }
        }
    )*};
}

updates! {
    /// A subscription to a list of chats.
    ChatListUpdates(ChatSummary, ChatListDiff, ClientError);
    /// A subscription to the accounts on this device.
    AccountUpdates(AccountInfo, AccountDiff, ClientError);
    /// A subscription to the people on a duty.
    MemberUpdates(ChatMember, MemberDiff, ChatError);
    /// A subscription to a send queue.
    QueueUpdates(QueuedMessage, QueueDiff, ChatError);
}

/// A subscription to one chat as a list shows it.
#[derive(Debug, uniffi::Object)]
pub struct ChatUpdates(pub(crate) ValueFeed<client::ChatSummary, client::ChatError>);

#[uniffi::export(async_runtime = "tokio")]
impl ChatUpdates {
    /// The chat. The first call answers at once; each later one waits until something of it has
    /// changed, many changes as one. Nothing: the subscription was stopped, or Dienstchat was shut
    /// down. After a call that was cancelled, subscribe anew: its answer may have been there
    /// already.
    ///
    /// # Errors
    /// When the chat cannot be read, once for each failure. The next call waits until it can be
    /// read again; after an error that does not pass (the chat is gone) it answers nothing.
    pub async fn next(&self) -> Result<Option<ChatSummary>, ChatError> {
        guarded_async(async { Ok(self.0.next().await?.map(Into::into)) }).await
    }

    /// Ends the subscription; a call of `next` under way answers nothing.
    pub fn stop(&self) {
        self.0.stop();
    }
}

/// What has become of the open part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TimelineUpdate {
    /// The steps that lead to the present items, the newest last; none when only what follows has
    /// changed.
    pub diffs: Vec<TimelineDiff>,
    /// Whether something older is on this device: `TimelineUpdates.showOlder` shows it.
    pub older_here: bool,
    /// Whether the server has something that is missing here: `Timeline.loadOlder` fetches it.
    pub incomplete: bool,
}

impl From<client::TimelineUpdate> for TimelineUpdate {
    fn from(update: client::TimelineUpdate) -> Self {
        Self {
            diffs: update.diffs.into_iter().map(Into::into).collect(),
            older_here: update.older_here,
            incomplete: update.incomplete,
        }
    }
}

/// A subscription to the newest part of a timeline.
///
/// The part keeps its oldest message as the chat grows, up to 10,000 messages; then it slides.
#[derive(Debug, uniffi::Object)]
pub struct TimelineUpdates(pub(crate) TimelineFeed);

#[uniffi::export(async_runtime = "tokio")]
impl TimelineUpdates {
    /// What has become of the part. The first call answers at once with one `Reset`; each later
    /// one waits for a change, many changes as one answer, or for `showOlder`. Nothing: the
    /// subscription was stopped, or Dienstchat was shut down. After a call that was cancelled,
    /// subscribe anew: its answer may have been there already.
    ///
    /// # Errors
    /// When the timeline cannot be read, once for each failure. The next call waits until it can
    /// be read again and begins with a `Reset`; after an error that does not pass (the chat is
    /// gone) it answers nothing.
    pub async fn next(&self) -> Result<Option<TimelineUpdate>, ChatError> {
        guarded_async(async { Ok(self.0.next().await?.map(Into::into)) }).await
    }

    /// Widens the part by as many older messages, as far as they are on this device. `next` then
    /// answers, with no steps when there are none.
    pub fn show_older(&self, count: u16) {
        self.0.show_older(count.into());
    }

    /// Ends the subscription; a call of `next` under way answers nothing.
    pub fn stop(&self) {
        self.0.stop();
    }
}
