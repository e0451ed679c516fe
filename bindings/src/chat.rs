//! One chat of one account.

use std::{fmt, sync::Arc};

use dienstchat_core::{
    client::{self, ChatSeal},
    duty::{DutyState, Limits, Phase, Role},
    time::Timestamp,
};

use crate::{ChatError, QueuedMessage, TimelineItem, TimelinePage, TimelineToken};

/// Why a chat is sealed: hidden and unusable, and destroyed unless it is undone.
#[uniffi::remote(Enum)]
pub enum ChatSeal {
    /// The account was removed from the duty.
    Removed,
    /// The server does not list the chat any more.
    NotListed,
}

/// A chat as a list shows it.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChatSummary {
    /// The account that is on the duty.
    pub account: String,
    /// The organisation.
    pub ov: String,
    /// The duty.
    pub duty_id: String,
    /// The duty's title.
    pub title: String,
    /// When the duty begins.
    pub starts_at: Timestamp,
    /// When the duty ends.
    pub ends_at: Timestamp,
    /// Where the people meet.
    pub meeting_point: Option<String>,
    /// What HiOrg-Server says of the duty.
    pub state: DutyState,
    /// What holds in the chat now.
    pub phase: Phase,
    /// When that changes.
    pub limits: Limits,
    /// Why the chat is sealed, if it is.
    pub sealed: Option<ChatSeal>,
    /// The newest message.
    pub last_message: Option<TimelineItem>,
    /// Messages since [`Chat::mark_read`].
    pub unread: u64,
}

impl From<client::ChatSummary> for ChatSummary {
    fn from(summary: client::ChatSummary) -> Self {
        Self {
            account: summary.account.into(),
            ov: summary.ov.into(),
            duty_id: summary.duty_id.into(),
            title: summary.title,
            starts_at: summary.starts_at,
            ends_at: summary.ends_at,
            meeting_point: summary.meeting_point,
            state: summary.state,
            phase: summary.phase,
            limits: summary.limits,
            sealed: summary.sealed,
            last_message: summary.last_message.map(Into::into),
            unread: summary.unread,
        }
    }
}

impl fmt::Debug for ChatSummary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatSummary")
            .field("phase", &self.phase)
            .field("sealed", &self.sealed)
            .finish_non_exhaustive()
    }
}

/// Somebody on the duty.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
pub struct ChatMember {
    /// The person's account.
    pub account: String,
    /// The person's Matrix user; none when the id is too long to be one.
    pub user_id: Option<String>,
    /// The name, from the duty's roster.
    pub name: String,
    /// How they are on the duty.
    pub role: Role,
    /// What HiOrg-Server calls the position ("Sanitäter", "Fahrer").
    pub function: Option<String>,
    /// False: not yet in the chat.
    pub joined: bool,
    /// This account itself.
    pub own: bool,
}

impl From<client::ChatMember> for ChatMember {
    fn from(member: client::ChatMember) -> Self {
        Self {
            account: member.account.into(),
            user_id: member.user_id.map(Into::into),
            name: member.name,
            role: member.role,
            function: member.function,
            joined: member.joined,
            own: member.own,
        }
    }
}

impl fmt::Debug for ChatMember {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ChatMember")
            .field("role", &self.role)
            .field("joined", &self.joined)
            .finish_non_exhaustive()
    }
}

/// One chat of one account.
#[derive(uniffi::Object)]
pub struct Chat(pub(crate) client::Chat);

#[uniffi::export(async_runtime = "tokio")]
impl Chat {
    /// The chat as a list shows it.
    ///
    /// # Errors
    /// When it is gone, or its data cannot be read.
    pub fn summary(&self) -> Result<ChatSummary, ChatError> {
        Ok(self.0.summary()?.into())
    }

    /// Everybody on the duty, also those who are not yet in the chat.
    ///
    /// # Errors
    /// When the chat is gone, or its data cannot be read.
    pub fn members(&self) -> Result<Vec<ChatMember>, ChatError> {
        Ok(self.0.members()?.into_iter().map(Into::into).collect())
    }

    /// The newest messages on this device with what is on its way, or those before
    /// [`TimelinePage::older`]; at most `limit`.
    ///
    /// # Errors
    /// When the chat is gone or sealed, or its data cannot be read.
    pub fn timeline(
        &self,
        before: Option<Arc<TimelineToken>>,
        limit: u16,
    ) -> Result<TimelinePage, ChatError> {
        let before = before.map(|token| token.0);
        Ok(self.0.timeline(before, limit.into())?.into())
    }

    /// Fetches what the server has before the oldest message that joins on to the newest; false
    /// when there is nothing more.
    ///
    /// # Errors
    /// When the server cannot be reached, or the chat is gone or sealed.
    pub async fn load_older(&self) -> Result<bool, ChatError> {
        Ok(self.0.load_older().await?)
    }

    /// Takes a text into the send queue, in order and for good, and names it. It is sent while
    /// the account synchronises.
    ///
    /// # Errors
    /// When nothing may be written, or the text is empty or too long.
    pub fn send_text(&self, text: &str) -> Result<String, ChatError> {
        Ok(self.0.send_text(text)?.to_string())
    }

    /// What is in the send queue, in order.
    ///
    /// # Errors
    /// When the chat is gone, or its data cannot be read.
    pub fn queue(&self) -> Result<Vec<QueuedMessage>, ChatError> {
        Ok(self.0.queue()?.into_iter().map(Into::into).collect())
    }

    /// Puts a failed message back into the queue.
    ///
    /// # Errors
    /// When there is none of this name.
    pub fn retry(&self, transaction_id: &str) -> Result<(), ChatError> {
        Ok(self.0.retry(transaction_id.into())?)
    }

    /// Drops a message that is not sent yet.
    ///
    /// # Errors
    /// When there is none of this name, or it is on its way.
    pub fn discard(&self, transaction_id: &str) -> Result<(), ChatError> {
        Ok(self.0.discard(transaction_id.into())?)
    }

    /// Counts everything that is there as read.
    ///
    /// # Errors
    /// When the chat is gone, or its data cannot be read.
    pub fn mark_read(&self) -> Result<(), ChatError> {
        Ok(self.0.mark_read()?)
    }
}
