//! Refreshing the session.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use dienstchat_core::{
    login::refresh::{RefreshOutcome, Refresher, Right, SessionStore, StoredSession},
    matrix::Homeserver,
    secret::{AccessToken, RefreshToken},
    time::{Clock, Timestamp},
};
use serde_json::json;

use crate::support::{NOW, Reply, Script, StillClock, http, reply};

/// A store that another process may write to just before one of our writes.
#[derive(Clone)]
struct MemoryStore {
    session: Arc<Mutex<Option<StoredSession>>>,
    rival: Arc<Mutex<Option<StoredSession>>>,
    right: Arc<Mutex<Option<Timestamp>>>,
}

impl MemoryStore {
    fn new(session: Option<StoredSession>) -> Self {
        Self {
            session: Arc::new(Mutex::new(session)),
            rival: Arc::default(),
            right: Arc::default(),
        }
    }

    fn now(&self) -> Option<StoredSession> {
        self.session.lock().unwrap().clone()
    }

    /// Another process's write happens after our first look.
    fn overtaken_by(self, session: StoredSession) -> Self {
        *self.rival.lock().unwrap() = Some(session);
        self
    }
}

impl SessionStore for MemoryStore {
    type Error = Infallible;

    async fn load(&self) -> Result<Option<StoredSession>, Infallible> {
        let found = self.now();
        if let Some(rival) = self.rival.lock().unwrap().take() {
            *self.session.lock().unwrap() = Some(rival);
        }
        Ok(found)
    }

    async fn claim(&self, _: &StoredSession, asked: Right) -> Result<bool, Infallible> {
        let mut right = self.right.lock().unwrap();
        let is_taken = right.is_some_and(|until| {
            until > asked.now
                && until <= asked.until.plus(asked.until.since(asked.now))
                && asked.before != Some(until)
        });
        // A rival that has not asked for the right may write at any moment, also after this.
        if is_taken {
            return Ok(false);
        }
        *right = Some(asked.until);
        Ok(true)
    }

    async fn release(&self, until: Timestamp) -> Result<(), Infallible> {
        let mut right = self.right.lock().unwrap();
        right.take_if(|held| *held == until);
        Ok(())
    }

    async fn compare_and_swap(
        &self,
        expected: &StoredSession,
        new: &StoredSession,
    ) -> Result<bool, Infallible> {
        let mut session = self.session.lock().unwrap();
        if session.as_ref() != Some(expected) {
            return Ok(false);
        }
        *session = Some(new.clone());
        Ok(true)
    }
}

fn session(number: u8) -> StoredSession {
    StoredSession {
        access_token: AccessToken::new(format!("a{number}")),
        refresh_token: Some(RefreshToken::new(format!("r{number}"))),
        expires_at: Some(NOW.plus(Duration::from_mins(5))),
    }
}

fn granted(number: u8) -> Reply {
    reply(
        200,
        json!({"access_token": format!("a{number}"), "refresh_token": format!("r{number}"),
               "expires_in_ms": 300_000}),
    )
}

async fn refresh(store: &MemoryStore, answer: Reply) -> (RefreshOutcome, Script) {
    let (script, url) = Script::start([answer]).await;
    let clock = StillClock::new();
    let homeserver = Homeserver::new(&url, http(&clock)).unwrap();
    let used = AccessToken::new("a1".to_owned());
    let refresher = Refresher::new();
    let Ok(outcome) = refresher.refresh(&homeserver, store, &used, &clock).await;
    (outcome, script)
}

#[tokio::test]
async fn new_tokens_are_stored_before_they_are_used() {
    let store = MemoryStore::new(Some(session(1)));
    let (outcome, script) = refresh(&store, granted(2)).await;
    assert_eq!(outcome, RefreshOutcome::Refreshed(session(2)));
    assert_eq!(store.now(), Some(session(2)));
    assert_eq!(script.seen()[0].json(), json!({"refresh_token": "r1"}));
}

#[tokio::test]
async fn a_refresh_token_that_stays_good_is_kept() {
    let store = MemoryStore::new(Some(session(1)));
    let answer = reply(200, json!({"access_token": "a2"}));
    let (outcome, _) = refresh(&store, answer).await;
    let RefreshOutcome::Refreshed(new) = outcome else {
        panic!("{outcome:?}");
    };
    assert_eq!(new.refresh_token, session(1).refresh_token);
    assert_eq!(new.expires_at, None);
}

#[tokio::test]
async fn two_flights_of_one_process_are_one_request() {
    let (script, url) = Script::start([granted(2), granted(3)]).await;
    let clock = StillClock::new();
    let homeserver = Homeserver::new(&url, http(&clock)).unwrap();
    let store = MemoryStore::new(Some(session(1)));
    let used = AccessToken::new("a1".to_owned());
    let refresher = Refresher::new();
    let (first, second) = tokio::join!(
        refresher.refresh(&homeserver, &store, &used, &clock),
        refresher.refresh(&homeserver, &store, &used, &clock),
    );
    let Ok(first) = first;
    let Ok(second) = second;
    assert_eq!(first, RefreshOutcome::Refreshed(session(2)));
    assert_eq!(second, RefreshOutcome::AlreadyRefreshed(session(2)));
    assert_eq!(script.seen().len(), 1);
}

#[tokio::test]
async fn two_processes_that_refresh_at_once_end_with_the_same_tokens() {
    let (script, url) = Script::start([granted(2), granted(3)]).await;
    let clock = StillClock::new();
    let homeserver = Homeserver::new(&url, http(&clock)).unwrap();
    let store = MemoryStore::new(Some(session(1)));
    let used = AccessToken::new("a1".to_owned());
    let (app, extension) = (Refresher::new(), Refresher::new());
    let (first, second) = tokio::join!(
        app.refresh(&homeserver, &store, &used, &clock),
        extension.refresh(&homeserver, &store, &used, &clock),
    );
    // The homeserver would take back what it gave first.
    assert_eq!(script.seen().len(), 1);
    let (Ok(first), Ok(second)) = (first, second);
    let tokens = |outcome| match outcome {
        RefreshOutcome::Refreshed(session) => (session, 1),
        RefreshOutcome::AlreadyRefreshed(session) => (session, 0),
        other => panic!("{other:?}"),
    };
    let ((first, first_wins), (second, second_wins)) = (tokens(first), tokens(second));
    assert_eq!(first, second);
    assert_eq!(first_wins + second_wins, 1);
    assert_eq!(store.now(), Some(first));
}

#[tokio::test]
async fn a_right_to_refresh_that_was_never_given_back_ends() {
    let now = StillClock::new().now();
    let ended = [Some(now), Some(now.plus(Duration::from_hours(1)))];
    for right in ended {
        let store = MemoryStore::new(Some(session(1)));
        *store.right.lock().unwrap() = right;
        let (outcome, _) = refresh(&store, granted(2)).await;
        assert_eq!(outcome, RefreshOutcome::Refreshed(session(2)));
    }
}

#[tokio::test]
async fn a_token_that_another_process_has_replaced_needs_no_request() {
    let store = MemoryStore::new(Some(session(4)));
    let (outcome, script) = refresh(&store, granted(5)).await;
    assert_eq!(outcome, RefreshOutcome::AlreadyRefreshed(session(4)));
    assert!(script.seen().is_empty());
}

#[tokio::test]
async fn a_refusal_counts_only_when_the_stored_token_is_still_the_same() {
    let unknown = || reply(401, json!({"errcode": "M_UNKNOWN_TOKEN"}));
    let used = || reply(403, json!({"errcode": "M_FORBIDDEN"}));
    for answer in [unknown(), used()] {
        let store = MemoryStore::new(Some(session(1)));
        let (outcome, _) = refresh(&store, answer.clone()).await;
        assert_eq!(outcome, RefreshOutcome::SealedNeeded);
        assert_eq!(store.now(), Some(session(1)));

        let store = MemoryStore::new(Some(session(1))).overtaken_by(session(2));
        let (outcome, _) = refresh(&store, answer).await;
        assert_eq!(outcome, RefreshOutcome::AlreadyRefreshed(session(2)));
    }
}

#[tokio::test]
async fn an_ill_homeserver_is_no_sign_out() {
    let store = MemoryStore::new(Some(session(1)));
    for answer in [reply(502, "<html>"), reply(200, "<html>"), reply(404, "")] {
        assert_eq!(refresh(&store, answer).await.0, RefreshOutcome::Offline);
    }
    let wait = reply(
        429,
        json!({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": 4000}),
    );
    assert_eq!(
        refresh(&store, wait).await.0,
        RefreshOutcome::RetryAfter(Duration::from_secs(4))
    );
    assert_eq!(store.now(), Some(session(1)));
}

#[tokio::test]
async fn without_account_or_refresh_token_nothing_is_asked() {
    let (outcome, script) = refresh(&MemoryStore::new(None), granted(2)).await;
    assert_eq!(outcome, RefreshOutcome::NoSession);
    assert!(script.seen().is_empty());
    let without = StoredSession {
        refresh_token: None,
        ..session(1)
    };
    let (outcome, script) = refresh(&MemoryStore::new(Some(without)), granted(2)).await;
    assert_eq!(outcome, RefreshOutcome::SealedNeeded);
    assert!(script.seen().is_empty());
}

#[test]
fn a_token_is_replaced_a_minute_early() {
    assert!(!session(1).is_due(NOW.plus(Duration::from_secs(239))));
    assert!(session(1).is_due(NOW.plus(Duration::from_mins(4))));
}
