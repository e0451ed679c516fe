//! Tests of list, members, timeline, send queue and retention.

use serde_json::json;

use super::{
    ChatSeal, Content, ItemId, ItemState, MAX_TEXT_BYTES, QueueRefusal, destroy_due, discard,
    enqueue, expire_queue, find, list, mark_read, members, page, queue, retry,
};
use crate::{
    duty::{Phase, Role},
    store::{Body, NewEvent, SendFailure, SendState, StoreError},
    sync::fixture::{ANNA, BEN, END, Phone, duty_event, member, room, state, statement, whole},
    time::{DAY, HOUR, SystemEntropy, Timestamp},
};

fn write(phone: &Phone, text: &str) -> Result<ruma::OwnedTransactionId, QueueRefusal> {
    let chat = phone.chat().unwrap();
    phone
        .store
        .write(|tx| enqueue(tx, &phone.viewer(), &chat, text, &SystemEntropy))
}

fn states(phone: &Phone) -> Vec<SendState> {
    let chat = phone.chat().unwrap();
    let messages = phone.store.read(|tx| queue(tx, &chat)).unwrap();
    messages.into_iter().map(|message| message.state).collect()
}

fn said(phone: &Phone, id: &str, sender: &str, text: &str) {
    let event = NewEvent {
        event_id: ruma::EventId::parse(id).unwrap(),
        sender: sender.try_into().unwrap(),
        origin_ts: phone.now,
        kind: "m.room.message".into(),
        counts: sender != ANNA,
        body: Body::Content(json!({"msgtype": "m.text", "body": text}).to_string()),
    };
    phone
        .store
        .write(|tx| tx.timeline(&room()).append(&[event], false, None))
        .unwrap();
}

#[test]
fn the_list_shows_what_the_statement_says_and_what_was_said_last() {
    let phone = Phone::in_chat();
    said(&phone, "$1", BEN, "Bin unterwegs");
    let chats = phone.store.read(|tx| list(tx, &phone.viewer())).unwrap();
    let [chat] = chats.as_slice() else {
        panic!("one chat")
    };
    assert_eq!(
        (chat.title.as_str(), chat.phase, chat.unread),
        ("Sanitätsdienst", Phase::Active, 1)
    );
    let last = chat.last_message.as_ref().unwrap();
    assert_eq!(last.content, Content::Text("Bin unterwegs".into()));
    assert_eq!(last.sender_name.as_deref(), Some("Ben"));
    phone.store.write(|tx| mark_read(tx, &room())).unwrap();
    let chats = phone.store.read(|tx| list(tx, &phone.viewer())).unwrap();
    assert_eq!(chats[0].unread, 0);
}

#[test]
fn what_somebody_said_keeps_their_name_when_they_are_not_on_the_duty_any_more() {
    let mut phone = Phone::in_chat();
    said(&phone, "$1", BEN, "Bin unterwegs");
    let mut without_ben = statement(2);
    without_ben["members"].as_array_mut().unwrap().pop();
    phone.sync([(room(), state(vec![duty_event(&without_ben)]))]);
    let chat = phone.chat().unwrap();
    let page = phone
        .store
        .read(|tx| page(tx, &phone.viewer(), &chat, None, 10))
        .unwrap();
    assert_eq!(page.items[0].sender_name.as_deref(), Some("Ben"));
}

#[test]
fn a_sealed_chat_shows_nothing_of_what_was_said() {
    let mut phone = Phone::in_chat();
    said(&phone, "$1", BEN, "geheim");
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    let chats = phone.store.read(|tx| list(tx, &phone.viewer())).unwrap();
    assert_eq!(chats[0].sealed, Some(ChatSeal::Removed));
    assert!(chats[0].last_message.is_none() && chats[0].unread == 0);
}

#[test]
fn an_open_chat_of_a_duty_comes_before_a_sealed_one() {
    let mut phone = Phone::in_chat();
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    let again = ruma::RoomId::parse("!again").unwrap();
    phone.sync([(again.clone(), whole(&statement(2), &[ANNA, BEN]))]);
    let found = phone
        .store
        .read(|tx| find(tx, &"xyz".parse().unwrap(), &"4711".parse().unwrap()))
        .unwrap()
        .unwrap();
    assert_eq!(found.room_id, again);
}

#[test]
fn duties_of_two_organisations_may_have_the_same_id() {
    let mut phone = Phone::in_chat();
    let elsewhere = ruma::RoomId::parse("!elsewhere").unwrap();
    let mut other = statement(1);
    other["ov"] = "abc".into();
    let mut update = whole(&other, &[ANNA]);
    update.required_state[1] = crate::sync::fixture::state_event(
        "m.room.canonical_alias",
        "",
        crate::sync::fixture::CONNECTOR,
        &json!({"alias": "#duty_abc_4711:chat.example"}),
    );
    phone.sync([(elsewhere.clone(), update)]);
    for (ov, expected) in [("xyz", room()), ("abc", elsewhere)] {
        let found = phone
            .store
            .read(|tx| find(tx, &ov.parse().unwrap(), &"4711".parse().unwrap()))
            .unwrap();
        assert_eq!(found.unwrap().room_id, expected, "{ov}");
    }
}

#[test]
fn somebody_who_never_signed_in_is_listed_as_not_yet_in_the_chat() {
    let mut phone = Phone::new();
    phone.sync([(room(), whole(&statement(1), &[ANNA]))]);
    let chat = phone.chat().unwrap();
    let members = phone
        .store
        .read(|tx| members(tx, &phone.viewer(), &chat))
        .unwrap();
    let shown: Vec<_> = members
        .iter()
        .map(|m| (m.name.as_str(), m.role, m.joined, m.own))
        .collect();
    assert_eq!(
        shown,
        [
            ("Anna", Role::Responsible, true, true),
            ("Ben", Role::Assigned, false, false)
        ]
    );
}

#[test]
fn what_is_written_is_in_the_queue_and_at_the_end_of_the_timeline() {
    let phone = Phone::in_chat();
    said(&phone, "$1", BEN, "Hallo");
    let transaction = write(&phone, "Hallo Ben").unwrap();
    let chat = phone.chat().unwrap();
    let page = phone
        .store
        .read(|tx| page(tx, &phone.viewer(), &chat, None, 10))
        .unwrap();
    let last = page.items.last().unwrap();
    assert_eq!(last.id, ItemId::Transaction(transaction));
    assert_eq!((last.state, last.own), (ItemState::Queued, true));
    assert_eq!(last.content, Content::Text("Hallo Ben".into()));
    assert_eq!(page.items.len(), 2);
}

#[test]
fn what_cannot_be_sent_is_refused_at_once() {
    let mut phone = Phone::in_chat();
    assert!(matches!(write(&phone, " \n"), Err(QueueRefusal::Empty)));
    assert!(matches!(
        write(&phone, &"x".repeat(MAX_TEXT_BYTES + 1)),
        Err(QueueRefusal::TooLong)
    ));
    assert!(write(&phone, &"x".repeat(MAX_TEXT_BYTES)).is_ok());
    phone.now = Timestamp::from_secs(END).plus(DAY * 2);
    assert!(matches!(
        write(&phone, "zu spät"),
        Err(QueueRefusal::ReadOnly)
    ));
    phone.now = Timestamp::from_secs(END).plus(DAY * 32);
    assert!(matches!(
        write(&phone, "zu spät"),
        Err(QueueRefusal::Deleted)
    ));
    phone.now = Timestamp::from_secs(END);
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    assert!(matches!(
        write(&phone, "ausgetragen"),
        Err(QueueRefusal::NotAMember)
    ));
}

#[test]
fn what_waits_when_a_chat_becomes_read_only_fails_and_is_not_sent_after_a_reopening() {
    let mut phone = Phone::in_chat();
    let transaction = write(&phone, "noch schnell").unwrap();
    phone.now = Timestamp::from_secs(END).plus(DAY * 2);
    phone.store.write(|tx| expire_queue(tx, phone.now)).unwrap();
    assert_eq!(states(&phone), [SendState::Failed(SendFailure::ReadOnly)]);

    let mut moved = statement(2);
    moved["ends_at"] = (END + 5 * 86_400).into();
    phone.sync([(room(), state(vec![duty_event(&moved)]))]);
    phone.store.write(|tx| expire_queue(tx, phone.now)).unwrap();
    assert_eq!(states(&phone), [SendState::Failed(SendFailure::ReadOnly)]);
    assert!(
        phone
            .store
            .write(|tx| tx.queue().claim(phone.now, HOUR))
            .unwrap()
            .is_none()
    );

    let chat = phone.chat().unwrap();
    assert!(
        phone
            .store
            .write(|tx| retry(tx, &chat, &transaction, phone.now))
            .unwrap()
    );
    assert_eq!(states(&phone), [SendState::Queued]);
}

#[test]
fn what_was_tried_before_is_not_failed_without_asking_the_server() {
    let mut phone = Phone::in_chat();
    let transaction = write(&phone, "noch schnell").unwrap();
    phone
        .store
        .write(|tx| tx.queue().claim(phone.now, HOUR))
        .unwrap()
        .unwrap();
    phone
        .store
        .write(|tx| tx.queue().retry_at(&transaction, phone.now))
        .unwrap();
    phone.now = Timestamp::from_secs(END).plus(DAY * 2);
    phone.store.write(|tx| expire_queue(tx, phone.now)).unwrap();
    assert_eq!(states(&phone), [SendState::Queued]);
}

#[test]
fn only_what_is_not_on_its_way_can_be_taken_back() {
    let phone = Phone::in_chat();
    let chat = phone.chat().unwrap();
    let first = write(&phone, "eins").unwrap();
    phone
        .store
        .write(|tx| tx.queue().claim(phone.now, HOUR))
        .unwrap()
        .unwrap();
    let take = |transaction: &ruma::TransactionId| {
        phone
            .store
            .write(|tx| discard(tx, &chat, transaction))
            .unwrap()
    };
    assert!(!take(&first));
    let second = write(&phone, "zwei").unwrap();
    assert!(take(&second));
    assert!(!take(&second));
    assert!(!take("unknown".into()));
}

#[test]
fn chats_are_destroyed_at_their_limit_without_any_server() {
    let mut phone = Phone::in_chat();
    said(&phone, "$1", BEN, "geheim");
    phone.now = Timestamp::from_secs(END).plus(DAY * 32).minus(HOUR);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 0);
    phone.now = Timestamp::from_secs(END).plus(DAY * 32);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
    assert!(phone.chat().is_none());
    assert!(
        phone
            .store
            .read(|tx| Ok::<_, StoreError>(tx.timeline(&room()).latest()?.is_none()))
            .unwrap()
    );
}

#[test]
fn a_clock_that_jumps_far_ahead_destroys_nothing_at_first() {
    let mut phone = Phone::in_chat();
    let absurd = phone.now.plus(DAY * 400);
    phone
        .store
        .write(|tx| {
            let mut time = tx.times().get()?;
            time.started(absurd);
            tx.times().set(&time)
        })
        .unwrap();
    assert_eq!(destroy_due(&phone.store, absurd).unwrap().destroyed, 0);
    phone.now = absurd.plus(DAY);
    phone
        .store
        .write(|tx| {
            let mut time = tx.times().get()?;
            time.started(phone.now);
            tx.times().set(&time)
        })
        .unwrap();
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
}
