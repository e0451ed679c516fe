//! One duty: from what is to what is wanted.

use std::time::Duration;

use dienstchat_core::{duty::Phase, ids::DutyId};

use super::{Outlook, StepError, members, purge, room, wanted};
use crate::{
    app::App,
    db::{Applied, DutyRecord, Organisation},
    homeserver::Homeserver,
};

/// A duty's chat, with what is needed to work on it.
pub(super) struct Chat<'a> {
    pub(super) app: &'a App,
    pub(super) homeserver: &'a Homeserver,
    pub(super) organisation: &'a Organisation,
    pub(super) record: &'a DutyRecord,
}

impl Chat<'_> {
    pub(super) fn ov(&self) -> &str {
        self.record.ov.as_str()
    }

    pub(super) fn duty_id(&self) -> &str {
        DutyId::as_str(&self.record.duty_id)
    }
}

/// How it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// The chat is as wanted.
    Done,
    /// The homeserver is still at work.
    Soon(Duration),
}

/// Brings a chat to what is wanted.
pub(super) async fn bring(chat: &Chat<'_>) -> Result<Next, StepError> {
    if chat.record.purging {
        return purge::run(chat).await;
    }
    let Some(outlook) = Outlook::of(chat.record, chat.organisation)? else {
        return Ok(Next::Done);
    };
    let phase = outlook.phase(chat.app.clock.now());
    let applied = match phase {
        Phase::Active => Applied::Active,
        Phase::ReadOnly => Applied::ReadOnly,
        Phase::Deleted => return purge::run(chat).await,
    };
    let Some(roster) = room::roster(chat).await? else {
        return Ok(Next::Soon(Duration::ZERO));
    };
    let state = wanted::state(
        outlook.envelope(),
        &roster,
        phase,
        chat.homeserver.server_name(),
    )?;
    let applied = match room::ensure(chat, phase, &state).await? {
        Some((room, actual)) => {
            room::repair(chat, &room, state, &actual).await?;
            members::apply(chat, &room, &roster, &actual).await?;
            applied
        }
        None => Applied::None,
    };
    chat.app
        .db
        .set_applied(
            &chat.record.ov,
            &chat.record.duty_id,
            applied,
            chat.record.revision,
        )
        .await?;
    Ok(Next::Done)
}
