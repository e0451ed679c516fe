//! A duty's room: found, made, repaired.

use dienstchat_core::{
    duty::Phase,
    ids::{duty_alias, duty_alias_localpart},
};
use ruma::{OwnedRoomAliasId, OwnedRoomId};

use super::{StepError, steps::Chat, wanted};
use crate::{
    db::RosterEntry,
    homeserver::{RoomState, StateEvent},
};

/// The room of a chat and its state; none when there is none and none is needed: a chat in which
/// nobody can write any more is not begun.
pub(super) async fn ensure(
    chat: &Chat<'_>,
    phase: Phase,
    state: &[StateEvent],
) -> Result<Option<(OwnedRoomId, RoomState)>, StepError> {
    let homeserver = chat.homeserver;
    if let Some(room) = &chat.record.room_id {
        if let Some(actual) = homeserver.room_state(room).await? {
            return Ok(Some((room.clone(), actual)));
        }
        // Somebody else has deleted it.
        tracing::warn!(ov = chat.ov(), duty_id = chat.duty_id(), "the room is gone");
        chat.app
            .db
            .set_room(&chat.record.ov, &chat.record.duty_id, None)
            .await?;
    }
    let alias = alias(chat)?;
    let mut found = homeserver.room_of_alias(&alias).await?;
    if let Some(room) = &found
        && homeserver.room_state(room).await?.is_none()
    {
        // The alias has outlived its room.
        homeserver.delete_alias(&alias).await?;
        found = None;
    }
    let room = match found {
        Some(room) => room,
        None if phase != Phase::Active => return Ok(None),
        None => {
            let localpart = duty_alias_localpart(&chat.record.ov, &chat.record.duty_id);
            let room = homeserver.create_room(Some(&localpart), state).await?;
            tracing::info!(ov = chat.ov(), duty_id = chat.duty_id(), "room made");
            room
        }
    };
    chat.app
        .db
        .set_room(&chat.record.ov, &chat.record.duty_id, Some(&room))
        .await?;
    Ok(homeserver
        .room_state(&room)
        .await?
        .map(|actual| (room, actual)))
}

/// Sets what the room's state lacks.
pub(super) async fn repair(
    chat: &Chat<'_>,
    room: &OwnedRoomId,
    state: Vec<StateEvent>,
    actual: &RoomState,
) -> Result<(), StepError> {
    for event in wanted::missing(state, &alias(chat)?, actual) {
        chat.homeserver.put_state(room, &event).await?;
    }
    Ok(())
}

pub(super) fn alias(chat: &Chat<'_>) -> Result<OwnedRoomAliasId, StepError> {
    Ok(duty_alias(
        &chat.record.ov,
        &chat.record.duty_id,
        chat.homeserver.server_name(),
    )?)
}

/// The roster that belongs to the chat's statement; none when a newer statement has come meanwhile,
/// for no membership may come before the statement that implies it.
pub(super) async fn roster(chat: &Chat<'_>) -> Result<Option<Vec<RosterEntry>>, StepError> {
    let (db, record) = (&chat.app.db, chat.record);
    let roster = db.roster(&record.ov, &record.duty_id).await?;
    let now = db.duty(&record.ov, &record.duty_id).await?;
    let same = now.is_some_and(|now| now.revision == record.revision && now.hash == record.hash);
    Ok(same.then_some(roster))
}
