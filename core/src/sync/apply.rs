//! One answer of the homeserver, applied in one transaction or not at all.

use std::collections::BTreeSet;

use ruma::{OwnedRoomId, RoomId, ServerName, UInt, UserId};
use tracing::warn;

use super::{
    room_state::RoomState,
    timeline::{Said, Stretch, wake},
};
use crate::{
    duty::{Envelope, Phase, Statement},
    keys::{KeysError, Machine, SyncChanges},
    matrix::{RoomUpdate, SyncResponse},
    ordered::CollectOrdered,
    store::{
        Advance, Chat, ChatState, ConnId, Membership, NewChat, Seal, SealReason, StoreError,
        SyncPosition, WriteTx,
    },
    time::Timestamp,
};

/// An answer could not be applied; nothing of it has happened.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ApplyError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The key management failed.
    #[error(transparent)]
    Keys(#[from] KeysError),
}

/// Whose answer it is and when.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    /// The key management of this device.
    pub(crate) machine: &'a Machine,
    /// The account's user.
    pub(crate) own: &'a UserId,
    /// The homeserver's name.
    pub(crate) server: &'a ServerName,
    /// The time that counts for this account.
    pub(crate) now: Timestamp,
}

/// What became of an answer.
#[derive(Debug)]
pub(crate) enum Applied {
    /// Another process was faster; the answer was dropped whole.
    Stale,
    /// It was applied.
    Done(Changes),
}

/// What an answer changed.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    /// The chats in which something changed.
    pub(crate) chats: BTreeSet<OwnedRoomId>,
    /// A room that is not known as a chat has a new statement: what it is only its whole state
    /// tells.
    pub(crate) incomplete: bool,
    /// Whether anything at all was in the answer.
    pub(crate) anything: bool,
}

/// Applies an answer together with its positions.
pub(crate) fn apply(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    conn_id: &ConnId,
    asked: &SyncPosition,
    answer: &SyncResponse,
) -> Result<Applied, ApplyError> {
    let next = SyncPosition {
        pos: Some(answer.pos.clone()),
        since: answer
            .to_device
            .as_ref()
            .map(|messages| messages.next_batch.clone()),
    };
    if tx.positions().advance(conn_id, asked, &next)? == Advance::Stale {
        return Ok(Applied::Stale);
    }
    if asked.pos.is_none() {
        // Whatever happened to device lists since the last position is not in this answer.
        context.machine.outdate_all(tx, context.now)?;
    }
    let received = context.machine.receive(tx, changes(answer), context.now)?;
    let mut changes = Changes::default();
    for (room, update) in &answer.rooms {
        apply_room(tx, context, room, update, &mut changes)?;
    }
    for (room, session_id) in received.room_keys.iter().chain(&received.withheld) {
        if wake(tx, context, room, session_id)? > 0 {
            changes.chats.insert(room.clone());
        }
    }
    if changes.incomplete {
        // Beginning anew brings the whole state, and in this transaction it cannot be lost.
        tx.positions().reset(conn_id)?;
    }
    let messages = answer
        .to_device
        .as_ref()
        .is_some_and(|messages| !messages.events.is_empty());
    changes.anything = !answer.rooms.is_empty() || messages;
    Ok(Applied::Done(changes))
}

fn changes(answer: &SyncResponse) -> SyncChanges {
    let to_device = answer
        .to_device
        .as_ref()
        .map(|messages| messages.events.as_slice())
        .unwrap_or_default();
    SyncChanges {
        to_device: to_device
            .iter()
            .map(|event| event.get().to_owned())
            .collect(),
        changed_users: answer.device_lists.changed.clone(),
        left_users: answer.device_lists.left.clone(),
        one_time_key_counts: answer.one_time_key_counts.as_ref().map(|counts| {
            let count = |(name, count): (&String, &u64)| {
                (name.as_str().into(), UInt::new_saturating(*count))
            };
            counts.iter().map(count).collect_ordered()
        }),
        unused_fallback_keys: answer
            .fallback_key_types
            .as_ref()
            .map(|types| types.iter().map(|name| name.as_str().into()).collect()),
    }
}

fn apply_room(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    update: &RoomUpdate,
    changes: &mut Changes,
) -> Result<(), ApplyError> {
    // State events stand in the timeline too, where they are newer than those before it.
    let state = RoomState::read(
        update
            .required_state
            .iter()
            .chain(&update.timeline)
            .map(|event| &**event),
    );
    let known = tx.chats().get(room)?;
    let was_in = known
        .as_ref()
        .is_some_and(|chat| chat.membership == Some(Membership::Join));
    if !apply_state(tx, context, room, &state, known, update.initial)? {
        if state.statement.is_some() && !update.initial {
            changes.incomplete = true;
        }
        return Ok(());
    }
    // The state may have been looked at before the first messages came.
    let first = update.initial && tx.timeline(room).latest()?.is_none();
    let said = if was_in && !first {
        Said::Since
    } else {
        Said::Before
    };
    let stretch = Stretch::read(
        tx,
        context,
        room,
        update.timeline.iter().map(|event| &**event),
        said,
    )?;
    tx.timeline(room).append(
        &stretch.events,
        update.limited,
        update.prev_batch.as_deref(),
    )?;
    stretch.settle(tx, room)?;
    changes.chats.insert(room.to_owned());
    Ok(())
}

/// Takes in what the state says. `false` when the room is not one of our chats.
pub(super) fn apply_state(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    state: &RoomState,
    known: Option<Chat>,
    whole: bool,
) -> Result<bool, ApplyError> {
    let chat = if let Some(chat) = known {
        let statement = chat.envelope.statement();
        if let Some(newer) = state.update(context.server, &statement.ov, &statement.duty_id)
            && is_newer(&chat.envelope, newer)
        {
            remember_former(tx, room, statement, newer.statement())?;
            tx.chats().put(NewChat {
                room_id: room,
                envelope: newer,
            })?;
        }
        Some(chat)
    } else {
        let Some(envelope) = state.duty(context.server) else {
            return Ok(false);
        };
        let joined = state.members.get(context.own) == Some(&Membership::Join);
        if !joined || envelope.statement().limits().phase(context.now) == Phase::Deleted {
            return Ok(false);
        }
        tx.chats().revive(room)?;
        tx.chats().put(NewChat {
            room_id: room,
            envelope,
        })?;
        None
    };
    if let Some(levels) = state.levels(context.own) {
        tx.chats().set_levels(room, levels)?;
    }
    apply_members(tx, context, room, state, whole)?;
    if let Some(membership) = state.members.get(context.own) {
        tx.chats().set_membership(room, *membership)?;
        let sealed = chat.map_or(ChatState::Open, |chat| chat.state);
        if let Some(next) = seal_by_membership(sealed, *membership, context.now) {
            tx.chats().set_state(room, next)?;
        }
    }
    Ok(true)
}

/// What people said keeps their name when they are not on the duty any more.
fn remember_former(
    tx: &WriteTx<'_>,
    room: &RoomId,
    before: &Statement,
    after: &Statement,
) -> Result<(), StoreError> {
    for member in &before.members {
        let account = member.account(&before.ov);
        if after.member(&account).is_none() {
            tx.former_members(room).remember(&account, &member.name)?;
        }
    }
    Ok(())
}

fn apply_members(
    tx: &mut WriteTx<'_>,
    context: &Context<'_>,
    room: &RoomId,
    state: &RoomState,
    whole: bool,
) -> Result<(), ApplyError> {
    if whole {
        let members: Vec<_> = state
            .members
            .iter()
            .map(|(user, membership)| (user.clone(), *membership))
            .collect();
        tx.members(room).replace(&members)?;
    } else {
        for (user, membership) in &state.members {
            tx.members(room).set(user, *membership)?;
        }
    }
    let joined = state
        .members
        .iter()
        .filter(|(_, membership)| **membership == Membership::Join);
    context
        .machine
        .track(tx, joined.map(|(user, _)| user), context.now)?;
    Ok(())
}

/// A removal seals at first sight; being in the room again lifts every seal.
fn seal_by_membership(
    state: ChatState,
    membership: Membership,
    now: Timestamp,
) -> Option<ChatState> {
    match (membership, state) {
        (Membership::Join, ChatState::Sealed(_)) => Some(ChatState::Open),
        (
            Membership::Leave | Membership::Ban,
            ChatState::Sealed(Seal {
                reason: SealReason::Removed,
                ..
            }),
        ) => None,
        (Membership::Leave | Membership::Ban, _) => Some(ChatState::Sealed(Seal {
            reason: SealReason::Removed,
            since: now,
            confirmed: None,
        })),
        _ => None,
    }
}

/// A higher revision, or a reset that was issued later.
fn is_newer(known: &Envelope, seen: &Envelope) -> bool {
    let (old, new) = (known.statement(), seen.statement());
    if new.revision == old.revision && seen.hash() != known.hash() && !new.reset {
        warn!(ov = %new.ov, duty = %new.duty_id, "two statements have the same revision");
        return false;
    }
    new.revision > old.revision || (new.reset && new.issued_at > old.issued_at)
}
