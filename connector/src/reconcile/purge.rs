//! The end of a chat: members out, media deleted, the room purged, names forgotten.
//!
//! A deletion that has begun is finished even when the duty is wanted again meanwhile; that is then
//! a new chat.

use std::time::Duration;

use dienstchat_core::duty::Phase;
use ruma::{OwnedRoomId, RoomId};

use super::{
    Outlook, StepError, media,
    room::alias,
    steps::{Chat, Next},
};
use crate::{homeserver::PurgeStatus, metrics::Counter};

/// How long the homeserver is left alone with a deletion.
const LOOK_AGAIN: Duration = Duration::from_millis(300);

pub(super) async fn run(chat: &Chat<'_>) -> Result<Next, StepError> {
    let db = &chat.app.db;
    let (ov, duty_id) = (&chat.record.ov, &chat.record.duty_id);
    let room = match &chat.record.room_id {
        Some(room) => Some(room.clone()),
        // It may have been made without being written down.
        None => chat.homeserver.room_of_alias(&alias(chat)?).await?,
    };
    if let Some(room) = room {
        if chat.record.room_id.is_none() {
            db.set_room(ov, duty_id, Some(&room)).await?;
        }
        if !chat.record.purging {
            db.set_purging(ov, duty_id, None).await?;
        }
        if !purged(chat, &room).await? {
            return Ok(Next::Soon(LOOK_AGAIN));
        }
        db.forget_media_of_room(&room).await?;
        chat.app.metrics.count(Counter::RoomsDeleted, &[]);
        tracing::info!(ov = chat.ov(), duty_id = chat.duty_id(), "room deleted");
    }
    let outlook = Outlook::of(chat.record, chat.organisation)?;
    let forget =
        outlook.is_none_or(|outlook| outlook.phase(chat.app.clock.now()) == Phase::Deleted);
    db.set_deleted(ov, duty_id, chat.record.revision, forget)
        .await?;
    Ok(Next::Done)
}

/// Whether the room is purged; begins it, and looks how far it is.
async fn purged(chat: &Chat<'_>, room: &OwnedRoomId) -> Result<bool, StepError> {
    let db = &chat.app.db;
    let purge_id = if let Some(purge_id) = &chat.record.purge_id {
        purge_id.clone()
    } else {
        // A purge tells nobody: clients learn of it by their removal.
        remove_members(chat, room).await?;
        media::delete_of_room(chat.app, chat.homeserver, room).await?;
        chat.homeserver.delete_alias(&alias(chat)?).await?;
        let Some(purge_id) = chat.homeserver.begin_purge(room).await? else {
            return Ok(true);
        };
        db.set_purging(&chat.record.ov, &chat.record.duty_id, Some(&purge_id))
            .await?;
        purge_id
    };
    match chat.homeserver.purge_status(&purge_id).await? {
        PurgeStatus::Complete => Ok(true),
        PurgeStatus::Running => Ok(false),
        PurgeStatus::Lost => {
            db.set_purging(&chat.record.ov, &chat.record.duty_id, None)
                .await?;
            Ok(false)
        }
    }
}

async fn remove_members(chat: &Chat<'_>, room: &RoomId) -> Result<(), StepError> {
    let Some(state) = chat.homeserver.room_state(room).await? else {
        return Ok(());
    };
    for (user, membership) in &state.members {
        let present = matches!(membership.as_str(), "join" | "invite" | "knock");
        if present && user != chat.homeserver.own_user() {
            chat.homeserver.kick(room, user).await?;
        }
    }
    Ok(())
}
