//! Comparing the chats with the server's list of joined rooms: a purged room vanishes from
//! sliding sync without a word.

use std::collections::BTreeSet;

use ruma::OwnedRoomId;

use super::{
    apply::{ApplyError, Context},
    connection::{CallError, Connection},
};
use crate::{
    store::{ChatState, Membership, Seal, SealReason, WriteTx},
    time::DAY,
};

/// Compares once. Returns whether anything changed.
pub(super) async fn reconcile(connection: &Connection) -> Result<bool, CallError> {
    let joined = connection
        .call(|homeserver, token| async move { homeserver.joined_rooms(&token).await })
        .await?;
    let joined: BTreeSet<OwnedRoomId> = joined.into_iter().collect();
    connection
        .write(move |tx, context| Ok(compare(tx, context, &joined)?))
        .await
}

pub(super) fn compare(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    joined: &BTreeSet<OwnedRoomId>,
) -> Result<bool, ApplyError> {
    let mut changed = false;
    for chat in tx.chats().list()? {
        let next = next_state(chat.state, joined.contains(&chat.room_id), context);
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
fn next_state(state: ChatState, listed: bool, context: &Context<'_>) -> ChatState {
    match (state, listed) {
        (_, true) => ChatState::Open,
        (ChatState::Open, false) => ChatState::Sealed(Seal {
            reason: SealReason::NotListed,
            since: context.now,
            confirmed: None,
        }),
        (ChatState::Sealed(seal), false)
            if seal.reason == SealReason::Removed
                && seal.confirmed.is_none()
                && context.now.since(seal.since) >= DAY =>
        {
            ChatState::Sealed(Seal {
                confirmed: Some(context.now),
                ..seal
            })
        }
        (sealed, false) => sealed,
    }
}
