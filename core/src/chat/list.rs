//! The list of duty chats.

use ruma::{ServerName, UserId};

use super::{TimelineItem, timeline};
use crate::{
    duty::{DutyState, Limits, Phase},
    ids::{AccountId, DutyId, OrgCode},
    store::{Chat, ChatState, ReadTx, SealReason, StoreError},
    time::Timestamp,
};

/// Who looks, and when.
#[derive(Clone, Debug)]
pub(crate) struct Viewer {
    /// The account.
    pub(crate) account: AccountId,
    /// Its user.
    pub(crate) user: ruma::OwnedUserId,
    /// Its homeserver.
    pub(crate) server: ruma::OwnedServerName,
    /// The time that counts.
    pub(crate) now: Timestamp,
}

impl Viewer {
    pub(super) fn user(&self) -> &UserId {
        &self.user
    }

    pub(super) fn server(&self) -> &ServerName {
        &self.server
    }
}

/// Why a chat is hidden and cannot be used, without being destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ChatSeal {
    /// The account was removed from the duty.
    Removed,
    /// The server does not list the chat any more.
    NotListed,
}

/// A chat in the list. Title, times and names are those of the duty statement.
#[derive(Clone, PartialEq, Eq)]
pub struct ChatSummary {
    /// The account that is in the chat.
    pub account: AccountId,
    /// The duty's organisation.
    pub ov: OrgCode,
    /// The duty.
    pub duty_id: DutyId,
    /// The duty's title.
    pub title: String,
    /// When the duty begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// Where the helpers meet.
    pub meeting_point: Option<String>,
    /// Whether the duty takes place and has a chat.
    pub state: DutyState,
    /// What holds now.
    pub phase: Phase,
    /// Until when members write and read.
    pub limits: Limits,
    /// Set when the chat is sealed.
    pub sealed: Option<ChatSeal>,
    /// The newest message.
    pub last_message: Option<TimelineItem>,
    /// Messages of others that came after the last one that was read.
    pub unread: u64,
}

impl std::fmt::Debug for ChatSummary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChatSummary")
            .field("ov", &self.ov)
            .field("duty_id", &self.duty_id)
            .field("phase", &self.phase)
            .field("sealed", &self.sealed)
            .field("unread", &self.unread)
            .finish_non_exhaustive()
    }
}

/// The chat of a duty: one of this organisation before one of another that uses the same id, an
/// open one before a sealed one.
pub(crate) fn find(
    tx: &ReadTx<'_>,
    ov: &OrgCode,
    duty: &DutyId,
) -> Result<Option<Chat>, StoreError> {
    let mut chats = tx.chats().of_duty(duty)?;
    chats.sort_by_key(|chat| {
        let other = chat.envelope.statement().ov != *ov;
        (other, chat.state != ChatState::Open)
    });
    Ok(chats.into_iter().next())
}

/// All chats of an account but those whose time is over, sealed ones included.
pub(crate) fn list(tx: &ReadTx<'_>, viewer: &Viewer) -> Result<Vec<ChatSummary>, StoreError> {
    let mut summaries = Vec::new();
    for chat in tx.chats().list()? {
        if chat.limits.phase(viewer.now) != Phase::Deleted {
            summaries.push(summary(tx, viewer, &chat)?);
        }
    }
    sort(&mut summaries);
    Ok(summaries)
}

/// One chat as it stands in the list.
pub(crate) fn summary(
    tx: &ReadTx<'_>,
    viewer: &Viewer,
    chat: &Chat,
) -> Result<ChatSummary, StoreError> {
    let statement = chat.envelope.statement();
    let sealed = match chat.state {
        ChatState::Open => None,
        ChatState::Sealed(seal) => Some(match seal.reason {
            SealReason::Removed => ChatSeal::Removed,
            SealReason::NotListed => ChatSeal::NotListed,
        }),
    };
    // A sealed chat shows nothing of what was said in it.
    let last_message = if sealed.is_none() {
        timeline::newest(tx, viewer, chat)?
    } else {
        None
    };
    Ok(ChatSummary {
        account: viewer.account.clone(),
        ov: statement.ov.clone(),
        duty_id: chat.duty_id.clone(),
        title: statement.title.clone(),
        starts_at: Timestamp::from_secs(statement.starts_at),
        ends_at: Timestamp::from_secs(statement.ends_at),
        meeting_point: statement.meeting_point.clone(),
        state: statement.state,
        phase: chat.limits.phase(viewer.now),
        limits: chat.limits,
        last_message,
        unread: if sealed.is_none() {
            tx.timeline(&chat.room_id).unread()?
        } else {
            0
        },
        sealed,
    })
}

/// The order of the list, also across accounts: active chats first, then those that are read
/// only; among them the duty that begins first.
pub fn sort(chats: &mut [ChatSummary]) {
    chats.sort_by(|a, b| {
        (a.sealed.is_some(), a.phase, a.starts_at, &a.ov, &a.duty_id).cmp(&(
            b.sealed.is_some(),
            b.phase,
            b.starts_at,
            &b.ov,
            &b.duty_id,
        ))
    });
}
