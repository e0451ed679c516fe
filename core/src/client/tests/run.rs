//! The loops of an account.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::net::TcpListener;
use url::Url;

use super::World;
use crate::client::SyncError;

/// More than anything here takes, and less than a pause of a minute.
const PATIENCE: Duration = Duration::from_secs(40);

#[tokio::test]
async fn without_a_network_nothing_is_tried_until_it_has_changed() {
    let mut world = World::without_session();
    world.network.online.store(false, Ordering::SeqCst);
    let account = world.account.clone();
    let running = tokio::spawn(async move { account.run(std::future::pending()).await });
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

#[tokio::test]
async fn a_change_of_the_network_ends_the_pause_after_a_failure() {
    // Whoever comes is turned away; the pauses would come to over two minutes.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let mut world = World::at(&Url::parse(&format!("http://{address}")).unwrap());
    let turned_away = tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    let account = world.account.clone();
    let running = tokio::spawn(async move { account.run(std::future::pending()).await });
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
    let account = world.account.clone();
    let running = tokio::spawn(async move { account.run(std::future::pending()).await });
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
async fn closing_ends_the_loops_and_whoever_waits() {
    // A server that accepts and never answers.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let world = World::at(&Url::parse(&format!("http://{address}")).unwrap());
    let account = world.account.clone();
    let running = tokio::spawn(async move { account.run(std::future::pending()).await });
    let held = listener.accept().await.unwrap();
    let account = world.account.clone();
    let once = tokio::spawn(async move { account.sync_once(Duration::ZERO).await });
    world.signals.close();
    world.account.let_go();
    assert_eq!(running.await.unwrap(), Ok(()));
    assert_eq!(once.await.unwrap(), Err(SyncError::Closed));
    drop(held);
}
