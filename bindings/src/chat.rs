//! One chat of one account.

use std::fmt;

use dienstchat_core::{client, duty::Role, ids::DutyId};

use crate::{
    Account, ChatError, ChatSummary, ChatUpdates, MemberUpdates, SendQueue, Timeline,
    guard::guarded,
};

/// Somebody on the duty.
#[derive(Clone, PartialEq, Eq, uniffi::Record)]
#[uniffi::export(Debug, Display)]
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
#[derive(Debug, uniffi::Object)]
pub struct Chat {
    pub(crate) chat: client::Chat,
    pub(crate) duty_id: DutyId,
}

#[uniffi::export]
impl Chat {
    /// The account that is in the chat.
    #[must_use]
    pub fn account(&self) -> Account {
        Account(self.chat.account().clone())
    }

    /// The duty.
    #[must_use]
    pub fn duty_id(&self) -> String {
        self.duty_id.to_string()
    }

    /// What was said.
    #[must_use]
    pub fn timeline(&self) -> Timeline {
        Timeline(self.chat.clone())
    }

    /// What is on its way, and where to write.
    #[must_use]
    pub fn send_queue(&self) -> SendQueue {
        SendQueue(self.chat.clone())
    }

    /// The chat as a list shows it.
    ///
    /// # Errors
    /// When it is gone, or its data cannot be read.
    pub fn summary(&self) -> Result<ChatSummary, ChatError> {
        guarded(|| Ok(self.chat.summary()?.into()))
    }

    /// Everybody on the duty, also those who are not yet in the chat.
    ///
    /// # Errors
    /// When the chat is gone or sealed, or its data cannot be read.
    pub fn members(&self) -> Result<Vec<ChatMember>, ChatError> {
        guarded(|| Ok(self.chat.members()?.into_iter().map(Into::into).collect()))
    }

    /// A subscription to the chat as a list shows it.
    #[must_use]
    pub fn subscribe(&self) -> ChatUpdates {
        ChatUpdates(self.chat.feed())
    }

    /// A subscription to everybody on the duty.
    #[must_use]
    pub fn subscribe_members(&self) -> MemberUpdates {
        MemberUpdates(self.chat.member_feed())
    }

    /// What was typed here and not sent; nothing when there is nothing. It stays on this device and
    /// is deleted with the chat.
    ///
    /// # Errors
    /// When the chat is gone or sealed, or its data cannot be read.
    pub fn draft(&self) -> Result<Option<String>, ChatError> {
        guarded(|| Ok(self.chat.draft()?))
    }

    /// Keeps what was typed and not sent, at most 64 KiB of UTF-8; an empty text removes it.
    ///
    /// # Errors
    /// When the chat is gone or sealed, its data cannot be written, or the text is too long.
    pub fn set_draft(&self, text: &str) -> Result<(), ChatError> {
        guarded(|| Ok(self.chat.set_draft(text)?))
    }

    /// Counts everything that is there as read.
    ///
    /// # Errors
    /// When the chat is gone or sealed, or its data cannot be read.
    pub fn mark_read(&self) -> Result<(), ChatError> {
        guarded(|| Ok(self.chat.mark_read()?))
    }
}
