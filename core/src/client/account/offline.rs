//! Whether the account's server can be reached, as far as its rounds have shown.

use std::sync::atomic::Ordering;

use super::Account;

impl Account {
    /// Whether the last that is known is that there is no connection.
    pub(super) fn is_offline(&self) -> bool {
        self.inner.offline.load(Ordering::Relaxed)
    }

    /// Takes note of whether there is a connection, and tells it when it is new.
    pub(in crate::client) fn set_offline(&self, offline: bool) {
        if self.inner.offline.swap(offline, Ordering::Relaxed) != offline {
            self.changed();
        }
    }
}

/// As long as this lives, a loop finds out whether there is a connection; what it has found counts
/// no longer than that, however the loop ends.
pub(super) struct Watched<'a>(pub(super) &'a Account);

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.set_offline(false);
    }
}
