//! What changes, to be pulled: a state first, then what has become of it.
//!
//! ```text
//! next ─▶ Reset ─▶ [waits] ─▶ what has changed since ─▶ [waits] ─▶ … ─▶ None once it was stopped
//! ```
//!
//! A feed has no task and no queue. It remembers what it answered last, and the next call looks
//! at the store again and answers with the difference. So many changes become one answer, a slow
//! reader is bounded by itself, and a feed that nobody asks costs nothing.
//!
//! A call that is dropped loses nothing: what was answered last is replaced in the same step that
//! gives the answer.

use std::sync::Arc;

use super::{
    diff::Diff,
    pull::{Ending, Pull, Wakers},
};

/// A list that changes. Clones are handles of the same feed.
///
/// Dropping it ends it, as [`stop`](Self::stop) does.
pub struct Feed<T, E> {
    pull: Arc<Pull<Vec<T>, E>>,
    compare: fn(&[T], &[T]) -> Vec<Diff<T>>,
}

/// One value that changes. Clones are handles of the same feed.
///
/// Dropping it ends it, as [`stop`](Self::stop) does.
pub struct ValueFeed<T, E> {
    pull: Arc<Pull<T, E>>,
}

impl<T, E> Feed<T, E>
where
    T: Clone + Send + Sync + 'static,
    E: Clone + PartialEq + Send + 'static,
{
    /// A feed of what `look` finds, told by `compare`.
    pub(super) fn new(
        wakers: Wakers,
        look: impl Fn() -> Result<Vec<T>, E> + Send + Sync + 'static,
        compare: fn(&[T], &[T]) -> Vec<Diff<T>>,
    ) -> Self
    where
        E: Ending,
    {
        Self {
            pull: Arc::new(Pull::new(wakers, move |_| look())),
            compare,
        }
    }

    /// The first call answers at once, with one [`Diff::Reset`]. Each later one waits for a change
    /// and answers with what turns the list as it was answered last into the present one.
    ///
    /// `None`: the feed was stopped, or the client was closed; every later call says so too. Calls
    /// at the same time wait for each other. A call that is dropped loses nothing.
    ///
    /// # Errors
    /// When the list cannot be looked at. Each failure is told once: the next call waits until the
    /// list can be looked at again, which begins with a [`Diff::Reset`], or until it fails in
    /// another way. After one that does not pass (the chat was deleted, the account is gone) every
    /// later call gives `None`.
    pub async fn next(&self) -> Result<Option<Vec<Diff<T>>>, E> {
        let compare = self.compare;
        self.pull
            .next(move |old, new| match old {
                None => Some(vec![Diff::Reset(new.clone())]),
                Some(old) => Some(compare(old, new)).filter(|steps| !steps.is_empty()),
            })
            .await
    }
}

impl<T, E> Feed<T, E> {
    /// Ends the feed. A call of [`next`](Feed::next) that waits gives `None`.
    pub fn stop(&self) {
        self.pull.stop();
    }
}

impl<T, E> ValueFeed<T, E>
where
    T: Clone + PartialEq + Send + Sync + 'static,
    E: Clone + PartialEq + Send + 'static,
{
    /// A feed of what `look` finds.
    pub(super) fn new(
        wakers: Wakers,
        look: impl Fn() -> Result<T, E> + Send + Sync + 'static,
    ) -> Self
    where
        E: Ending,
    {
        Self {
            pull: Arc::new(Pull::new(wakers, move |_| look())),
        }
    }

    /// The first call answers at once; each later one waits until the value is another one.
    /// Otherwise as [`Feed::next`].
    ///
    /// # Errors
    /// As [`Feed::next`].
    pub async fn next(&self) -> Result<Option<T>, E> {
        self.pull
            .next(|old, new| (old != Some(new)).then(|| new.clone()))
            .await
    }
}

impl<T, E> ValueFeed<T, E> {
    /// Ends the feed. A call of [`next`](ValueFeed::next) that waits gives `None`.
    pub fn stop(&self) {
        self.pull.stop();
    }
}

impl<T, E> Clone for Feed<T, E> {
    fn clone(&self) -> Self {
        Self {
            pull: Arc::clone(&self.pull),
            compare: self.compare,
        }
    }
}

impl<T, E> Clone for ValueFeed<T, E> {
    fn clone(&self) -> Self {
        Self {
            pull: Arc::clone(&self.pull),
        }
    }
}

impl<T, E> std::fmt::Debug for Feed<T, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Feed(…)")
    }
}

impl<T, E> std::fmt::Debug for ValueFeed<T, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ValueFeed(…)")
    }
}

#[cfg(test)]
mod tests;
