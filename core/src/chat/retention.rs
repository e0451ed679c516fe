//! Deleting chats whose time has come. It needs no server.

use std::cell::Cell;

use ruma::OwnedRoomId;

use crate::{
    store::{ChatState, ReadTx, Seal, SealReason, Store, StoreError},
    time::Timestamp,
};

/// What retention did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Retained {
    /// Chats that were destroyed.
    pub(crate) destroyed: usize,
}

/// Destroys the chats of an account that are past their limit, and those from which a removal
/// has been confirmed. `local` is the local clock; what it is worth the store knows.
///
/// Also finishes what an earlier deletion left: another process may have been reading then.
///
/// # Errors
/// What the store reports; the next call goes on.
pub(crate) fn destroy_due(store: &Store, local: Timestamp) -> Result<Retained, StoreError> {
    let due = store.read(|tx| due(tx, local))?;
    if due.is_empty() {
        store.finish_deletions()?;
        return Ok(Retained::default());
    }
    let now = store.read(|tx| tx.times().get())?.effective(local);
    // Whoever was named again, or whose end was moved, since the look above is spared.
    let destroyed = Cell::new(0);
    store.destroy_chosen(
        |tx| {
            let due = self::due(tx, local)?;
            destroyed.set(due.len());
            Ok(due)
        },
        now,
    )?;
    Ok(Retained {
        destroyed: destroyed.get(),
    })
}

fn due(tx: &ReadTx<'_>, local: Timestamp) -> Result<Vec<OwnedRoomId>, StoreError> {
    let mut due = match tx.times().get()?.for_deletion(local) {
        Some(now) => tx.chats().due_for_deletion(now)?,
        None => Vec::new(),
    };
    for chat in tx.chats().list()? {
        let removed = matches!(
            chat.state,
            ChatState::Sealed(Seal {
                reason: SealReason::Removed,
                confirmed: Some(_),
                ..
            })
        );
        if removed && !due.contains(&chat.room_id) {
            due.push(chat.room_id);
        }
    }
    Ok(due)
}
