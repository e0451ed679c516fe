//! What the core says, as records of this program.

use dienstchat_core::{
    client::{
        AccountInfo, AccountState, ChatMember, ChatSeal, ChatSummary, Content, ItemId, ItemState,
        SealReason, SendFailure, SendState, TimelineItem, Unavailable, WaitReason,
    },
    ids::{AccountId, DutyId},
};

use crate::view;

/// An account; what its store holds is added by who opens it.
pub(crate) fn account(info: &AccountInfo, secrets: &'static str) -> view::Account {
    let (state, reason) = match info.state {
        AccountState::Active => (view::AccountState::Active, None),
        AccountState::Sealed(reason) => (view::AccountState::Sealed, Some(seal(reason))),
        AccountState::Unavailable(reason) => {
            (view::AccountState::Unavailable, Some(unavailable(reason)))
        }
    };
    view::Account {
        account: info.id.as_str().to_owned(),
        ov: info.id.ov().to_string(),
        state,
        reason,
        user_id: None,
        device_id: None,
        chats: 0,
        unread: 0,
        queued: 0,
        secrets,
    }
}

fn seal(reason: SealReason) -> view::AccountReason {
    match reason {
        SealReason::SignInAgain => view::AccountReason::SignInAgain,
        SealReason::Blocked => view::AccountReason::Blocked,
        SealReason::NoContact => view::AccountReason::NoContact,
    }
}

fn unavailable(reason: Unavailable) -> view::AccountReason {
    match reason {
        Unavailable::Damaged => view::AccountReason::Damaged,
        Unavailable::KeyMissing => view::AccountReason::KeyMissing,
        Unavailable::NewerVersion => view::AccountReason::NewerVersion,
        Unavailable::Locked => view::AccountReason::Locked,
        Unavailable::Storage => view::AccountReason::Storage,
    }
}

/// A chat of the list.
pub(crate) fn chat(summary: &ChatSummary, link: String) -> view::Chat {
    view::Chat {
        account: summary.account.as_str().to_owned(),
        ov: summary.ov.to_string(),
        duty_id: summary.duty_id.to_string(),
        link,
        title: summary.title.clone(),
        starts_at: summary.starts_at.as_secs(),
        ends_at: summary.ends_at.as_secs(),
        meeting_point: summary.meeting_point.clone(),
        state: summary.state,
        phase: summary.phase,
        read_only_from: summary.limits.read_only_from.as_secs(),
        delete_at: summary.limits.delete_at.as_secs(),
        sealed: summary.sealed.map(|seal| match seal {
            ChatSeal::Removed => view::ChatSeal::Removed,
            ChatSeal::NotListed => view::ChatSeal::NotListed,
        }),
        unread: summary.unread,
        last_message: summary
            .last_message
            .as_ref()
            .map(|item| message(&summary.account, &summary.duty_id, item)),
    }
}

/// A person on a duty.
pub(crate) fn member(member: &ChatMember) -> view::Member {
    view::Member {
        account: member.account.as_str().to_owned(),
        user_id: member.user_id.as_ref().map(ToString::to_string),
        name: member.name.clone(),
        role: member.role,
        function: member.function.clone(),
        joined: member.joined,
        own: member.own,
    }
}

/// A message.
pub(crate) fn message(account: &AccountId, duty: &DutyId, item: &TimelineItem) -> view::Message {
    view::Message {
        account: account.as_str().to_owned(),
        duty_id: duty.to_string(),
        id: match &item.id {
            ItemId::Event(id) => id.to_string(),
            ItemId::Transaction(id) => id.to_string(),
        },
        at_ms: item.at.as_millis(),
        sender: item.sender.to_string(),
        sender_name: item.sender_name.clone().unwrap_or_default(),
        own: item.own,
        content: content(&item.content),
        state: item_state(item.state),
    }
}

fn content(content: &Content) -> view::Content {
    match content {
        Content::Text(text) => view::Content::Text { text: text.clone() },
        Content::Waiting(reason) => view::Content::Waiting {
            reason: wait_reason(*reason),
        },
        Content::Deleted => view::Content::Deleted,
        Content::Unsupported => view::Content::Unsupported,
    }
}

fn wait_reason(reason: WaitReason) -> view::WaitReason {
    match reason {
        WaitReason::BeforeDevice => view::WaitReason::BeforeDevice,
        WaitReason::KeyMissing => view::WaitReason::KeyMissing,
        WaitReason::Withheld => view::WaitReason::Withheld,
        WaitReason::Refused => view::WaitReason::Refused,
    }
}

fn item_state(state: ItemState) -> view::MessageState {
    match state {
        ItemState::Received => view::MessageState::Received,
        ItemState::Sent => view::MessageState::Sent,
        ItemState::Queued => view::MessageState::Queued,
        ItemState::Sending => view::MessageState::Sending,
        ItemState::Failed(failure) => view::MessageState::Failed(send_failure(failure)),
    }
}

/// How far a message of one's own is.
pub(crate) fn send_state(state: &SendState) -> view::MessageState {
    match state {
        SendState::Queued => view::MessageState::Queued,
        SendState::Sending => view::MessageState::Sending,
        SendState::Sent(_) => view::MessageState::Sent,
        SendState::Failed(failure) => view::MessageState::Failed(send_failure(*failure)),
    }
}

fn send_failure(failure: SendFailure) -> view::SendFailure {
    match failure {
        SendFailure::ReadOnly => view::SendFailure::ReadOnly,
        SendFailure::NotAMember => view::SendFailure::NotAMember,
        SendFailure::TooLarge => view::SendFailure::TooLarge,
        SendFailure::Refused => view::SendFailure::Refused,
    }
}
