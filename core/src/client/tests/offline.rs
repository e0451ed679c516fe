//! What an account tells of its connection.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::sync::oneshot;

use super::{
    World,
    server::{PATIENCE, Server, Weather},
    spawn_loop,
};
use crate::client::SyncError;

impl World {
    fn is_offline(&self) -> bool {
        self.account.info().unwrap().offline
    }

    /// Waits until the account has told this.
    pub(super) async fn until_offline(&self, offline: bool) {
        let mut changes = self.account.changes();
        let told = async {
            while self.is_offline() != offline {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, told).await.unwrap();
    }

    async fn round(&self) -> Result<(), SyncError> {
        self.account.sync_once(Duration::ZERO).await.map(drop)
    }
}

#[tokio::test]
async fn a_round_without_connection_is_taken_back_by_one_that_is_answered() {
    let server = Server::start().await;
    let world = World::at(&server.url);
    assert!(!world.is_offline(), "nothing is known yet");
    server.weather.send_replace(Weather::CutOff);
    assert_eq!(world.round().await, Err(SyncError::Offline));
    assert!(world.is_offline());
    server.weather.send_replace(Weather::Fine);
    assert_eq!(world.round().await, Ok(()));
    assert!(!world.is_offline());
}

#[tokio::test]
async fn another_failure_says_nothing_of_the_connection() {
    let server = Server::start().await;
    let world = World::at(&server.url);
    server.weather.send_replace(Weather::Fails);
    assert_eq!(world.round().await, Err(SyncError::Busy));
    assert!(!world.is_offline());
    server.weather.send_replace(Weather::CutOff);
    assert_eq!(world.round().await, Err(SyncError::Offline));
    server.weather.send_replace(Weather::Fails);
    assert_eq!(world.round().await, Err(SyncError::Busy));
    assert!(world.is_offline());
}

#[tokio::test]
async fn only_what_is_new_is_told() {
    let world = World::new();
    let mut changes = world.account.changes();
    changes.borrow_and_update();
    world.account.set_offline(false);
    assert!(!changes.has_changed().unwrap());
    world.account.set_offline(true);
    assert!(changes.has_changed().unwrap());
    changes.borrow_and_update();
    world.account.set_offline(true);
    assert!(!changes.has_changed().unwrap());
}

#[tokio::test]
async fn the_loop_tells_that_the_connection_is_lost_and_at_once_that_it_is_back() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let running = spawn_loop(world.account.clone());
    server.until_waited_for().await;
    server.weather.send_replace(Weather::CutOff);
    world.until_offline(true).await;
    server.weather.send_replace(Weather::Fine);
    world.signals.network_changed();
    // The server answers only who does not wait for something new.
    world.until_offline(false).await;
    server.until_waited_for().await;
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_network_that_the_system_misses_is_none_until_the_server_is_heard() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let running = spawn_loop(world.account.clone());
    server.until_waited_for().await;
    server.weather.send_replace(Weather::Fails);
    world.network.online.store(false, Ordering::SeqCst);
    world.signals.network_changed();
    world.until_offline(true).await;
    world.network.online.store(true, Ordering::SeqCst);
    assert_eq!(world.round().await, Err(SyncError::Busy));
    assert!(
        world.is_offline(),
        "there is a network, which leads nowhere"
    );
    server.weather.send_replace(Weather::Fine);
    world.signals.network_changed();
    world.until_offline(false).await;
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_connection_that_is_found_makes_what_waits_due() {
    let server = Server::start().await;
    let world = World::at(&server.url);
    let transaction = world.chat().send_text("Bin da").unwrap();
    let later = world.phone.now.plus(Duration::from_mins(5));
    let store = &world.phone.store;
    let postponed = store.write(|tx| tx.queue().retry_at(&transaction, later));
    assert_eq!(postponed, Ok(true));
    server.weather.send_replace(Weather::CutOff);
    let running = spawn_loop(world.account.clone());
    world.until_offline(true).await;
    server.weather.send_replace(Weather::Fine);
    let mut changes = world.account.changes();
    assert_eq!(world.round().await, Ok(()));
    let attempt = async {
        let attempts = || {
            store
                .read(|tx| tx.queue().get(&transaction))
                .unwrap()
                .unwrap()
                .attempts
        };
        while attempts() == 0 {
            changes.changed().await.unwrap();
        }
    };
    tokio::time::timeout(PATIENCE, attempt).await.unwrap();
    world.signals.close();
    assert_eq!(running.await.unwrap(), Ok(()));
}

#[tokio::test]
async fn a_wait_that_was_ended_says_nothing_of_the_connection() {
    let mut server = Server::start().await;
    let world = World::at(&server.url);
    let account = world.account.clone();
    let waiting = tokio::spawn(async move { account.sync_once(PATIENCE).await });
    server.until_waited_for().await;
    world.account.set_offline(true);
    world.signals.network_changed();
    let ended = tokio::time::timeout(PATIENCE, waiting).await;
    assert_eq!(ended.unwrap().unwrap().map(drop), Ok(()));
    assert!(world.is_offline());
}

#[tokio::test]
async fn nothing_is_known_any_more_when_the_loop_has_ended() {
    let world = World::new();
    let account = world.account.clone();
    let (stop, stopped) = oneshot::channel::<()>();
    let running = tokio::spawn(async move {
        account
            .run(async {
                let _ = stopped.await;
            })
            .await
    });
    world.until_offline(true).await;
    stop.send(()).unwrap();
    assert_eq!(running.await.unwrap(), Ok(()));
    assert!(!world.is_offline());

    // Nor when it was given up.
    let running = spawn_loop(world.account.clone());
    world.until_offline(true).await;
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    assert!(!world.is_offline());
}
