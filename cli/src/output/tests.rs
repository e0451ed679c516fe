//! Snapshots of everything that can be shown, in `snapshots/`. `UPDATE_SNAPSHOTS=1` writes them
//! anew; the difference is then read in the review.

use std::path::Path;

use chrono::FixedOffset;
use dienstchat_core::duty::{DutyState, Phase, Role};

use super::*;
use crate::view::{
    Account, AccountReason, AccountState, Chat, ChatSeal, Content, Member, Message, MessageState,
    Organisation, SendFailure, Sent, SignedIn, WaitReason,
};

const NOON: i64 = 1_795_518_000;

fn message(id: &str, minutes: i64, content: Content, state: MessageState) -> Message {
    Message {
        account: "xyz_1".to_owned(),
        duty_id: "4711".to_owned(),
        id: id.to_owned(),
        at_ms: (NOON + 60 * minutes) * 1_000,
        sender: "@xyz_2:localhost".to_owned(),
        sender_name: "Ben".to_owned(),
        own: state != MessageState::Received,
        content,
        state,
    }
}

fn text(text: &str) -> Content {
    Content::Text {
        text: text.to_owned(),
    }
}

fn chat() -> Chat {
    Chat {
        account: "xyz_1".to_owned(),
        ov: "xyz".to_owned(),
        duty_id: "4711".to_owned(),
        link: "https://chat.example.org/d/xyz/4711".to_owned(),
        title: "Stadtfest".to_owned(),
        starts_at: NOON - 7_200,
        ends_at: NOON + 21_600,
        meeting_point: Some("Rathaus".to_owned()),
        state: DutyState::Planned,
        phase: Phase::Active,
        read_only_from: NOON + 21_600 + 2 * 86_400,
        delete_at: NOON + 21_600 + 32 * 86_400,
        sealed: None,
        unread: 2,
        last_message: Some(message(
            "$1",
            0,
            text("eins\nzwei \u{1b}[31m"),
            MessageState::Received,
        )),
    }
}

fn account(state: AccountState, reason: Option<AccountReason>) -> Account {
    Account {
        account: "xyz_1".to_owned(),
        ov: "xyz".to_owned(),
        state,
        reason,
        user_id: Some("@xyz_1:localhost".to_owned()),
        device_id: Some("DEVICE".to_owned()),
        chats: 3,
        unread: 2,
        queued: 1,
        secrets: "secret-service",
    }
}

fn member(name: &str, role: Role, joined: bool) -> Member {
    Member {
        account: "xyz_2".to_owned(),
        user_id: Some("@xyz_2:localhost".to_owned()),
        name: name.to_owned(),
        role,
        function: (role == Role::Assigned).then(|| "Sanitäter".to_owned()),
        joined,
        own: name == "Anna",
    }
}

fn organisation(trusted: bool) -> Record {
    Record::Organisation(Organisation {
        ov: "xyz".to_owned(),
        name: "Ortsverband Musterstadt".to_owned(),
        issuer: "https://id.example.org".to_owned(),
        trusted,
        server_name: "chat.example.org".to_owned(),
    })
}

fn sent(state: MessageState) -> Record {
    Record::Sent(Sent {
        account: "xyz_1".to_owned(),
        duty_id: "4711".to_owned(),
        transaction_id: "txn".to_owned(),
        state,
    })
}

fn lists() -> Vec<Record> {
    vec![
        organisation(true),
        organisation(false),
        Record::Account(account(AccountState::Active, None)),
        Record::Account(account(
            AccountState::Sealed,
            Some(AccountReason::SignInAgain),
        )),
        Record::Account(Account {
            user_id: None,
            device_id: None,
            secrets: "file",
            ..account(AccountState::Unavailable, Some(AccountReason::KeyMissing))
        }),
        Record::Chat(chat()),
        Record::Chat(Chat {
            state: DutyState::Cancelled,
            phase: Phase::ReadOnly,
            meeting_point: None,
            unread: 0,
            last_message: None,
            ends_at: NOON + 86_400,
            ..chat()
        }),
        Record::Chat(Chat {
            sealed: Some(ChatSeal::Removed),
            last_message: None,
            unread: 0,
            ..chat()
        }),
        Record::Member(member("Anna", Role::Responsible, true)),
        Record::Member(member("Ben", Role::Assigned, true)),
        Record::Member(member("", Role::Assigned, false)),
    ]
}

fn messages() -> Vec<Record> {
    use MessageState::{Failed, Queued, Received, Sent};
    let waiting = |reason| Content::Waiting { reason };
    [
        message("$1", -24 * 60, text("Gestern"), Received),
        message("$2", 0, text("Hallo,\nzweite Zeile"), Received),
        message("$3", 1, text("Antwort"), Sent),
        message("$4", 2, text("später"), Queued),
        message("$5", 3, text("zu spät"), Failed(SendFailure::ReadOnly)),
        message("$6", 4, waiting(WaitReason::BeforeDevice), Received),
        message("$7", 5, waiting(WaitReason::KeyMissing), Received),
        message("$8", 6, waiting(WaitReason::Withheld), Received),
        message("$9", 7, waiting(WaitReason::Refused), Received),
        message("$10", 8, Content::Deleted, Received),
        message("$11", 9, Content::Unsupported, Received),
        Message {
            sender_name: String::new(),
            ..message("$12", 10, text("Tschüss"), Received)
        },
    ]
    .into_iter()
    .map(Record::Message)
    .collect()
}

fn events() -> Vec<Record> {
    vec![
        Record::Authorize {
            url: "https://id.example.org/authorize?state=x".to_owned(),
        },
        Record::SignedIn(SignedIn {
            account: "xyz_1".to_owned(),
            ov: "xyz".to_owned(),
            user_id: "@xyz_1:localhost".to_owned(),
            device_id: "DEVICE".to_owned(),
        }),
        Record::Following {
            account: "xyz_1".to_owned(),
            duty_id: "4711".to_owned(),
        },
        Record::SignInFirst {
            ov: "xyz".to_owned(),
        },
        sent(MessageState::Sent),
        sent(MessageState::Queued),
        sent(MessageState::Failed(SendFailure::NotAMember)),
        Record::SignedOut {
            account: "xyz_1".to_owned(),
            server_told: true,
        },
        Record::SignedOut {
            account: "xyz_1".to_owned(),
            server_told: false,
        },
    ]
}

fn check(name: &str, records: fn() -> Vec<Record>) {
    let zone = Zone::Fixed(FixedOffset::east_opt(3_600).unwrap());
    for (suffix, mut output) in [
        ("de.txt", Output::text(Vec::new(), Lang::De, zone)),
        ("en.txt", Output::text(Vec::new(), Lang::En, zone)),
        ("jsonl", Output::json(Vec::new())),
    ] {
        for record in records() {
            output.show(&record).unwrap();
        }
        let actual = String::from_utf8(output.out).unwrap();
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("src/output/snapshots/{name}.{suffix}"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&file, &actual).unwrap();
        }
        let expected = std::fs::read_to_string(&file).unwrap();
        assert_eq!(actual, expected, "{}", file.display());
    }
}

#[test]
fn lists_are_shown() {
    check("lists", lists);
}

#[test]
fn messages_are_shown() {
    check("messages", messages);
}

#[test]
fn events_are_shown() {
    check("events", events);
}

#[test]
fn words_for_people_are_not_in_json() {
    let mut output = Output::json(Vec::new());
    output.say("Hallo").unwrap();
    assert!(output.is_json() && output.out.is_empty());
}
