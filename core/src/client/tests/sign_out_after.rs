//! Signing out by itself after a duty.

use std::time::Duration;

use ruma::OwnedTransactionId;
use serde_json::Value;
use tempfile::TempDir;
use tokio::task::JoinHandle;

use super::{
    World, client, event,
    server::{PATIENCE, Server},
    session, spawn_loop,
};
use crate::{
    client::{
        Account, AccountInfo, AccountState, Chat, Dienstchat, Diff, SignOutAfterError, SyncError,
    },
    ids::DutyId,
    secret::RefreshToken,
    store::{AccountSeal, AccountSealReason, AccountState as StoredState, SendState},
    sync::SyncSummary,
    sync::fixture::{ANNA, END, duty_event, member, room, state, statement},
    time::{DAY, HOUR, Timestamp},
};

/// The end of the sample duty.
const OVER: Timestamp = Timestamp::from_secs(END);
const MOMENT: Duration = Duration::from_millis(1);

fn duty() -> DutyId {
    "4711".parse().unwrap()
}

/// A phone whose helper has chosen the sample duty.
struct Station {
    world: World,
    account: Account,
    client: Dienstchat,
    _folder: TempDir,
}

impl Station {
    fn new() -> Self {
        Self::of(World::new())
    }

    fn of(world: World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let client = client(folder.path(), &world.clock);
        let account = world.account_of(&client.shared().signals);
        let id = account.id().clone();
        client.shared().accounts().insert(id, Ok(account.clone()));
        let station = Self {
            world,
            account,
            client,
            _folder: folder,
        };
        assert_eq!(station.choose(Some(&duty())), Ok(()));
        assert_eq!(station.listed().unwrap().sign_out_after, Some(duty()));
        station
    }

    fn choose(&self, duty: Option<&DutyId>) -> Result<(), SignOutAfterError> {
        let accounts = self.client.accounts();
        accounts.sign_out_after(self.account.id(), duty)
    }

    /// The account in the list.
    fn listed(&self) -> Option<AccountInfo> {
        let mut list = self.client.accounts().list().unwrap();
        assert!(list.len() < 2);
        list.pop()
    }

    fn chat(&self) -> Chat {
        self.account.chat(&duty()).unwrap()
    }

    /// A message that failed, and would be tried again after the end of the duty.
    fn send_later(&self) -> OwnedTransactionId {
        let transaction = self.chat().send_text("Bin fertig").unwrap();
        let later = OVER.plus(HOUR / 2);
        let store = &self.world.phone.store;
        let postponed = store.write(|tx| tx.queue().retry_at(&transaction, later));
        assert_eq!(postponed, Ok(true));
        transaction
    }

    /// Synchronises on and on, in a task of its own.
    fn run(&self) -> JoinHandle<Result<(), SyncError>> {
        spawn_loop(self.account.clone())
    }

    /// Goes through one round, in a task of its own.
    fn sync_once(&self) -> JoinHandle<Result<SyncSummary, SyncError>> {
        let account = self.account.clone();
        tokio::spawn(async move { account.sync_once(Duration::ZERO).await })
    }

    /// Whether the account is still here after maintenance at this time.
    fn stays_at(&self, now: Timestamp) -> bool {
        self.world.time_is(now);
        self.client.accounts().maintain().unwrap();
        self.is_here()
    }

    /// In the list and on the disk, or in neither.
    fn is_here(&self) -> bool {
        let listed = self.listed().is_some();
        assert_eq!(listed, self.world.phone.folder.path().exists());
        listed
    }

    /// HiOrg-Server states the duty anew.
    fn stated(&mut self, change: impl FnOnce(&mut Value)) {
        let mut statement = statement(2);
        change(&mut statement);
        self.world
            .phone
            .sync([(room(), state(vec![duty_event(&statement)]))]);
    }
}

#[tokio::test]
async fn it_signs_out_when_the_duty_ends_and_whoever_watches_learns_it() {
    let station = Station::new();
    let feed = station.client.accounts().feed();
    feed.next().await.unwrap().unwrap();
    assert!(station.stays_at(OVER.minus(MOMENT)));
    assert!(!station.stays_at(OVER));
    let seen = feed.next().await.unwrap();
    assert_eq!(seen, Some(vec![Diff::Remove { index: 0 }]));
    let id = station.account.id();
    assert!(station.client.accounts().get(id).is_err());
    assert_eq!(station.choose(None), Err(SignOutAfterError::NoSuchAccount));
}

#[test]
fn it_stays_when_nothing_is_chosen_any_more() {
    let station = Station::new();
    assert_eq!(station.choose(None), Ok(()));
    assert_eq!(station.listed().unwrap().sign_out_after, None);
    assert!(station.stays_at(OVER.plus(DAY)));
}

#[test]
fn what_is_chosen_is_shown_at_once_and_survives_a_start() {
    let station = Station::new();
    let mut changes = station.account.changes();
    changes.mark_unchanged();
    station.choose(None).unwrap();
    assert!(changes.has_changed().unwrap());
    station.choose(Some(&duty())).unwrap();
    station.client.accounts().started();
    assert_eq!(station.listed().unwrap().sign_out_after, Some(duty()));
    // The start is where it goes, too.
    station.world.time_is(OVER);
    station.client.accounts().started();
    assert!(!station.is_here());
}

#[test]
fn a_moved_end_moves_it() {
    let mut station = Station::new();
    station.stated(|duty| duty["ends_at"] = (END + 3_600).into());
    assert!(station.stays_at(OVER.plus(HOUR).minus(MOMENT)));
    assert!(!station.stays_at(OVER.plus(HOUR)));

    let mut station = Station::new();
    station.stated(|duty| duty["ends_at"] = (END - 3_600).into());
    assert!(!station.stays_at(OVER.minus(HOUR)));
}

#[test]
fn a_duty_that_is_cancelled_is_over_and_one_without_its_chat_goes_on() {
    for (told, stays) in [("cancelled", false), ("chat_off", true)] {
        let mut station = Station::new();
        station.stated(|duty| {
            duty["state"] = told.into();
            duty["state_since"] = (END - 3_600).into();
        });
        assert!(station.stays_at(OVER.minus(HOUR).minus(MOMENT)));
        assert_eq!(station.stays_at(OVER.minus(HOUR)), stays, "{told}");
        assert!(!station.stays_at(OVER));
    }
}

#[test]
fn whoever_is_taken_off_the_duty_signs_out_when_its_chat_is_gone() {
    let mut station = Station::new();
    let phone = &mut station.world.phone;
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    let now = station.world.phone.now;
    assert!(station.stays_at(now));
    // The server's own list says so too.
    assert!(station.world.phone.reconcile_at(&[], Some(now.plus(DAY))));
    assert!(!station.stays_at(now));
}

#[test]
fn a_clock_that_is_absurdly_ahead_signs_nobody_out_at_first() {
    let station = Station::new();
    let absurd = OVER.plus(DAY * 400);
    assert!(station.stays_at(absurd));
    station.client.accounts().started();
    assert!(station.is_here());
    assert!(station.stays_at(absurd.plus(DAY)));
    // A second start says the same a day later.
    station.client.accounts().started();
    assert!(!station.is_here());
}

#[test]
fn only_a_duty_of_this_account_that_is_not_over_can_be_chosen() {
    let mut station = Station::new();
    let unknown = station.choose(Some(&"4712".parse().unwrap()));
    assert_eq!(unknown, Err(SignOutAfterError::UnknownDuty));
    assert_eq!(station.listed().unwrap().sign_out_after, Some(duty()));
    station.choose(None).unwrap();
    station.world.time_is(OVER);
    assert_eq!(
        station.choose(Some(&duty())),
        Err(SignOutAfterError::DutyOver)
    );
    station.world.time_is(OVER.minus(MOMENT));
    let phone = &mut station.world.phone;
    phone.sync([(room(), state(vec![member(ANNA, "leave")]))]);
    assert_eq!(
        station.choose(Some(&duty())),
        Err(SignOutAfterError::UnknownDuty)
    );
    let nobody = "xyz_b2".parse().unwrap();
    let nobody = station.client.accounts().sign_out_after(&nobody, None);
    assert_eq!(nobody, Err(SignOutAfterError::NoSuchAccount));
}

#[test]
fn a_sealed_account_signs_out_too() {
    let station = Station::new();
    let seal = AccountSeal {
        reason: AccountSealReason::RefreshRefused,
        since: station.world.phone.now,
        destroy_at: None,
    };
    let store = &station.world.phone.store;
    let sealed = store.write(|tx| tx.session().set_state(StoredState::Sealed(seal)));
    assert_eq!(sealed, Ok(()));
    assert_eq!(
        station.choose(Some(&duty())),
        Err(SignOutAfterError::Sealed)
    );
    let listed = station.listed().unwrap();
    assert!(matches!(listed.state, AccountState::Sealed(_)));
    assert_eq!(listed.sign_out_after, Some(duty()));
    assert!(!station.stays_at(OVER));
}

#[tokio::test]
async fn without_a_server_it_goes_all_the_same_while_it_synchronises() {
    let station = Station::new();
    let offline = station.account.sync_once(Duration::ZERO).await;
    assert_eq!(offline, Err(SyncError::Offline));
    assert!(station.is_here());
    station.world.time_is(OVER);
    let gone = station.account.sync_once(Duration::ZERO).await;
    assert_eq!(gone, Err(SyncError::NoSuchAccount));
    assert!(!station.is_here());
}

#[tokio::test]
async fn what_waits_is_sent_first_and_the_server_is_told() {
    let mut server = Server::start().await;
    let station = Station::of(World::at(&server.url));
    let transaction = station.send_later();
    let store = station.world.phone.store.clone();
    station.world.time_is(OVER);
    let running = station.run();
    server.until_waited_for().await;
    let once = station.sync_once();
    server.message().await.answer.send("$1").unwrap();
    let farewell = server.farewell().await;
    let message = store.read(|tx| tx.queue().get(&transaction));
    let sent = SendState::Sent(event("1"));
    assert_eq!(message.unwrap().unwrap().state, sent);
    assert_eq!(station.listed(), None);
    farewell.known.send(true).unwrap();
    assert_eq!(running.await.unwrap(), Err(SyncError::NoSuchAccount));
    assert_eq!(once.await.unwrap(), Err(SyncError::NoSuchAccount));
    station.until_gone().await;
}

#[tokio::test]
async fn whoever_takes_the_choice_back_while_it_still_sends_stays() {
    let mut server = Server::start().await;
    let station = Station::of(World::at(&server.url));
    let transaction = station.send_later();
    station.world.time_is(OVER);
    let running = station.run();
    server.until_waited_for().await;
    let once = station.sync_once();
    let message = server.message().await;
    station.choose(None).unwrap();
    message.answer.send("$1").unwrap();
    assert!(once.await.unwrap().is_ok());
    let store = station.world.phone.store.clone();
    let sent = store.read(|tx| tx.queue().get(&transaction)).unwrap();
    assert_eq!(sent.unwrap().state, SendState::Sent(event("1")));
    assert!(station.is_here());
    // It goes on synchronising.
    server.until_waited_for().await;
    assert!(!running.is_finished());
    running.abort();
}

#[tokio::test]
async fn a_loop_that_is_stopped_meanwhile_does_not_keep_it_here() {
    let mut server = Server::start().await;
    let station = Station::of(World::at(&server.url));
    station.world.time_is(OVER);
    let dropped = station.sync_once();
    let farewell = server.farewell().await;
    dropped.abort();
    assert!(dropped.await.unwrap_err().is_cancelled());
    farewell.known.send(true).unwrap();
    station.until_gone().await;
}

#[tokio::test]
async fn who_closes_meanwhile_finds_it_gone_at_the_next_start() {
    let mut server = Server::start().await;
    let station = Station::of(World::at(&server.url));
    station.world.time_is(OVER);
    let once = station.sync_once();
    let _unanswered = server.farewell().await;
    station.client.close();
    assert_eq!(once.await.unwrap(), Err(SyncError::Closed));
    assert!(station.world.phone.folder.path().exists());
}

#[tokio::test]
async fn after_maintenance_the_server_is_told_with_a_token_that_is_good() {
    let mut server = Server::start().await;
    let station = Station::of(World::at(&server.url));
    let mut session = session(&station.world.phone, &server.url);
    session.tokens.refresh_token = Some(RefreshToken::new("refresh".to_owned()));
    let store = &station.world.phone.store;
    assert_eq!(store.write(|tx| tx.session().set(&session)), Ok(()));
    assert!(!station.stays_at(OVER));
    let farewell = server.farewell().await;
    assert_eq!(farewell.token, "token");
    farewell.known.send(false).unwrap();
    let farewell = server.farewell().await;
    assert_eq!(farewell.token, "fresh");
    farewell.known.send(true).unwrap();
}

impl Station {
    /// Waits until everything of the account is gone. It has left the list at once.
    async fn until_gone(&self) {
        assert_eq!(self.listed(), None);
        let mut changes = self.account.changes();
        let gone = async {
            while !self.account.is_gone() {
                changes.changed().await.unwrap();
            }
        };
        tokio::time::timeout(PATIENCE, gone).await.unwrap();
        assert!(!self.is_here());
    }
}
