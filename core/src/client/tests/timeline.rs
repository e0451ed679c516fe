//! The open part of a timeline.

use super::{World, event};
use crate::{
    client::{Diff, ItemId, ItemState, TimelineItem, TimelineUpdate},
    store::StoreError,
    sync::fixture::ANNA,
};

fn ids(numbers: std::ops::Range<usize>) -> impl Iterator<Item = String> {
    numbers.map(|number| number.to_string())
}

/// A list as a shell keeps it.
#[derive(Default)]
struct Screen(Vec<TimelineItem>);

impl Screen {
    fn apply(&mut self, update: TimelineUpdate) {
        for step in update.diffs {
            match step {
                Diff::Reset(items) => self.0 = items,
                Diff::Insert { index, value } => self.0.insert(index, value),
                Diff::Set { index, value } => self.0[index] = value,
                Diff::Remove { index } => drop(self.0.remove(index)),
            }
        }
    }

    fn shows(&self) -> Vec<ItemId> {
        self.0.iter().map(|item| item.id.clone()).collect()
    }
}

fn events(numbers: std::ops::Range<usize>) -> Vec<ItemId> {
    ids(numbers).map(|id| ItemId::Event(event(&id))).collect()
}

#[tokio::test]
async fn the_window_keeps_its_oldest_item_and_widens_when_asked() {
    let world = World::new();
    world.hears(ids(0..10));
    let feed = world.chat().timeline_feed(3);
    let mut screen = Screen::default();
    let update = feed.next().await.unwrap().unwrap();
    assert!(update.older_here);
    assert!(matches!(update.diffs.as_slice(), [Diff::Reset(_)]));
    screen.apply(update);
    assert_eq!(screen.shows(), events(7..10));

    world.hears(ids(10..15));
    let update = feed.next().await.unwrap().unwrap();
    assert_eq!(update.diffs.len(), 5);
    screen.apply(update);
    assert_eq!(screen.shows(), events(7..15));

    feed.show_older(2);
    feed.show_older(2);
    let update = feed.next().await.unwrap().unwrap();
    assert!(update.older_here);
    screen.apply(update);
    assert_eq!(screen.shows(), events(3..15));

    feed.show_older(20);
    let update = feed.next().await.unwrap().unwrap();
    assert!(!update.older_here);
    screen.apply(update);
    assert_eq!(screen.shows(), events(0..15));

    // There is nothing more, which is an answer too.
    feed.show_older(20);
    let update = feed.next().await.unwrap().unwrap();
    assert_eq!(
        (update.diffs.as_slice(), update.older_here),
        (&[][..], false)
    );
}

#[tokio::test]
async fn who_waits_is_answered_when_older_items_are_asked_for() {
    let world = World::new();
    world.hears(ids(0..5));
    let feed = world.chat().timeline_feed(2);
    feed.next().await.unwrap();
    let waiting = tokio::spawn({
        let feed = feed.clone();
        async move { feed.next().await }
    });
    feed.show_older(1);
    let update = waiting.await.unwrap().unwrap().unwrap();
    assert!(matches!(
        update.diffs.as_slice(),
        [Diff::Insert { index: 0, .. }]
    ));
    feed.stop();
    assert_eq!(feed.next().await, Ok(None));
}

#[tokio::test]
async fn a_message_keeps_its_place_from_the_queue_to_the_server_and_back() {
    let world = World::new();
    world.hears(ids(0..2));
    let chat = world.chat();
    let feed = chat.timeline_feed(10);
    feed.next().await.unwrap();

    let transaction = chat.send_text("Bin da").unwrap();
    let update = feed.next().await.unwrap().unwrap();
    let [Diff::Insert { index: 2, value }] = update.diffs.as_slice() else {
        panic!("{update:?}")
    };
    assert_eq!(value.id, ItemId::Transaction(transaction.clone()));

    // The server has it.
    let sent = world
        .phone
        .store
        .write(|tx| tx.queue().sent(&transaction, &event("own")));
    assert_eq!(sent, Ok(true));
    world.account.changed();
    let update = feed.next().await.unwrap().unwrap();
    let [Diff::Set { index: 2, value }] = update.diffs.as_slice() else {
        panic!("{update:?}")
    };
    assert_eq!(value.state, ItemState::Sent);

    // It comes back.
    world.arrived(ANNA, ["own".to_owned()]);
    let update = feed.next().await.unwrap().unwrap();
    let [Diff::Set { index: 2, value }] = update.diffs.as_slice() else {
        panic!("{update:?}")
    };
    assert_eq!(value.id, ItemId::Event(event("own")));
    assert_eq!(value.state, ItemState::Received);
}

#[tokio::test]
async fn a_window_that_is_not_full_takes_in_what_is_fetched() {
    let world = World::new();
    let room = crate::sync::fixture::room();
    let gap_before = |tx: &mut crate::store::WriteTx<'_>| {
        let first = new_event("5");
        tx.timeline(&room).append(&[first], true, Some("token"))?;
        Ok::<_, StoreError>(())
    };
    world.phone.store.write(gap_before).unwrap();
    let feed = world.chat().timeline_feed(3);
    let mut screen = Screen::default();
    let update = feed.next().await.unwrap().unwrap();
    assert!(update.incomplete);
    screen.apply(update);
    assert_eq!(screen.shows(), events(5..6));

    let older: Vec<_> = [4, 3, 2, 1].map(|id| new_event(&id.to_string())).into();
    let filled = world
        .phone
        .store
        .write(|tx| {
            let timeline = tx.timeline(&room);
            let gap = timeline.newest_gap()?.ok_or(StoreError::Damaged)?;
            timeline.fill(&gap, &older, None)
        })
        .unwrap();
    assert_eq!(filled, crate::store::Advance::Applied);
    world.account.changed();
    let update = feed.next().await.unwrap().unwrap();
    assert!(update.older_here && !update.incomplete);
    screen.apply(update);
    assert_eq!(screen.shows(), events(3..6));
}

#[tokio::test]
async fn ten_thousand_items_are_the_most() {
    let world = World::new();
    world.hears(ids(0..10_005));
    let feed = world.chat().timeline_feed(usize::MAX);
    let mut screen = Screen::default();
    screen.apply(feed.next().await.unwrap().unwrap());
    assert_eq!(screen.shows(), events(5..10_005));
    world.hears(ids(10_005..10_007));
    let update = feed.next().await.unwrap().unwrap();
    assert!(update.older_here);
    assert_eq!(update.diffs.len(), 4);
    screen.apply(update);
    assert_eq!(screen.shows(), events(7..10_007));
}

fn new_event(id: &str) -> crate::store::NewEvent {
    crate::store::NewEvent {
        event_id: event(id),
        sender: crate::sync::fixture::BEN.try_into().unwrap(),
        origin_ts: crate::sync::fixture::START,
        kind: "m.room.message".into(),
        counts: true,
        body: crate::store::Body::Content(r#"{"msgtype": "m.text", "body": "alt"}"#.into()),
    }
}
