//! What changes by itself as time passes: the phase of a chat, the seal of an account that had no
//! contact for too long.

use std::sync::{Mutex, PoisonError};

use ruma::OwnedRoomId;

use super::{Account, state};
use crate::{client::accounts::AccountState, duty::Phase, store::StoreError};

/// What held when it was last looked at.
#[derive(Default)]
pub(super) struct Passed(Mutex<Option<Held>>);

type Held = (AccountState, Vec<(OwnedRoomId, Phase)>);

impl Account {
    /// Whether something holds now that did not when this was last called.
    pub(super) fn has_passed(&self) -> Result<bool, StoreError> {
        let local = self.local();
        let held = self.inner.connection.store().read(|tx| {
            let now = tx.times().get()?.effective(local);
            let chats = tx.chats().limits()?.into_iter();
            let phases = chats.map(|(room, limits)| (room, limits.phase(now)));
            Ok::<_, StoreError>((state(tx, local)?, phases.collect()))
        })?;
        let mut last = self
            .inner
            .passed
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Ok(last.replace(held.clone()) != Some(held))
    }
}
