//! Tests of applying answers.

use ruma::RoomId;
use serde_json::{Value, json};
use vodozemac::megolm::{GroupSession, SessionConfig};

use super::{
    apply::Applied,
    fixture::{
        ANNA, BEN, CONNECTOR, END, Phone, duty_event, envelope, member, messages, raw, room, state,
        state_event, statement, whole,
    },
};
use crate::{
    chat::destroy_due,
    duty::{Phase, Revision},
    store::{Body, ChatState, ConnId, Membership, SealReason, SyncPosition, UndecryptedReason},
    time::{DAY, HOUR, Timestamp},
};

fn revision(phone: &Phone) -> Revision {
    phone.chat().unwrap().envelope.statement().revision
}

fn sealed(phone: &Phone) -> Option<SealReason> {
    match phone.chat().unwrap().state {
        ChatState::Open => None,
        ChatState::Sealed(seal) => Some(seal.reason),
    }
}

#[test]
fn a_duty_chat_appears_with_its_members() {
    let phone = Phone::in_chat();
    let chat = phone.chat().unwrap();
    assert_eq!(chat.duty_id.as_str(), "4711");
    assert_eq!(chat.membership, Some(Membership::Join));
    let members = phone.store.read(|tx| tx.members(&room()).joined()).unwrap();
    assert_eq!(members, [ANNA, BEN]);
}

#[test]
fn rooms_that_are_no_duty_chats_are_invisible() {
    let mut phone = Phone::new();
    let mut made_by_a_helper = whole(&statement(1), &[ANNA, BEN]);
    made_by_a_helper.required_state[0] = state_event("m.room.create", "", BEN, &json!({}));
    let mut stated_by_a_helper = whole(&statement(1), &[ANNA, BEN]);
    stated_by_a_helper.required_state[2] = state_event(
        "de.dienstchat.duty",
        "",
        BEN,
        &json!({"v": 1, "plain": statement(1)}),
    );
    let mut under_another_alias = whole(&statement(1), &[ANNA, BEN]);
    under_another_alias.required_state[1] = state_event(
        "m.room.canonical_alias",
        "",
        CONNECTOR,
        &json!({"alias": "#duty_xyz_9:chat.example"}),
    );
    let not_joined = whole(&statement(1), &[BEN]);
    for (name, update) in [
        ("!a", made_by_a_helper),
        ("!b", stated_by_a_helper),
        ("!c", under_another_alias),
        ("!d", not_joined),
    ] {
        phone.sync([(RoomId::parse(name).unwrap(), update)]);
    }
    assert!(phone.store.read(|tx| tx.chats().list()).unwrap().is_empty());
}

#[test]
fn an_answer_to_an_older_question_is_dropped_whole() {
    let phone = Phone::in_chat();
    let answer = phone.answer([(room(), state(vec![duty_event(&statement(2))]))]);
    let applied = phone.apply(&SyncPosition::default(), &answer);
    assert!(matches!(applied, Applied::Stale));
    assert_eq!(revision(&phone), Revision(1));
}

#[test]
fn only_a_higher_revision_or_a_later_reset_replaces_a_statement() {
    let mut phone = Phone::in_chat();
    phone.sync([(room(), state(vec![duty_event(&statement(5))]))]);
    assert_eq!(revision(&phone), Revision(5));

    phone.sync([(room(), state(vec![duty_event(&statement(4))]))]);
    let mut other = statement(5);
    other["title"] = "Anders".into();
    phone.sync([(room(), state(vec![duty_event(&other)]))]);
    assert_eq!(phone.chat().unwrap().envelope, envelope(&statement(5)));

    let mut other_duty = statement(6);
    other_duty["duty_id"] = "4712".into();
    phone.sync([(room(), state(vec![duty_event(&other_duty)]))]);
    assert_eq!(revision(&phone), Revision(5));

    let mut reset = statement(2);
    reset["reset"] = true.into();
    phone.sync([(room(), state(vec![duty_event(&reset)]))]);
    assert_eq!(revision(&phone), Revision(5), "a reset that is not later");
    reset["issued_at"] = (statement(1)["issued_at"].as_i64().unwrap() + 1).into();
    phone.sync([(room(), state(vec![duty_event(&reset)]))]);
    assert_eq!(revision(&phone), Revision(2));
}

#[test]
fn a_statement_of_somebody_else_is_not_believed() {
    let mut phone = Phone::in_chat();
    let forged = state_event(
        "de.dienstchat.duty",
        "",
        BEN,
        &json!({"v": 1, "plain": statement(9)}),
    );
    phone.sync([(room(), state(vec![forged]))]);
    assert_eq!(revision(&phone), Revision(1));
}

#[test]
fn a_moved_end_moves_the_limits_in_both_directions() {
    let mut phone = Phone::in_chat();
    phone.now = Timestamp::from_secs(END).plus(DAY * 3);
    assert_eq!(
        phone.chat().unwrap().limits.phase(phone.now),
        Phase::ReadOnly
    );
    let mut moved = statement(2);
    moved["ends_at"] = (END + 5 * 86_400).into();
    phone.sync([(room(), state(vec![duty_event(&moved)]))]);
    assert_eq!(phone.chat().unwrap().limits.phase(phone.now), Phase::Active);
}

#[test]
fn a_removal_seals_at_once_and_being_named_again_restores() {
    let mut phone = Phone::in_chat();
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    assert_eq!(sealed(&phone), Some(SealReason::Removed));
    phone.now = phone.now.plus(HOUR);
    phone.sync([(room(), state(vec![member(ANNA, "join")]))]);
    assert_eq!(sealed(&phone), None);
}

#[test]
fn a_removal_destroys_when_it_still_stands_a_day_later() {
    let mut phone = Phone::in_chat();
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    phone.now = phone
        .now
        .plus(DAY)
        .minus(std::time::Duration::from_millis(1));
    phone.reconcile(&[]);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 0);
    phone.now = phone.now.plus(HOUR);
    assert_eq!(
        destroy_due(&phone.store, phone.now).unwrap().destroyed,
        0,
        "nobody has confirmed it"
    );
    phone.reconcile(&[]);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
    assert!(phone.chat().is_none());
}

#[test]
fn a_clock_that_jumps_ahead_confirms_no_removal() {
    let mut phone = Phone::in_chat();
    let seen = phone.now;
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    phone.now = phone.now.plus(DAY * 2);
    phone.reconcile_at(&[], Some(seen.plus(HOUR)));
    phone.reconcile_at(&[], None);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 0);
    phone.reconcile_at(&[], Some(seen.plus(DAY)));
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
}

#[test]
fn a_chat_that_is_saved_at_the_last_moment_is_spared() {
    let phone = Phone::in_chat();
    let nothing = |_: &crate::store::ReadTx<'_>| Ok(Vec::new());
    phone.store.destroy_chosen(nothing, phone.now).unwrap();
    assert!(phone.chat().is_some());
}

#[test]
fn the_day_counts_from_the_first_sight() {
    let mut phone = Phone::in_chat();
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    phone.now = phone.now.plus(HOUR * 20);
    phone.sync([(room(), state(vec![member(ANNA, "ban")]))]);
    phone.now = phone.now.plus(HOUR * 5);
    phone.reconcile(&[]);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
}

#[test]
fn a_room_that_is_not_listed_is_sealed_until_its_limit() {
    let mut phone = Phone::in_chat();
    assert!(phone.reconcile(&[]));
    assert_eq!(sealed(&phone), Some(SealReason::NotListed));
    for _ in 0..3 {
        phone.now = phone.now.plus(DAY);
        phone.reconcile(&[]);
        assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 0);
    }
    assert!(phone.reconcile(&[room()]));
    assert_eq!(sealed(&phone), None);
    phone.reconcile(&[]);
    phone.now = Timestamp::from_secs(END).plus(DAY * 32);
    assert_eq!(destroy_due(&phone.store, phone.now).unwrap().destroyed, 1);
}

#[test]
fn a_chat_past_its_limit_does_not_come_back() {
    let mut phone = Phone::in_chat();
    phone.now = Timestamp::from_secs(END).plus(DAY * 32);
    destroy_due(&phone.store, phone.now).unwrap();
    phone.sync([(room(), whole(&statement(1), &[ANNA, BEN]))]);
    assert!(phone.chat().is_none());
    let mut moved = statement(2);
    moved["ends_at"] = (END + 5 * 86_400).into();
    phone.sync([(room(), whole(&moved, &[ANNA, BEN]))]);
    assert!(
        phone.chat().is_some(),
        "the end was moved before the server purged it"
    );
}

#[test]
fn a_statement_in_a_room_that_is_not_known_begins_anew() {
    let mut phone = Phone::new();
    phone.sync([]);
    let asked = SyncPosition {
        pos: Some("1".into()),
        since: Some("1".into()),
    };
    let answer = phone.answer([(room(), state(vec![duty_event(&statement(1))]))]);
    let Applied::Done(changes) = phone.apply(&asked, &answer) else {
        panic!("it was stale")
    };
    assert!(changes.incomplete);
    let next = phone
        .store
        .read(|tx| tx.positions().get(&ConnId::APP))
        .unwrap();
    assert_eq!(next.pos, None, "the next answer has the whole state");
    assert!(next.since.is_some(), "no key comes twice");
}

/// A message with a session of which nobody here has the key.
fn encrypted(id: &str) -> Value {
    let ciphertext = GroupSession::new(SessionConfig::version_1())
        .encrypt("{}")
        .to_base64();
    json!({
        "type": "m.room.encrypted", "event_id": id, "sender": BEN, "origin_server_ts": 1,
        "content": {"algorithm": "m.megolm.v1.aes-sha2", "session_id": "s", "ciphertext": ciphertext,
            "sender_key": "k", "device_id": "D"},
    })
}

fn body(phone: &Phone, id: &str) -> Body {
    let id = ruma::EventId::parse(id).unwrap();
    phone
        .store
        .read(|tx| tx.timeline(&room()).get(&id))
        .unwrap()
        .unwrap()
        .body
}

#[test]
fn what_cannot_be_read_says_whether_it_was_said_before() {
    let mut phone = Phone::new();
    let mut first = whole(&statement(1), &[ANNA, BEN]);
    first.timeline = vec![raw(&encrypted("$before"))];
    phone.sync([(room(), first)]);
    phone.sync([(room(), messages(vec![raw(&encrypted("$since"))]))]);
    for (id, expected) in [
        ("$before", UndecryptedReason::BeforeDevice),
        ("$since", UndecryptedReason::MissingKey),
    ] {
        let Body::Undecrypted { reason, .. } = body(&phone, id) else {
            panic!("it was read")
        };
        assert_eq!(reason, expected, "{id}");
    }
}

#[test]
fn a_chat_whose_state_came_first_was_still_not_there_before() {
    let mut phone = Phone::in_chat();
    let mut first = whole(&statement(1), &[ANNA, BEN]);
    first.timeline = vec![raw(&encrypted("$before"))];
    phone.sync([(room(), first)]);
    let Body::Undecrypted { reason, .. } = body(&phone, "$before") else {
        panic!("it was read")
    };
    assert_eq!(reason, UndecryptedReason::BeforeDevice);
}

#[test]
fn a_deleted_message_is_gone_in_whatever_order_the_deletion_comes() {
    let mut phone = Phone::in_chat();
    let redaction = json!({
        "type": "m.room.redaction", "event_id": "$r", "sender": BEN, "origin_server_ts": 2,
        "content": {"redacts": "$one"},
    });
    phone.sync([(
        room(),
        messages(vec![raw(&encrypted("$one")), raw(&redaction)]),
    )]);
    assert!(matches!(body(&phone, "$one"), Body::Redacted { .. }));
    let mut later = redaction;
    later["content"]["redacts"] = "$two".into();
    phone.sync([(room(), messages(vec![raw(&encrypted("$two"))]))]);
    phone.sync([(room(), messages(vec![raw(&later)]))]);
    assert!(matches!(body(&phone, "$two"), Body::Redacted { .. }));
}

#[test]
fn what_is_in_the_clear_is_never_shown() {
    let mut phone = Phone::in_chat();
    let clear = json!({
        "type": "m.room.message", "event_id": "$clear", "sender": BEN, "origin_server_ts": 2,
        "content": {"msgtype": "m.text", "body": "hallo"},
    });
    phone.sync([(
        room(),
        messages(vec![raw(&clear), raw(&json!({"type": "nonsense"}))]),
    )]);
    assert!(
        phone
            .store
            .read(|tx| tx.timeline(&room()).latest())
            .unwrap()
            .is_none()
    );
}
