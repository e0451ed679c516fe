//! Subscriptions as a shell pulls them, and what is left after shutting down.

#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use std::{future::Future, sync::Arc, thread};

use common::{App, Call, NOWHERE, app, silent};
use dienstchat_ffi::{
    AccountDiff, AccountUpdates, ChatListDiff, ClientError, LinkError, SignInError,
    SignOutAfterError,
};

type Answer = Result<Option<Vec<AccountDiff>>, ClientError>;

fn next(updates: &Arc<AccountUpdates>) -> Call<Answer> {
    let updates = Arc::clone(updates);
    Call::new(async move { updates.next().await })
}

fn empty() -> Vec<AccountDiff> {
    vec![AccountDiff::Reset { values: vec![] }]
}

fn subscribed(app: &App) -> Arc<AccountUpdates> {
    let updates = Arc::new(app.dienstchat.accounts().subscribe());
    assert_eq!(next(&updates).wait(), Ok(Some(empty())));
    updates
}

/// A call that waits, on a thread of its own.
fn waiting<T: Send + 'static>(mut call: Call<T>) -> thread::JoinHandle<T> {
    assert!(call.poll().is_pending());
    thread::spawn(|| call.wait())
}

#[test]
fn the_first_answer_is_the_list() {
    let app = app(NOWHERE);
    subscribed(&app);
    let chats = app.dienstchat.chats().subscribe();
    let first = Call::new(async move { chats.next().await }).wait();
    assert_eq!(
        first,
        Ok(Some(vec![ChatListDiff::Reset { values: vec![] }]))
    );
}

#[test]
fn stopping_ends_a_call_that_waits_and_every_later_one() {
    let updates = subscribed(&app(NOWHERE));
    let waiting = waiting(next(&updates));
    updates.stop();
    assert_eq!(waiting.join().unwrap(), Ok(None));
    assert_eq!(next(&updates).wait(), Ok(None));
}

#[test]
fn a_call_that_is_dropped_while_it_waits_does_no_harm() {
    let updates = subscribed(&app(NOWHERE));
    let mut dropped = next(&updates);
    assert!(dropped.poll().is_pending());
    thread::spawn(move || drop(dropped)).join().unwrap();
    let waiting = waiting(next(&updates));
    updates.stop();
    assert_eq!(waiting.join().unwrap(), Ok(None));
}

#[test]
fn a_subscription_dropped_on_another_thread_is_gone() {
    let app = app(NOWHERE);
    let updates = subscribed(&app);
    let mut call = next(&updates);
    assert!(call.poll().is_pending());
    thread::spawn(move || drop((updates, call))).join().unwrap();
    subscribed(&app);
}

#[test]
fn shutting_down_ends_subscriptions_and_what_is_under_way() {
    let server = silent();
    let app = app(&server.url);
    let updates = subscribed(&app);
    let subscription = waiting(next(&updates));
    let organisations = app.dienstchat.organisations();
    let search = Call::new(async move {
        let found = organisations.search(String::new(), None).await;
        found.map(|organisations| organisations.len())
    });
    let search = thread::spawn(|| search.wait());
    let _request = server.asked.recv().unwrap();
    app.dienstchat.shut_down();
    assert_eq!(subscription.join().unwrap(), Ok(None));
    assert_eq!(search.join().unwrap(), Err(ClientError::Closed));
}

fn run<T>(call: impl Future<Output = T> + Send + 'static) -> T {
    Call::new(call).wait()
}

#[test]
fn every_call_after_shutting_down_says_so() {
    let App {
        dienstchat,
        _folder,
    } = app(NOWHERE);
    let accounts = dienstchat.accounts();
    dienstchat.shut_down();
    dienstchat.shut_down();
    assert_eq!(accounts.list(), Err(ClientError::Closed));
    assert_eq!(accounts.get("xyz_1").map(|_| ()), Err(ClientError::Closed));
    assert_eq!(accounts.maintain(), Err(ClientError::Closed));
    let chosen = accounts.sign_out_after("xyz_1", Some("4711".to_owned()));
    assert_eq!(chosen, Err(SignOutAfterError::Closed));
    assert_eq!(dienstchat.chats().list(), Err(ClientError::Closed));
    assert_eq!(dienstchat.links().remembered(), Err(LinkError::Closed));
    assert_eq!(dienstchat.links().forget(), Err(LinkError::Closed));
    let sign_in = dienstchat.sign_in();
    let callback = "dienstchat://login?code=abc&state=def";
    assert_eq!(sign_in.expects(callback), Err(SignInError::Closed));
    assert_eq!(sign_in.cancel(), Err(SignInError::Closed));
    assert_eq!(sign_in.callback(callback), Err(SignInError::Closed));
    dienstchat.network_changed();
    let finished = run(async move { sign_in.finish(callback.to_owned(), None).await.map(|_| ()) });
    assert_eq!(finished, Err(SignInError::Closed));
    let organisations = dienstchat.organisations();
    let found = run(async move { organisations.search(String::new(), None).await });
    assert_eq!(found, Err(ClientError::Closed));
    let updates = Arc::new(accounts.subscribe());
    assert_eq!(next(&updates).wait(), Ok(None));
}
