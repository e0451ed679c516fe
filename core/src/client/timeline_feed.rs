//! The open part of a chat's timeline as it changes.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use super::{
    chat::Chat,
    diff::{Diff, diff},
    error::ChatError,
    pull::Pull,
};
use crate::chat::{Shown, TimelineItem, Window};

/// The newest part of a timeline as it changes: [`Chat::timeline_feed`]. Clones are handles of the
/// same feed.
///
/// Dropping it ends it, as [`stop`](Self::stop) does.
#[derive(Clone)]
pub struct TimelineFeed {
    pull: Arc<Pull<Opened, ChatError>>,
    /// How many items were asked for, all in all.
    asked: Arc<AtomicUsize>,
}

/// What has become of the open part of a timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineUpdate {
    /// The steps that lead to the present items, the newest last; none when only the rest of this
    /// has changed.
    pub diffs: Vec<Diff<TimelineItem>>,
    /// Whether something older is on this device: [`TimelineFeed::show_older`] shows it.
    pub older_here: bool,
    /// Whether the server has something that is missing here: [`Chat::load_older`] fetches it.
    pub incomplete: bool,
}

/// A window, and how many items had been asked for.
struct Opened {
    window: Window,
    asked: usize,
}

impl Chat {
    /// The newest `limit` received items of the [`timeline`](Self::timeline), and what is on its
    /// way, as they change. The window keeps its oldest item as the chat grows, up to 10,000
    /// items; then it slides.
    ///
    /// A message of one's own that comes back from the server keeps its place: its
    /// [`ItemId`](crate::chat::ItemId) changes in a [`Diff::Set`] where the server had confirmed
    /// it before.
    #[must_use]
    pub fn timeline_feed(&self, limit: usize) -> TimelineFeed {
        let asked = Arc::new(AtomicUsize::new(limit));
        let (chat, total) = (self.clone(), Arc::clone(&asked));
        let look = move |before: Option<&Opened>| {
            let asked = total.load(Ordering::SeqCst);
            let (window, more) = match before {
                Some(before) => (Some(&before.window), asked.saturating_sub(before.asked)),
                None => (None, asked),
            };
            let window = chat.window(window, more)?;
            Ok(Opened { window, asked })
        };
        TimelineFeed {
            pull: Arc::new(Pull::new(self.account().wakers(), look)),
            asked,
        }
    }
}

impl TimelineFeed {
    /// The first call answers at once, with one [`Diff::Reset`]; each later one waits for a
    /// change. Otherwise as [`Feed::next`](super::Feed::next).
    ///
    /// # Errors
    /// As [`Chat::timeline`], each once.
    pub async fn next(&self) -> Result<Option<TimelineUpdate>, ChatError> {
        self.pull.next(update).await
    }

    /// Widens the window by `count` older items, as far as they are on this device. A call of
    /// [`next`](Self::next) then answers, with nothing in it when there is nothing older.
    pub fn show_older(&self, count: usize) {
        let widened = |asked: usize| Some(asked.saturating_add(count));
        // It always has a new value.
        let _ = self
            .asked
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, widened);
        self.pull.nudge();
    }

    /// Ends the feed. A call of [`next`](Self::next) that waits gives `None`.
    pub fn stop(&self) {
        self.pull.stop();
    }
}

impl std::fmt::Debug for TimelineFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TimelineFeed(…)")
    }
}

fn update(old: Option<&Opened>, new: &Opened) -> Option<TimelineUpdate> {
    let Opened { window, asked } = new;
    let diffs = match old {
        None => vec![Diff::Reset(window.items.clone())],
        Some(old) => diff(&old.window.items, &window.items, |shown| shown.key.clone()),
    };
    let changed = old.is_none_or(|old| {
        !diffs.is_empty()
            || old.asked != *asked
            || (old.window.older_here, old.window.incomplete)
                != (window.older_here, window.incomplete)
    });
    let item = |shown: Shown| shown.item;
    changed.then(|| TimelineUpdate {
        diffs: diffs.into_iter().map(|step| step.map(item)).collect(),
        older_here: window.older_here,
        incomplete: window.incomplete,
    })
}
