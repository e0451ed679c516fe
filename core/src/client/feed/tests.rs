//! A feed of a list that the test changes.

use std::{
    pin::pin,
    sync::{Mutex, mpsc},
    task::{Context, Poll, Waker},
};

use tokio::sync::watch;

use super::*;
use crate::client::{
    diff::diff,
    error::ClientError,
    signals::{Signals, bump},
};

type Found = Result<Vec<u32>, ClientError>;

/// What a feed looks at.
struct Source {
    found: Arc<Mutex<Found>>,
    changes: watch::Sender<u64>,
    signals: Signals,
}

impl Source {
    fn new(first: &[u32]) -> Self {
        Self {
            found: Arc::new(Mutex::new(Ok(first.to_vec()))),
            changes: watch::Sender::new(0),
            signals: Signals::new(),
        }
    }

    fn feed(&self) -> Feed<u32, ClientError> {
        let found = Arc::clone(&self.found);
        self.feed_of(move || found.lock().unwrap().clone())
    }

    fn feed_of(&self, look: impl Fn() -> Found + Send + Sync + 'static) -> Feed<u32, ClientError> {
        let wakers = Wakers {
            signals: self.signals.clone(),
            changes: self.changes.subscribe(),
        };
        Feed::new(wakers, look, |old, new| diff(old, new, |item| *item))
    }

    fn becomes(&self, found: Found) {
        *self.found.lock().unwrap() = found;
        bump(&self.changes);
    }
}

fn reset(values: &[u32]) -> Vec<Diff<u32>> {
    vec![Diff::Reset(values.to_vec())]
}

fn inserted(index: usize, value: u32) -> Diff<u32> {
    Diff::Insert { index, value }
}

#[tokio::test]
async fn the_first_answer_is_the_whole_and_the_next_ones_what_has_changed() {
    let source = Source::new(&[1]);
    let feed = source.feed();
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    source.becomes(Ok(vec![1, 2]));
    source.becomes(Ok(vec![1, 2, 3]));
    source.becomes(Ok(vec![1, 2, 3, 4]));
    let steps = vec![inserted(1, 2), inserted(2, 3), inserted(3, 4)];
    assert_eq!(feed.next().await, Ok(Some(steps)));
}

#[tokio::test]
async fn a_change_that_changes_nothing_here_is_not_told() {
    let source = Source::new(&[1]);
    let (looked, looks) = mpsc::channel();
    let found = Arc::clone(&source.found);
    let feed = source.feed_of(move || {
        looked.send(()).unwrap();
        found.lock().unwrap().clone()
    });
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    looks.recv().unwrap();
    let waiting = tokio::spawn({
        let feed = feed.clone();
        async move { feed.next().await }
    });
    source.becomes(Ok(vec![1]));
    // It has looked, found the same, and goes on waiting for what comes now.
    let looks = tokio::task::spawn_blocking(move || {
        looks.recv().unwrap();
        looks
    });
    let _looks = looks.await.unwrap();
    source.becomes(Ok(vec![1, 2]));
    assert_eq!(waiting.await.unwrap(), Ok(Some(vec![inserted(1, 2)])));
}

#[tokio::test]
async fn stopping_wakes_who_waits_and_lasts() {
    let source = Source::new(&[1]);
    let feed = source.feed();
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    let waiting = tokio::spawn({
        let feed = feed.clone();
        async move { feed.next().await }
    });
    feed.stop();
    assert_eq!(waiting.await.unwrap(), Ok(None));
    source.becomes(Ok(vec![2]));
    assert_eq!(feed.next().await, Ok(None));
}

#[tokio::test]
async fn the_end_of_the_client_is_the_end_of_its_feeds() {
    let source = Source::new(&[1]);
    let (feed, unasked) = (source.feed(), source.feed());
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    let waiting = tokio::spawn({
        let feed = feed.clone();
        async move { feed.next().await }
    });
    source.signals.close();
    assert_eq!(waiting.await.unwrap(), Ok(None));
    assert_eq!(feed.next().await, Ok(None));
    assert_eq!(unasked.next().await, Ok(None));
    assert_eq!(source.feed().next().await, Ok(None));
}

#[tokio::test]
async fn a_failure_is_told_once_and_what_comes_after_it_is_whole() {
    let source = Source::new(&[1]);
    let feed = source.feed();
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    source.becomes(Err(ClientError::Sealed));
    assert_eq!(feed.next().await, Err(ClientError::Sealed));
    let waiting = tokio::spawn({
        let feed = feed.clone();
        async move { feed.next().await }
    });
    source.becomes(Err(ClientError::Sealed));
    tokio::task::yield_now().await;
    source.becomes(Ok(vec![1]));
    assert_eq!(waiting.await.unwrap(), Ok(Some(reset(&[1]))));
    // The same once more is another one.
    source.becomes(Err(ClientError::Sealed));
    assert_eq!(feed.next().await, Err(ClientError::Sealed));
    source.becomes(Err(ClientError::Server));
    assert_eq!(feed.next().await, Err(ClientError::Server));
}

#[tokio::test]
async fn after_a_failure_that_does_not_pass_it_is_over() {
    let source = Source::new(&[1]);
    let feed = source.feed();
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    source.becomes(Err(ClientError::NoSuchAccount));
    assert_eq!(feed.next().await, Err(ClientError::NoSuchAccount));
    source.becomes(Ok(vec![1]));
    assert_eq!(feed.next().await, Ok(None));
}

#[tokio::test]
async fn a_call_that_is_dropped_while_it_looks_loses_nothing() {
    let source = Source::new(&[1]);
    let (looking, looks) = mpsc::channel();
    let (go, gate) = mpsc::channel::<()>();
    let gate = Mutex::new(gate);
    let found = Arc::clone(&source.found);
    let feed = source.feed_of(move || {
        looking.send(()).unwrap();
        gate.lock().unwrap().recv().unwrap();
        found.lock().unwrap().clone()
    });
    go.send(()).unwrap();
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    looks.recv().unwrap();

    source.becomes(Ok(vec![1, 2]));
    {
        let mut next = pin!(feed.next());
        let mut context = Context::from_waker(Waker::noop());
        assert!(matches!(next.as_mut().poll(&mut context), Poll::Pending));
        // It is in the middle of looking when nobody wants it any more.
        looks.recv().unwrap();
    }
    go.send(()).unwrap();
    go.send(()).unwrap();
    assert_eq!(feed.next().await, Ok(Some(vec![inserted(1, 2)])));
}

#[tokio::test]
async fn what_changes_while_it_looks_is_told_by_the_next_call() {
    let source = Arc::new(Source::new(&[1]));
    let changing = Arc::clone(&source);
    let feed = source.feed_of(move || {
        let found = changing.found.lock().unwrap().clone();
        if found == Ok(vec![1]) {
            changing.becomes(Ok(vec![1, 2]));
        }
        found
    });
    assert_eq!(feed.next().await, Ok(Some(reset(&[1]))));
    assert_eq!(feed.next().await, Ok(Some(vec![inserted(1, 2)])));
}

#[tokio::test]
async fn calls_at_the_same_time_get_every_change_once() {
    let source = Source::new(&[]);
    let feed = source.feed();
    assert_eq!(feed.next().await, Ok(Some(reset(&[]))));
    let ask = || {
        let feed = feed.clone();
        tokio::spawn(async move { feed.next().await })
    };
    let (mut one, mut other) = (ask(), ask());
    source.becomes(Ok(vec![1]));
    let (first, is_one) = tokio::select! {
        first = &mut one => (first, true),
        first = &mut other => (first, false),
    };
    let rest = if is_one { other } else { one };
    assert_eq!(first.unwrap(), Ok(Some(vec![inserted(0, 1)])));
    source.becomes(Ok(vec![1, 2]));
    assert_eq!(rest.await.unwrap(), Ok(Some(vec![inserted(1, 2)])));
}

#[tokio::test]
async fn a_value_is_told_when_it_is_another_one() {
    let source = Source::new(&[1]);
    let found = Arc::clone(&source.found);
    let wakers = Wakers {
        signals: source.signals.clone(),
        changes: source.changes.subscribe(),
    };
    let feed = ValueFeed::new(wakers, move || found.lock().unwrap().clone());
    assert_eq!(feed.next().await, Ok(Some(vec![1])));
    source.becomes(Ok(vec![1]));
    source.becomes(Ok(vec![2]));
    assert_eq!(feed.next().await, Ok(Some(vec![2])));
    feed.stop();
    assert_eq!(feed.next().await, Ok(None));
}

#[tokio::test]
#[should_panic(expected = "a fault of our own")]
async fn a_panic_while_it_looks_reaches_who_asks() {
    let source = Source::new(&[]);
    let feed = source.feed_of(|| panic!("a fault of our own"));
    drop(feed.next().await);
}
