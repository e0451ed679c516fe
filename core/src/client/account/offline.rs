//! Whether the account's server can be reached, as far as its rounds have shown.

use std::mem;

use tokio::sync::watch;

use super::Account;

impl Account {
    /// Whether the last that is known is that there is no connection.
    pub(super) fn is_offline(&self) -> bool {
        *self.inner.offline.borrow()
    }

    /// Takes note of whether there is a connection, and tells it when it is new.
    pub(in crate::client) fn set_offline(&self, offline: bool) {
        let known = &self.inner.offline;
        if known.send_if_modified(|known| mem::replace(known, offline) != offline) {
            self.changed();
        }
    }

    /// What [`until_reached`] waits with; what is already known does not count.
    pub(super) fn offline(&self) -> watch::Receiver<bool> {
        self.inner.offline.subscribe()
    }
}

/// Waits until there is a connection again after there was none, whoever has found it.
pub(super) async fn until_reached(offline: &mut watch::Receiver<bool>) {
    // The sender lives as long as the account.
    while offline.changed().await.is_ok() && *offline.borrow_and_update() {}
}

/// As long as this lives, a loop finds out whether there is a connection; what it has found counts
/// no longer than that, however the loop ends.
pub(super) struct Watched<'a>(pub(super) &'a Account);

impl Drop for Watched<'_> {
    fn drop(&mut self) {
        self.0.set_offline(false);
    }
}
