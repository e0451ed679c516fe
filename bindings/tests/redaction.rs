//! What Kotlin's `toString` and Swift's `description` show of data that nobody may read in a log.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

use std::fmt;

use dienstchat_core::{
    duty::{DutyState, Limits, Phase, Role},
    time::Timestamp,
};
use dienstchat_ffi::{
    AccountInfo, AccountState, ChatMember, ChatSummary, Content, ItemId, ItemState, LinkTarget,
    QueueDiff, QueuedMessage, SignInStarted, SignInTarget, TimelineDiff, TimelineItem,
    TimelinePage, TimelineUpdate,
};

/// Stands in each field that holds a name, a text or an id.
const SECRET: &str = "geheim";

fn secret() -> String {
    SECRET.to_owned()
}

/// What is shown, which must have none of it.
fn shown<T: fmt::Debug + fmt::Display>(value: &T) -> String {
    let (debug, display) = (format!("{value:?}"), format!("{value}"));
    for text in [
        &debug,
        &display,
        &format!("{value:#?}"),
        &format!("{value:#}"),
    ] {
        assert!(!text.contains(SECRET), "{text}");
    }
    assert_eq!(debug, display);
    display
}

fn item() -> TimelineItem {
    TimelineItem {
        id: ItemId::Event { event_id: secret() },
        sender: secret(),
        sender_name: Some(secret()),
        own: false,
        at: Timestamp::from_millis(0),
        content: Content::Text { text: secret() },
        state: ItemState::Received,
    }
}

fn queued() -> QueuedMessage {
    QueuedMessage {
        transaction_id: secret(),
        text: secret(),
        queued_at: Timestamp::from_millis(0),
        state: ItemState::Queued,
    }
}

#[test]
fn a_message_shows_what_kind_it_is() {
    assert_eq!(shown(&Content::Text { text: secret() }), "Text(…)");
    assert_eq!(shown(&Content::Deleted), "Deleted");
    assert_eq!(
        shown(&item()),
        "TimelineItem { own: false, content: Text(…), state: Received, .. }"
    );
    assert_eq!(shown(&queued()), "QueuedMessage { state: Queued, .. }");
    let page = TimelinePage {
        items: vec![item()],
        older: None,
        incomplete: false,
    };
    assert!(!format!("{page:?}").contains(SECRET));
}

#[test]
fn a_chat_shows_what_holds_in_it() {
    let summary = ChatSummary {
        account: secret(),
        ov: secret(),
        duty_id: secret(),
        title: secret(),
        starts_at: Timestamp::from_millis(0),
        ends_at: Timestamp::from_millis(0),
        meeting_point: Some(secret()),
        state: DutyState::Planned,
        phase: Phase::Active,
        limits: Limits {
            read_only_from: Timestamp::from_millis(0),
            delete_at: Timestamp::from_millis(0),
        },
        sealed: None,
        last_message: Some(item()),
        unread: 0,
    };
    assert_eq!(
        shown(&summary),
        "ChatSummary { phase: Active, sealed: None, .. }"
    );
    let member = ChatMember {
        account: secret(),
        user_id: Some(secret()),
        name: secret(),
        role: Role::Assigned,
        function: Some(secret()),
        joined: true,
        own: false,
    };
    assert_eq!(
        shown(&member),
        "ChatMember { role: Assigned, joined: true, .. }"
    );
}

#[test]
fn steps_show_where_and_what_kind() {
    let reset = TimelineDiff::Reset {
        values: vec![item(), item()],
    };
    assert_eq!(shown(&reset), "Reset(2 items)");
    let insert = TimelineDiff::Insert {
        index: 3,
        value: item(),
    };
    assert_eq!(shown(&insert), format!("Insert(3, {})", item()));
    let set = QueueDiff::Set {
        index: 0,
        value: queued(),
    };
    assert_eq!(shown(&set), format!("Set(0, {})", queued()));
    assert_eq!(shown(&QueueDiff::Remove { index: 1 }), "Remove(1)");
    let update = TimelineUpdate {
        diffs: vec![reset, insert],
        older_here: true,
        incomplete: false,
    };
    assert!(!format!("{update:?}").contains(SECRET));
}

#[test]
fn a_person_is_not_named() {
    let info = AccountInfo {
        sign_out_after: Some(secret()),
        clock_offset_ms: Some(0),
        offline: false,
        id: secret(),
        ov: secret(),
        user_id: Some(secret()),
        state: AccountState::Active,
    };
    assert_eq!(shown(&info), "AccountInfo { state: Active, .. }");
    let target = LinkTarget::Chat {
        account: secret(),
        duty_id: secret(),
    };
    assert_eq!(shown(&target), "Chat(…)");
    assert_eq!(shown(&LinkTarget::SignIn { ov: secret() }), "SignIn(…)");
    assert_eq!(shown(&SignInTarget::Account { id: secret() }), "Account(…)");
    assert_eq!(
        shown(&SignInTarget::Organisation { ov: secret() }),
        "Organisation(…)"
    );
    let started = SignInStarted {
        authorize_url: secret(),
    };
    assert_eq!(shown(&started), "SignInStarted { .. }");
}
