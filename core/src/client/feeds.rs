//! The feeds of each thing: what is looked at, and when.

use super::{
    account::Account,
    accounts::{AccountInfo, Accounts},
    chat::Chat,
    dienstchat::Dienstchat,
    diff::{Diff, diff},
    error::{ChatError, ClientError},
    feed::{Feed, ValueFeed},
    pull::Wakers,
};
use crate::chat::{ChatMember, ChatSummary, QueuedMessage};

impl Dienstchat {
    /// The list of [`chats`](Self::chats) as it changes, also when accounts come, go, are sealed
    /// and come back.
    #[must_use]
    pub fn chat_feed(&self) -> Feed<ChatSummary, ClientError> {
        let signals = &self.shared().signals;
        let wakers = Wakers {
            changes: signals.changes(),
            signals: signals.clone(),
        };
        let client = self.clone();
        Feed::new(wakers, move || client.chats(), chats)
    }
}

impl Accounts {
    /// The [`list`](Self::list) as it changes.
    #[must_use]
    pub fn feed(&self) -> Feed<AccountInfo, ClientError> {
        let signals = &self.shared.signals;
        let wakers = Wakers {
            changes: signals.changes(),
            signals: signals.clone(),
        };
        let accounts = self.clone();
        Feed::new(wakers, move || accounts.list(), infos)
    }
}

impl Account {
    /// The list of [`chats`](Self::chats) as it changes.
    #[must_use]
    pub fn chat_feed(&self) -> Feed<ChatSummary, ClientError> {
        let account = self.clone();
        Feed::new(self.wakers(), move || account.chats(), chats)
    }

    /// What makes a feed of this account look.
    pub(super) fn wakers(&self) -> Wakers {
        Wakers {
            signals: self.signals().clone(),
            changes: self.changes(),
        }
    }
}

impl Chat {
    /// The [`summary`](Self::summary), each time that it has changed.
    #[must_use]
    pub fn feed(&self) -> ValueFeed<ChatSummary, ChatError> {
        let chat = self.clone();
        ValueFeed::new(self.account().wakers(), move || chat.summary())
    }

    /// The [`members`](Self::members) as they change.
    #[must_use]
    pub fn member_feed(&self) -> Feed<ChatMember, ChatError> {
        let chat = self.clone();
        Feed::new(self.account().wakers(), move || chat.members(), members)
    }

    /// The send [`queue`](Self::queue) as it changes.
    #[must_use]
    pub fn queue_feed(&self) -> Feed<QueuedMessage, ChatError> {
        let chat = self.clone();
        Feed::new(self.account().wakers(), move || chat.queue(), queue)
    }
}

fn chats(old: &[ChatSummary], new: &[ChatSummary]) -> Vec<Diff<ChatSummary>> {
    diff(old, new, |chat| {
        let ChatSummary {
            account,
            ov,
            duty_id,
            ..
        } = chat;
        (account.clone(), ov.clone(), duty_id.clone())
    })
}

fn infos(old: &[AccountInfo], new: &[AccountInfo]) -> Vec<Diff<AccountInfo>> {
    diff(old, new, |account| account.id.clone())
}

fn members(old: &[ChatMember], new: &[ChatMember]) -> Vec<Diff<ChatMember>> {
    diff(old, new, |member| member.account.clone())
}

fn queue(old: &[QueuedMessage], new: &[QueuedMessage]) -> Vec<Diff<QueuedMessage>> {
    diff(old, new, |message| message.transaction_id.clone())
}
