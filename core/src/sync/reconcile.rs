//! Comparing the chats with the server's list of joined rooms: a purged room vanishes from
//! sliding sync without a word.

use std::collections::BTreeSet;

use ruma::OwnedRoomId;

use super::{
    apply::{ApplyError, Context},
    connection::{CallError, Connection},
};
use crate::{
    ordered::CollectOrdered,
    store::{ChatState, ConnId, Membership, Seal, SealReason, WriteTx},
    time::{DAY, Timestamp},
};

/// Compares once. Returns whether anything changed.
///
/// An answer that another process's sync has overtaken is dropped: it may be older than what that
/// one brought.
pub(crate) async fn reconcile(
    connection: &Connection,
    conn_id: &ConnId,
) -> Result<bool, CallError> {
    let id = conn_id.clone();
    let before = connection
        .store()
        .read_async(move |tx| tx.positions().get(&id))
        .await?;
    let joined = connection
        .call(|homeserver, token| async move { homeserver.joined_rooms(&token).await })
        .await?;
    let joined: BTreeSet<OwnedRoomId> = joined.into_iter().collect_ordered();
    let id = conn_id.clone();
    connection
        .write(move |tx, context| {
            if tx.positions().get(&id)? != before {
                return Ok(false);
            }
            let trusted = tx.times().get()?.latest();
            Ok(compare(tx, context, &joined, trusted)?)
        })
        .await
}

/// Compares the chats with the list. `trusted` is the latest trusted time: only that confirms a
/// removal, not a local clock that jumped ahead.
pub(super) fn compare(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    joined: &BTreeSet<OwnedRoomId>,
    trusted: Option<Timestamp>,
) -> Result<bool, ApplyError> {
    let mut changed = false;
    for chat in tx.chats().list()? {
        let listed = joined.contains(&chat.room_id);
        let next = next_state(chat.state, listed, context.now, trusted);
        if next != chat.state {
            tx.chats().set_state(&chat.room_id, next)?;
            if next == ChatState::Open {
                tx.chats().set_membership(&chat.room_id, Membership::Join)?;
            }
            changed = true;
        }
    }
    Ok(changed)
}

/// What the list says of a chat. A removal that still stands 24 h after it was first seen is
/// confirmed; a room that is merely missing is sealed and waits for its limit.
fn next_state(
    state: ChatState,
    listed: bool,
    now: Timestamp,
    trusted: Option<Timestamp>,
) -> ChatState {
    match (state, listed) {
        (_, true) => ChatState::Open,
        (ChatState::Open, false) => ChatState::Sealed(Seal {
            reason: SealReason::NotListed,
            since: now,
            confirmed: None,
        }),
        (ChatState::Sealed(seal), false)
            if seal.reason == SealReason::Removed
                && seal.confirmed.is_none()
                && trusted.is_some_and(|trusted| trusted.since(seal.since) >= DAY) =>
        {
            ChatState::Sealed(Seal {
                confirmed: trusted,
                ..seal
            })
        }
        (sealed, false) => sealed,
    }
}
