//! Order, pages, gaps, events that wait, redaction.

use super::*;
use crate::store::{Advance, Event, Gap, Page, Position, ReadTx, TimelineItem, UndecryptedReason};

fn chat_with(events: &[NewEvent], prev_batch: Option<&str>) -> (World, Store) {
    let world = World::new();
    let store = world.create();
    store
        .write(|tx| {
            add_chat(tx, &room("a"), "1")?;
            tx.timeline(&room("a")).append(events, true, prev_batch)
        })
        .unwrap();
    (world, store)
}

fn append(
    store: &Store,
    events: &[NewEvent],
    limited: bool,
    prev_batch: &str,
) -> Vec<OwnedEventId> {
    store
        .write(|tx| {
            tx.timeline(&room("a"))
                .append(events, limited, Some(prev_batch))
        })
        .unwrap()
}

fn page(store: &Store, before: Option<Position>, limit: usize) -> Page {
    store
        .read(|tx| tx.timeline(&room("a")).page(before, limit))
        .unwrap()
}

/// The items as words: ids without their decoration, gaps as their token in brackets.
fn words(page: &Page) -> Vec<String> {
    let word = |item: &TimelineItem| match item {
        TimelineItem::Event(event) => event.event_id.localpart().to_owned(),
        TimelineItem::Gap(gap) => format!("[{}]", gap.prev_batch),
    };
    page.items.iter().map(word).collect()
}

fn gap(store: &Store) -> Gap {
    store
        .read(|tx| tx.timeline(&room("a")).newest_gap())
        .unwrap()
        .unwrap()
}

#[test]
fn pages_go_back_from_the_newest() {
    let events: Vec<_> = (1..=5).map(|n| text(&n.to_string(), "…")).collect();
    let (_world, store) = chat_with(&events, None);
    let first = page(&store, None, 2);
    assert_eq!(words(&first), ["5", "4"]);
    let second = page(&store, first.next, 2);
    assert_eq!(words(&second), ["3", "2"]);
    let third = page(&store, second.next, 2);
    assert_eq!(words(&third), ["1"]);
    assert_eq!(third.next, None);
}

#[test]
fn known_events_are_not_shown_twice() {
    let (_world, store) = chat_with(&[text("1", "…"), text("2", "…")], None);
    assert_eq!(
        append(&store, &[text("2", "…"), text("3", "…")], false, "x"),
        [event_id("3")]
    );
    assert_eq!(words(&page(&store, None, 10)), ["3", "2", "1"]);
}

#[test]
fn a_limited_answer_that_joins_leaves_no_gap() {
    let (_world, store) = chat_with(&[text("1", "…"), text("2", "…")], None);
    append(&store, &[text("2", "…"), text("3", "…")], true, "x");
    assert_eq!(words(&page(&store, None, 10)), ["3", "2", "1"]);
}

#[test]
fn a_limited_answer_leaves_a_gap_until_it_is_filled() {
    let (_world, store) = chat_with(&[text("1", "…"), text("2", "…")], Some("start"));
    append(&store, &[text("8", "…"), text("9", "…")], true, "from8");
    assert_eq!(
        words(&page(&store, None, 10)),
        ["9", "8", "[from8]", "2", "1", "[start]"]
    );

    let missing = gap(&store);
    let fill = |gap: &Gap, events: &[NewEvent], next: Option<&str>| {
        store
            .write(|tx| tx.timeline(&room("a")).fill(gap, events, next))
            .unwrap()
    };
    assert_eq!(
        fill(&missing, &[text("7", "…"), text("6", "…")], Some("from6")),
        Advance::Applied
    );
    assert_eq!(
        words(&page(&store, None, 10)),
        ["9", "8", "7", "6", "[from6]", "2", "1", "[start]"]
    );
    // The same answer again, as of another process.
    assert_eq!(
        fill(&missing, &[text("7", "…"), text("6", "…")], Some("from6")),
        Advance::Stale
    );

    let more = [
        text("5", "…"),
        text("3", "…"),
        text("2", "…"),
        text("1", "…"),
    ];
    assert_eq!(fill(&gap(&store), &more, Some("from1")), Advance::Applied);
    assert_eq!(
        words(&page(&store, None, 10)),
        ["9", "8", "7", "6", "5", "3", "2", "1", "[start]"]
    );
    assert_eq!(
        fill(&gap(&store), &[text("0", "…")], None),
        Advance::Applied
    );
    let whole = page(&store, None, 10);
    assert_eq!(words(&whole), ["9", "8", "7", "6", "5", "3", "2", "1", "0"]);
    assert_eq!(whole.next, None);
    assert_eq!(
        store
            .read(|tx| tx.timeline(&room("a")).newest_gap())
            .unwrap(),
        None
    );
}

#[test]
fn a_page_may_end_at_a_gap_of_any_kind() {
    let (_world, store) = chat_with(&[text("1", "…")], None);
    append(&store, &[], true, "empty");
    append(&store, &[text("9", "…")], true, "from9");
    assert_eq!(
        words(&page(&store, None, 10)),
        ["9", "[from9]", "[empty]", "1"]
    );
    let first = page(&store, None, 1);
    assert_eq!(words(&first), ["9"]);
    let second = page(&store, first.next, 1);
    assert_eq!(words(&second), ["[from9]", "[empty]", "1"]);
    let third = page(&store, second.next, 1);
    assert_eq!((words(&third).len(), third.next), (0, None));
}

fn undecrypted(name: &str, session: &str) -> NewEvent {
    NewEvent {
        kind: "m.room.encrypted".to_owned(),
        body: Body::Undecrypted {
            event: format!(r#"{{"event_id":"{name}"}}"#),
            session_id: Some(session.to_owned()),
            reason: UndecryptedReason::MissingKey,
        },
        ..text(name, "")
    }
}

fn names(events: &[Event]) -> Vec<&str> {
    events
        .iter()
        .map(|event| event.event_id.localpart())
        .collect()
}

#[test]
fn a_key_wakes_every_event_that_waits_for_it() {
    let events = [
        undecrypted("1", "s"),
        text("2", "…"),
        undecrypted("3", "t"),
        undecrypted("4", "s"),
    ];
    let (_world, store) = chat_with(&events, None);
    let chat = room("a");
    let waiting = |session: &str| {
        store
            .read(|tx| tx.timeline(&chat).waiting(session))
            .unwrap()
    };
    assert_eq!(names(&waiting("s")), ["1", "4"]);
    let sessions = store
        .read(|tx| tx.timeline(&chat).waiting_sessions())
        .unwrap();
    assert_eq!(sessions, [("s".to_owned(), 2), ("t".to_owned(), 1)]);

    let content = Body::Content(r#"{"body":"Wasser ist leer"}"#.to_owned());
    let resolve = |body: &Body| {
        store
            .write(|tx| {
                tx.timeline(&chat)
                    .resolve(&event_id("4"), "m.room.message", true, body)
            })
            .unwrap()
    };
    let refused = Body::Undecrypted {
        event: "{}".to_owned(),
        session_id: None,
        reason: UndecryptedReason::Replay,
    };
    assert!(resolve(&content));
    // Once decrypted it stays so, whatever comes.
    assert!(!resolve(&refused));
    assert_eq!(names(&waiting("s")), ["1"]);
    let event = store
        .read(|tx| tx.timeline(&chat).get(&event_id("4")))
        .unwrap()
        .unwrap();
    assert_eq!(
        (event.kind.as_str(), &event.body),
        ("m.room.message", &content)
    );
}

#[test]
fn every_reason_comes_back() {
    use UndecryptedReason as Reason;
    let reasons = [
        Reason::MissingKey,
        Reason::BeforeDevice,
        Reason::Withheld(crate::keys::WithheldCode::NoOlm),
        Reason::UnknownIndex,
        Reason::SenderMismatch,
        Reason::Replay,
        Reason::RoomMismatch,
        Reason::BadCiphertext,
        Reason::UnknownAlgorithm,
        Reason::Malformed,
    ];
    let (_world, store) = chat_with(&[], None);
    for (number, reason) in reasons.into_iter().enumerate() {
        let body = Body::Undecrypted {
            event: "{}".to_owned(),
            session_id: None,
            reason,
        };
        append(
            &store,
            &[NewEvent {
                body: body.clone(),
                ..text(&number.to_string(), "")
            }],
            false,
            "",
        );
        let latest = store
            .read(|tx| tx.timeline(&room("a")).latest())
            .unwrap()
            .unwrap();
        assert_eq!(latest.body, body);
    }
}

#[test]
fn a_redacted_event_keeps_nothing() {
    let (world, store) = chat_with(&[text("1", "Falsche Nummer"), undecrypted("2", "s")], None);
    let chat = room("a");
    let redact = |name: &str| {
        store
            .write(|tx| {
                tx.timeline(&chat)
                    .redact(&event_id(name), Some(&user("ben")), at(7))
            })
            .unwrap()
    };
    assert!(redact("1") && redact("2"));
    assert!(!redact("1") && !redact("unknown"));
    let unread = store.read(|tx| tx.timeline(&chat).unread()).unwrap();
    assert_eq!(unread, 0);
    let store = world.open();
    for name in ["1", "2"] {
        let event = store
            .read(|tx| tx.timeline(&chat).get(&event_id(name)))
            .unwrap()
            .unwrap();
        assert_eq!(
            event.body,
            Body::Redacted {
                by: Some(user("ben")),
                at: at(7)
            }
        );
    }
    assert_eq!(
        store
            .read(|tx: &ReadTx<'_>| tx.timeline(&chat).waiting("s"))
            .unwrap(),
        []
    );
}

#[test]
fn unread_counts_what_counts_after_the_last_read() {
    let own = NewEvent {
        counts: false,
        ..text("own", "…")
    };
    let (_world, store) = chat_with(&[text("1", "…"), own, text("2", "…"), text("3", "…")], None);
    let chat = room("a");
    let unread = || store.read(|tx| tx.timeline(&chat).unread()).unwrap();
    let read_to = |name: &str| {
        let position = store
            .read(|tx| tx.timeline(&chat).get(&event_id(name)))
            .unwrap()
            .unwrap()
            .position;
        store
            .write(|tx| tx.chats().mark_read(&chat, position))
            .unwrap();
    };
    assert_eq!(unread(), 3);
    read_to("2");
    assert_eq!(unread(), 1);
    read_to("1");
    assert_eq!(unread(), 1);
    append(&store, &[text("4", "…")], true, "gap");
    assert_eq!(unread(), 2);
    read_to("4");
    assert_eq!(unread(), 0);
}

#[test]
fn debug_shows_no_content() {
    assert!(!format!("{:?}", text("1", "Treffpunkt")).contains("Treffpunkt"));
}
