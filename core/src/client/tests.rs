//! Tests of an account and its chats as a shell has them, without a server.

mod accounts;
mod drafts;
mod feeds;
mod offline;
mod run;
mod sending;
mod server;
mod sign_in;
mod sign_out_after;
mod timeline;

use std::{
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicI64, Ordering},
    },
};

use ruma::{OwnedEventId, server_name};
use serde_json::json;
use tokio::{sync::mpsc, task::JoinHandle};
use url::Url;

use super::{
    Account, AlwaysOnline, Chat, Config, Connectivity, Dienstchat, Environment, SyncError, open,
    signals::Signals,
};
use crate::{
    keys::Machine,
    login::issuers::IssuerTable,
    secret::AccessToken,
    store::{Body, MemoryKeyStore, NewEvent, SessionRecord, StoreError, Tokens},
    sync::fixture::{ANNA, BEN, Phone, room},
    time::{Clock, SystemEntropy, Timestamp},
};

/// A clock that stands where it is put, and does something when it is looked at.
struct StoppedClock {
    now: AtomicI64,
    looked_at: Mutex<Option<Box<dyn FnOnce() + Send>>>,
}

impl StoppedClock {
    fn new(now: Timestamp) -> Self {
        Self {
            now: AtomicI64::new(now.as_millis()),
            looked_at: Mutex::default(),
        }
    }

    fn set(&self, now: Timestamp) {
        self.now.store(now.as_millis(), Ordering::SeqCst);
    }

    /// Does this when somebody looks at it next.
    fn when_looked_at(&self, then: impl FnOnce() + Send + 'static) {
        *self.looked_at.lock().unwrap() = Some(Box::new(then));
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Timestamp {
        let looked_at = self.looked_at.lock().unwrap().take();
        if let Some(then) = looked_at {
            then();
        }
        Timestamp::from_millis(self.now.load(Ordering::SeqCst))
    }
}

/// A network that the test switches, and that says each time when it is asked about.
struct Network {
    online: AtomicBool,
    asked: mpsc::UnboundedSender<()>,
}

impl Connectivity for Network {
    fn is_online(&self) -> bool {
        // Not every test listens.
        let _ = self.asked.send(());
        self.online.load(Ordering::SeqCst)
    }
}

/// Anna's account on her phone, which is in one chat.
struct World {
    phone: Phone,
    clock: Arc<StoppedClock>,
    signals: Signals,
    network: Arc<Network>,
    asked: mpsc::UnboundedReceiver<()>,
    account: Account,
}

/// The loop of an account, in a task of its own.
fn spawn_loop(account: Account) -> JoinHandle<Result<(), SyncError>> {
    tokio::spawn(async move { account.run(std::future::pending()).await })
}

impl World {
    /// A homeserver that cannot be reached.
    fn new() -> Self {
        Self::at(&Url::parse("http://127.0.0.1:1").unwrap())
    }

    fn at(homeserver: &Url) -> Self {
        Self::with(homeserver, true)
    }

    /// Whoever tries to reach a server finds that there is no session.
    fn without_session() -> Self {
        Self::with(&Url::parse("http://127.0.0.1:1").unwrap(), false)
    }

    fn with(homeserver: &Url, signed_in: bool) -> Self {
        let phone = Phone::in_chat();
        let clock = Arc::new(StoppedClock::new(phone.now));
        let (send, asked) = mpsc::unbounded_channel();
        let network = Arc::new(Network {
            online: AtomicBool::new(true),
            asked: send,
        });
        let environment = Environment {
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            key_store: Arc::new(MemoryKeyStore::new()),
            connectivity: network.clone(),
        };
        let session = session(&phone, homeserver);
        let machine = phone
            .store
            .write(|tx| {
                if signed_in {
                    tx.session().set(&session)?;
                }
                let machine = Machine::load(tx, Arc::new(SystemEntropy));
                machine.map_err(|_| StoreError::Damaged)
            })
            .unwrap();
        let signals = Signals::new();
        let account = assemble(&phone, &environment, &signals, &session, machine);
        account.started();
        Self {
            phone,
            clock,
            signals,
            network,
            asked,
            account,
        }
    }

    /// The account as a client with these signals has it.
    fn account_of(&self, signals: &Signals) -> Account {
        let (session, machine) = self
            .phone
            .store
            .write(|tx| {
                let session = tx.session().get()?.ok_or(StoreError::Damaged)?;
                let machine = Machine::load(tx, Arc::new(SystemEntropy));
                Ok::<_, StoreError>((session, machine.map_err(|_| StoreError::Damaged)?))
            })
            .unwrap();
        let environment = self.account.environment();
        assemble(&self.phone, environment, signals, &session, machine)
    }

    fn chat(&self) -> Chat {
        self.account.chat(&"4711".parse().unwrap()).unwrap()
    }

    fn time_is(&self, now: Timestamp) {
        self.clock.set(now);
    }

    /// Messages of Ben's arrive.
    fn hears(&self, ids: impl IntoIterator<Item = String>) {
        self.arrived(BEN, ids);
    }

    fn arrived(&self, sender: &str, ids: impl IntoIterator<Item = String>) {
        let events: Vec<NewEvent> = ids
            .into_iter()
            .map(|id| NewEvent {
                body: Body::Content(json!({"msgtype": "m.text", "body": id}).to_string()),
                event_id: event(&id),
                sender: sender.try_into().unwrap(),
                origin_ts: self.clock.now(),
                kind: "m.room.message".into(),
                counts: sender != ANNA,
            })
            .collect();
        self.phone
            .store
            .write(|tx| {
                tx.timeline(&room()).append(&events, false, None)?;
                for event in &events {
                    tx.queue().arrived(&event.event_id)?;
                }
                Ok::<_, StoreError>(())
            })
            .unwrap();
        self.account.changed();
    }
}

fn assemble(
    phone: &Phone,
    environment: &Environment,
    signals: &Signals,
    session: &SessionRecord,
    machine: Machine,
) -> Account {
    let place = open::Place {
        id: "xyz_a1".parse().unwrap(),
        folder: phone.folder.path().to_owned(),
    };
    let store = phone.store.clone();
    open::assemble(environment, signals, place, store, session, machine).unwrap()
}

/// A client whose servers cannot be reached.
fn client(data_dir: &Path, clock: &Arc<StoppedClock>) -> Dienstchat {
    let config = Config {
        data_dir: data_dir.to_owned(),
        connector: Url::parse("http://127.0.0.1:1").unwrap(),
        app_hosts: Vec::new(),
        issuers: IssuerTable::new(Vec::new()).unwrap(),
    };
    let environment = Environment {
        clock: Arc::clone(clock) as Arc<dyn Clock>,
        entropy: Arc::new(SystemEntropy),
        key_store: Arc::new(MemoryKeyStore::new()),
        connectivity: Arc::new(AlwaysOnline),
    };
    Dienstchat::open(config, environment).unwrap()
}

fn event(id: &str) -> OwnedEventId {
    ruma::EventId::parse(format!("${id}")).unwrap()
}

fn session(phone: &Phone, homeserver: &Url) -> SessionRecord {
    SessionRecord {
        user_id: phone.machine.user_id().clone(),
        device_id: phone.machine.device_id().clone(),
        tokens: Tokens {
            access_token: AccessToken::new("token".to_owned()),
            refresh_token: None,
            expires_at: None,
        },
        homeserver: homeserver.clone(),
        server_name: server_name!("chat.example").to_owned(),
        ov: "xyz".parse().unwrap(),
        issuer: openidconnect::IssuerUrl::new("https://issuer.example".to_owned()).unwrap(),
        subject: "a1".parse().unwrap(),
    }
}
