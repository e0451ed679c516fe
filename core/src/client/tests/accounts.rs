//! The list of accounts while accounts go and the client is closed.

use std::{fs, sync::Arc, time::Duration};

use super::{StoppedClock, World, client};
use crate::{
    client::{AccountState, ClientError, Dienstchat, Diff},
    ids::AccountId,
    sync::fixture::START,
    time::{Clock, DAY, ServerDate, TimeSource},
};

/// More than anything here takes.
const PATIENCE: Duration = Duration::from_secs(40);

/// A client that has the account of the world.
fn with_account(world: &World) -> (tempfile::TempDir, Dienstchat) {
    let folder = tempfile::tempdir().unwrap();
    let client = client(folder.path(), &world.clock);
    let id = world.account.id().clone();
    let account = Ok(world.account.clone());
    client.shared().accounts().insert(id, account);
    (folder, client)
}

#[tokio::test]
async fn signing_out_an_account_that_cannot_be_opened_is_told() {
    let id: AccountId = "xyz_a1".parse().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let account = folder.path().join("accounts").join(id.as_str());
    fs::create_dir_all(&account).unwrap();
    fs::write(account.join("store.db"), b"not a store").unwrap();
    let client = client(folder.path(), &Arc::new(StoppedClock::new(START)));
    let feed = client.accounts().feed();
    let first = feed.next().await.unwrap().unwrap();
    let [Diff::Reset(accounts)] = first.as_slice() else {
        panic!("{first:?}")
    };
    assert!(matches!(
        accounts.as_slice(),
        [account] if matches!(account.state, AccountState::Unavailable(_))
    ));
    client.accounts().sign_out(&id).await.unwrap();
    let next = tokio::time::timeout(PATIENCE, feed.next()).await;
    assert_eq!(next.unwrap(), Ok(Some(vec![Diff::Remove { index: 0 }])));
}

#[tokio::test]
async fn a_clock_that_is_found_wrong_is_told() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let client = client(folder.path(), &world.clock);
    let account = world.account_of(&client.shared().signals);
    let id = account.id().clone();
    client.shared().accounts().insert(id, Ok(account.clone()));
    let feed = client.accounts().feed();
    feed.next().await.unwrap().unwrap();
    for (behind, offset_ms) in [(DAY, 86_400_000), (Duration::ZERO, 0)] {
        let received_at = world.clock.now();
        let date = ServerDate {
            source: TimeSource::Operator,
            date: received_at.plus(behind),
            received_at,
        };
        assert_eq!(account.learn(vec![date]).await, Ok(true));
        let next = tokio::time::timeout(PATIENCE, feed.next()).await.unwrap();
        let Ok(Some([Diff::Set { index: 0, value }])) = next.as_ref().map(Option::as_deref) else {
            panic!("{next:?}")
        };
        assert_eq!(value.clock_offset_ms, Some(offset_ms));
    }
}

#[test]
fn who_lists_while_the_client_is_closed_is_told_so() {
    let world = World::new();
    let (_folder, client) = with_account(&world);
    let closed = client.clone();
    world.clock.when_looked_at(move || closed.close());
    assert_eq!(client.accounts().list(), Err(ClientError::Closed));

    let world = World::new();
    let (_folder, client) = with_account(&world);
    assert_eq!(client.chats().unwrap().len(), 1);
    let closed = client.clone();
    world.clock.when_looked_at(move || closed.close());
    assert_eq!(client.chats(), Err(ClientError::Closed));
}

#[test]
fn an_account_that_was_signed_out_is_none_any_more() {
    let world = World::new();
    let (_folder, client) = with_account(&world);
    assert_eq!(world.account.state(), Ok(AccountState::Active));
    assert_eq!(client.accounts().list().unwrap().len(), 1);
    world.account.leaving().for_good();
    assert_eq!(world.account.state(), Err(ClientError::NoSuchAccount));
    assert_eq!(client.accounts().list(), Ok(Vec::new()));
}
