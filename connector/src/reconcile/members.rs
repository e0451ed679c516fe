//! Who is in a chat: everybody on the statement who has a Matrix user, nobody else.

use std::collections::BTreeMap;

use dienstchat_core::ids::user_id;
use ruma::{OwnedUserId, RoomId, UserId};

use super::{StepError, steps::Chat};
use crate::{
    db::RosterEntry,
    homeserver::{HomeserverError, RoomState},
};

/// Removes whom the statement does not name, then brings in whom it names.
///
/// One person's failure does not keep the others out; the first is reported at the end.
pub(super) async fn apply(
    chat: &Chat<'_>,
    room: &RoomId,
    roster: &[RosterEntry],
    actual: &RoomState,
) -> Result<(), StepError> {
    let server = chat.homeserver.server_name();
    let mut wanted: BTreeMap<OwnedUserId, &RosterEntry> = BTreeMap::new();
    for entry in roster.iter().filter(|entry| entry.eligible) {
        wanted.insert(user_id(&entry.member.ov, &entry.member.sub, server)?, entry);
    }
    let mut failed = None;
    for (user, membership) in &actual.members {
        let present = matches!(membership.as_str(), "join" | "invite" | "knock");
        if present && user != chat.homeserver.own_user() && !wanted.contains_key(user) {
            note(
                &mut failed,
                chat.homeserver
                    .kick(room, user)
                    .await
                    .map_err(StepError::from),
            )?;
        }
    }
    for entry in roster
        .iter()
        .filter(|entry| entry.joined && !entry.eligible)
    {
        joined(chat, entry, false).await?;
    }
    for (user, entry) in &wanted {
        let membership = actual.members.get(user).map_or("leave", String::as_str);
        let result = bring_in(chat, room, user, membership).await;
        if result.is_ok() && !entry.joined {
            joined(chat, entry, true).await?;
        }
        if result.is_err() && entry.joined {
            joined(chat, entry, false).await?;
        }
        note(&mut failed, result.map_err(StepError::from))?;
    }
    failed.map_or(Ok(()), Err)
}

/// Keeps the first failure; one that concerns everybody ends the step.
fn note(failed: &mut Option<StepError>, result: Result<(), StepError>) -> Result<(), StepError> {
    match result {
        Err(error) if error.is_general() => Err(error),
        Err(error) => {
            failed.get_or_insert(error);
            Ok(())
        }
        Ok(()) => Ok(()),
    }
}

async fn bring_in(
    chat: &Chat<'_>,
    room: &RoomId,
    user: &UserId,
    membership: &str,
) -> Result<(), HomeserverError> {
    if membership == "join" {
        return Ok(());
    }
    if membership == "ban" {
        chat.homeserver.unban(room, user).await?;
    }
    if membership != "invite" {
        chat.homeserver.invite(room, user).await?;
    }
    chat.homeserver.join(room, user).await
}

async fn joined(chat: &Chat<'_>, entry: &RosterEntry, joined: bool) -> Result<(), StepError> {
    let member = (&entry.member.ov, &entry.member.sub);
    Ok(chat
        .app
        .db
        .set_joined(&chat.record.ov, &chat.record.duty_id, member, joined)
        .await?)
}
