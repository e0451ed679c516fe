//! Lists of chats.

use std::fmt;

use dienstchat_core::{
    client::{self, ChatSeal},
    duty::{DutyState, Limits, Phase},
    time::Timestamp,
};

use crate::{ChatListUpdates, ClientError, TimelineItem, guard::guarded};

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
#[uniffi::export(Debug, Display)]
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
    /// Messages since `Chat.markRead`.
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

/// The chats of one account, or of all accounts that can be used.
#[derive(Debug, uniffi::Object)]
pub struct Chats(pub(crate) Of);

/// Whose chats they are.
#[derive(Debug)]
pub(crate) enum Of {
    All(client::Dienstchat),
    One(client::Account),
}

#[uniffi::export]
impl Chats {
    /// All chats: active ones first, then those that are read only; among them the duty that
    /// begins first. Those of one account list its sealed chats too, last. Needs no network.
    ///
    /// # Errors
    /// When the account is sealed, or its data cannot be read.
    pub fn list(&self) -> Result<Vec<ChatSummary>, ClientError> {
        guarded(|| Ok(self.0.list()?.into_iter().map(Into::into).collect()))
    }

    /// A subscription to the list.
    #[must_use]
    pub fn subscribe(&self) -> ChatListUpdates {
        ChatListUpdates(match &self.0 {
            Of::All(dienstchat) => dienstchat.chat_feed(),
            Of::One(account) => account.chat_feed(),
        })
    }
}

impl Of {
    fn list(&self) -> Result<Vec<client::ChatSummary>, client::ClientError> {
        match self {
            Self::All(dienstchat) => dienstchat.chats(),
            Self::One(account) => account.chats(),
        }
    }
}
