//! The loops of an account.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::{net::TcpListener, task::JoinHandle};
use url::Url;

use super::{
    World,
    server::{PATIENCE, Server},
    spawn_loop,
};
use crate::client::{AccountState, ClientError, SyncError};

#[tokio::test]
async fn without_a_network_nothing_is_tried_until_it_has_changed() {
    let mut world = World::without_session();
    world.network.online.store(false, Ordering::SeqCst);
    let running = spawn_loop(world.account.clone());
    world.asked.recv().await.unwrap();
    // A change that brings no network is asked about, and nothing else.
    world.signals.network_changed();
    world.asked.recv().await.unwrap();
    assert!(!running.is_finished());
    world.network.online.store(true, Ordering::SeqCst);
    world.signals.network_changed();
    let ended = tokio::time::timeout(PATIENCE, running).await;
    assert_eq!(ended.unwrap().unwrap(), Err(SyncError::NoSuchAccount));
}

/// A server that turns away whoever comes.
async fn turning_away() -> (Url, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let turned_away = tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    let url = Url::parse(&format!("http://{address}")).unwrap();
    (url, turned_away)
}

#[tokio::test]
async fn a_connection_that_somebody_else_finds_ends_the_pause_after_a_failure() {
    let (url, turned_away) = turning_away().await;
    let world = World::at(&url);
    let running = spawn_loop(world.account.clone());
    // The pauses would come to a minute.
    let rounds = async {
        for _ in 0..8 {
            world.until_offline(true).await;
            world.account.set_offline(false);
        }
    };
    tokio::time::timeout(PATIENCE, rounds).await.unwrap();
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
    turned_away.abort();
}

#[tokio::test]
async fn a_change_of_the_network_ends_the_pause_after_a_failure() {
    let (url, turned_away) = turning_away().await;
    let mut world = World::at(&url);
    let running = spawn_loop(world.account.clone());
    // The pauses would come to a minute.
    let rounds = async {
        for _ in 0..8 {
            world.asked.recv().await.unwrap();
            world.signals.network_changed();
        }
    };
    tokio::time::timeout(PATIENCE, rounds).await.unwrap();
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
    turned_away.abort();
}

#[tokio::test]
async fn a_change_of_the_network_makes_what_waits_due() {
    let mut world = World::new();
    let chat = world.chat();
    let transaction = chat.send_text("Bin da").unwrap();
    let later = world.phone.now.plus(Duration::from_mins(5));
    let postponed = world
        .phone
        .store
        .write(|tx| tx.queue().retry_at(&transaction, later));
    assert_eq!(postponed, Ok(true));
    let running = spawn_loop(world.account.clone());
    let attempts = async {
        loop {
            world.asked.recv().await.unwrap();
            let message = world.phone.store.read(|tx| tx.queue().get(&transaction));
            if message.unwrap().unwrap().attempts > 0 {
                break;
            }
            world.signals.network_changed();
        }
    };
    tokio::time::timeout(PATIENCE, attempts).await.unwrap();
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_change_of_the_network_that_comes_with_a_message_is_heeded() {
    let mut world = World::new();
    let transaction = world.chat().send_text("Bin da").unwrap();
    let later = world.phone.now.plus(Duration::from_mins(5));
    let store = &world.phone.store;
    let postpone = || store.write(|tx| tx.queue().retry_at(&transaction, later));
    let attempts = || {
        let message = store.read(|tx| tx.queue().get(&transaction));
        message.unwrap().unwrap().attempts
    };
    assert_eq!(postpone(), Ok(true));
    let running = spawn_loop(world.account.clone());
    world.asked.recv().await.unwrap();
    let mut changes = world.account.changes();
    // Which of the two the loop hears of first is left to chance.
    for _ in 0..16 {
        let before = attempts();
        world.account.queued();
        world.signals.network_changed();
        let heeded = async {
            while attempts() == before {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, heeded).await.unwrap();
        assert_eq!(postpone(), Ok(true));
    }
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn closing_ends_the_loops_and_whoever_waits() {
    // A server that accepts and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let world = World::at(&Url::parse(&format!("http://{address}")).unwrap());
    let running = spawn_loop(world.account.clone());
    let held = listener.accept().await.unwrap();
    let account = world.account.clone();
    let once = tokio::spawn(async move { account.sync_once(Duration::ZERO).await });
    world.signals.close();
    world.account.let_go();
    assert_eq!(running.await.unwrap(), Ok(()));
    assert_eq!(once.await.unwrap(), Err(SyncError::Closed));
    drop(held);
}

#[tokio::test]
async fn who_does_not_want_to_wait_ends_the_wait_of_the_loop() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let running = spawn_loop(world.account.clone());
    server.until_waited_for().await;
    let once = tokio::time::timeout(PATIENCE, world.account.sync_once(Duration::ZERO));
    assert_eq!(once.await.unwrap().map(|summary| summary.stale), Ok(false));
    // The loop goes on.
    server.until_waited_for().await;
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_change_of_the_network_ends_the_wait_of_the_loop() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let running = spawn_loop(world.account.clone());
    for _ in 0..2 {
        server.until_waited_for().await;
        world.signals.network_changed();
    }
    server.until_waited_for().await;
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn an_account_that_leaves_ends_its_loops_and_says_so() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let running = spawn_loop(world.account.clone());
    server.until_waited_for().await;
    let leaving = world.account.leaving();
    assert_eq!(running.await.unwrap(), Err(SyncError::NoSuchAccount));
    assert_eq!(world.account.state(), Err(ClientError::NoSuchAccount));
    // Signing out was given up.
    drop(leaving);
    assert_eq!(world.account.state(), Ok(AccountState::Active));
    world.account.leaving().for_good();
    let once = world.account.sync_once(Duration::ZERO).await;
    assert_eq!(once, Err(SyncError::NoSuchAccount));
}

#[tokio::test]
async fn an_account_that_leaves_waits_for_no_network() {
    let mut world = World::new();
    world.network.online.store(false, Ordering::SeqCst);
    let running = spawn_loop(world.account.clone());
    world.asked.recv().await.unwrap();
    world.account.leaving().for_good();
    let ended = tokio::time::timeout(PATIENCE, running).await;
    assert_eq!(ended.unwrap().unwrap(), Err(SyncError::NoSuchAccount));
}
