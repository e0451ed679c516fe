//! The feeds of an account and a chat.

use super::World;
use crate::{
    client::{ChatError, ClientError, Diff},
    duty::Phase,
    store::{
        AccountSeal, AccountSealReason, AccountState, ChatState, Seal, SealReason, StoreError,
    },
    sync::fixture::{END, START, duty_event, room, state, statement},
    time::{DAY, Timestamp},
};

#[tokio::test]
async fn a_message_is_seen_in_the_list() {
    let world = World::new();
    let feed = world.account.chat_feed();
    let whole = feed.next().await.unwrap().unwrap();
    let [Diff::Reset(chats)] = whole.as_slice() else {
        panic!("{whole:?}")
    };
    assert_eq!((chats.len(), chats[0].unread), (1, 0));
    world.hears(["eins".to_owned(), "zwei".to_owned()]);
    let diffs = feed.next().await.unwrap().unwrap();
    let [Diff::Set { index: 0, value }] = diffs.as_slice() else {
        panic!("the chat has changed: {diffs:?}")
    };
    assert_eq!(value.unread, 2);
}

#[tokio::test]
async fn limits_that_pass_while_nobody_does_anything_are_noticed() {
    let world = World::new();
    let chat = world.chat();
    let (list, one) = (world.account.chat_feed(), chat.feed());
    list.next().await.unwrap();
    assert_eq!(one.next().await.unwrap().unwrap().phase, Phase::Active);

    world.time_is(Timestamp::from_secs(END).plus(DAY * 2));
    assert_eq!(world.account.maintain(), Ok(0));
    assert_eq!(one.next().await.unwrap().unwrap().phase, Phase::ReadOnly);
    let diffs = list.next().await.unwrap().unwrap();
    assert!(
        matches!(diffs.as_slice(), [Diff::Set { index: 0, value }] if value.phase == Phase::ReadOnly)
    );

    world.time_is(Timestamp::from_secs(END).plus(DAY * 32));
    assert_eq!(world.account.maintain(), Ok(1));
    assert_eq!(one.next().await, Err(ChatError::ChatDeleted));
    assert_eq!(one.next().await, Ok(None));
    let diffs = list.next().await.unwrap().unwrap();
    assert_eq!(diffs, [Diff::Remove { index: 0 }]);
}

#[tokio::test]
async fn maintaining_wakes_nobody_when_nothing_has_passed() {
    let world = World::new();
    let mut changes = world.account.changes();
    changes.borrow_and_update();
    world.time_is(START.plus(DAY / 24));
    assert_eq!(world.account.maintain(), Ok(0));
    assert!(!changes.has_changed().unwrap());
    world.time_is(Timestamp::from_secs(END).plus(DAY * 2));
    assert_eq!(world.account.maintain(), Ok(0));
    assert!(changes.has_changed().unwrap());
}

#[tokio::test]
async fn a_sealed_account_is_told_once_and_comes_back_whole() {
    let world = World::new();
    let (list, members) = (world.account.chat_feed(), world.chat().member_feed());
    list.next().await.unwrap();
    members.next().await.unwrap();
    let becomes = |state| {
        let store = &world.phone.store;
        store.write(|tx| tx.session().set_state(state)).unwrap();
        world.account.changed();
    };
    becomes(AccountState::Sealed(AccountSeal {
        reason: AccountSealReason::RefreshRefused,
        since: START,
        destroy_at: None,
    }));
    assert_eq!(list.next().await, Err(ClientError::Sealed));
    assert_eq!(members.next().await, Err(ChatError::Sealed));
    becomes(AccountState::Active);
    assert!(
        matches!(list.next().await.unwrap().unwrap().as_slice(), [Diff::Reset(chats)] if chats.len() == 1)
    );
    assert!(
        matches!(members.next().await.unwrap().unwrap().as_slice(), [Diff::Reset(members)] if members.len() == 2)
    );
}

#[tokio::test]
async fn who_is_removed_is_told_so_and_sees_the_chat_sealed() {
    let world = World::new();
    let chat = world.chat();
    let (members, one) = (chat.member_feed(), chat.feed());
    members.next().await.unwrap();
    assert_eq!(one.next().await.unwrap().unwrap().sealed, None);
    let seal = Seal {
        reason: SealReason::Removed,
        since: START,
        confirmed: None,
    };
    world
        .phone
        .store
        .write(|tx| tx.chats().set_state(&room(), ChatState::Sealed(seal)))
        .unwrap();
    world.account.changed();
    assert_eq!(members.next().await, Err(ChatError::NotAMember));
    assert!(one.next().await.unwrap().unwrap().sealed.is_some());
}

#[tokio::test]
async fn members_come_and_go_one_by_one() {
    let mut world = World::new();
    let feed = world.chat().member_feed();
    feed.next().await.unwrap();
    let mut changed = statement(2);
    let members = changed["members"].as_array_mut().unwrap();
    members[1]["name"] = "Benjamin".into();
    members.push(serde_json::json!({"sub": "c3", "name": "Cem"}));
    world
        .phone
        .sync([(room(), state(vec![duty_event(&changed)]))]);
    world.account.changed();
    let diffs = feed.next().await.unwrap().unwrap();
    let [
        Diff::Set {
            index: 1,
            value: ben,
        },
        Diff::Insert {
            index: 2,
            value: cem,
        },
    ] = diffs.as_slice()
    else {
        panic!("{diffs:?}")
    };
    assert_eq!((ben.name.as_str(), cem.name.as_str()), ("Benjamin", "Cem"));
}

#[tokio::test]
async fn the_queue_is_told_as_it_fills_and_empties() {
    let world = World::new();
    let chat = world.chat();
    let feed = chat.queue_feed();
    assert_eq!(feed.next().await, Ok(Some(vec![Diff::Reset(Vec::new())])));
    let first = chat.send_text("eins").unwrap();
    chat.send_text("zwei").unwrap();
    let diffs = feed.next().await.unwrap().unwrap();
    assert!(matches!(
        diffs.as_slice(),
        [Diff::Insert { index: 0, .. }, Diff::Insert { index: 1, .. }]
    ));
    chat.discard(&first).unwrap();
    let diffs = feed.next().await.unwrap().unwrap();
    assert_eq!(diffs, [Diff::Remove { index: 0 }]);
}

#[tokio::test]
async fn a_closed_client_lets_go_of_its_stores_and_says_so() {
    let world = World::new();
    let chat = world.chat();
    let feed = chat.feed();
    feed.next().await.unwrap();
    let waiting = tokio::spawn(async move { feed.next().await });
    world.signals.close();
    world.account.let_go();
    assert_eq!(waiting.await.unwrap(), Ok(None));
    assert_eq!(world.account.chats(), Err(ClientError::Closed));
    assert_eq!(world.account.state(), Err(ClientError::Closed));
    assert_eq!(world.account.maintain(), Err(ClientError::Closed));
    assert_eq!(chat.summary(), Err(ChatError::Closed));
    assert_eq!(chat.send_text("zu spät").map(drop), Err(ChatError::Closed));
    assert_eq!(chat.load_older().await, Err(ChatError::Closed));
    assert_eq!(chat.member_feed().next().await, Ok(None));
    let read = world.phone.store.read(|tx| tx.session().get());
    assert_eq!(read.map(drop), Err(StoreError::Closed));
    let written = world
        .phone
        .store
        .write(|tx| tx.drafts().set(&room(), "x", START));
    assert_eq!(written, Err(StoreError::Closed));
}
