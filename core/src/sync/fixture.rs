//! A device with a store, fed with answers as a homeserver would give them. For tests.

use std::{collections::BTreeMap, sync::Arc};

use ruma::{OwnedRoomId, OwnedUserId, RoomId, server_name};
use serde_json::{Value, json, value::to_raw_value};
use tempfile::TempDir;

use super::{
    apply::{Applied, Context, apply},
    reconcile,
};
use crate::{
    chat::Viewer,
    duty::Envelope,
    ids::{self, AccountId},
    keys::{Machine, NewDevice},
    matrix::{RawJson, RoomUpdate, SyncResponse, ToDeviceEvents},
    store::{Chat, ConnId, MemoryKeyStore, Store, StoreConfig, StoreError, SyncPosition},
    time::{ServerDate, SystemEntropy, TimeSource, Timestamp},
};

/// When the duty begins; the fixture's time stands here at first.
pub(crate) const START: Timestamp = Timestamp::from_secs(1_800_000_000);
/// When it ends, in seconds.
pub(crate) const END: i64 = 1_800_030_000;

pub(crate) const CONNECTOR: &str = "@dienstchat:chat.example";
pub(crate) const ANNA: &str = "@xyz_a1:chat.example";
pub(crate) const BEN: &str = "@xyz_b2:chat.example";

/// Anna's phone.
pub(crate) struct Phone {
    pub(crate) folder: TempDir,
    pub(crate) store: Store,
    pub(crate) machine: Machine,
    pub(crate) now: Timestamp,
    position: u32,
}

impl Phone {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = StoreConfig {
            path: folder.path().join("store.db"),
            account: account(),
            key_store: Arc::new(MemoryKeyStore::new()),
            entropy: Arc::new(SystemEntropy),
        };
        let store = Store::create(config).unwrap();
        let device = NewDevice::generate(&SystemEntropy).unwrap();
        let machine = store
            .write(|tx| {
                let mut time = tx.times().get()?;
                time.observe(ServerDate {
                    source: TimeSource::Operator,
                    date: START,
                    received_at: START,
                });
                tx.times().set(&time)?;
                let user: OwnedUserId = ANNA.try_into().unwrap();
                let made = Machine::create(tx, user, device, Arc::new(SystemEntropy), START);
                Ok::<_, StoreError>(made.unwrap())
            })
            .unwrap();
        Self {
            folder,
            store,
            machine,
            now: START,
            position: 0,
        }
    }

    /// A phone that is in the chat of the sample duty.
    pub(crate) fn in_chat() -> Self {
        let mut phone = Self::new();
        phone.sync([(room(), whole(&statement(1), &[ANNA, BEN]))]);
        phone
    }

    /// Applies an answer that follows on from the one before.
    pub(crate) fn sync(&mut self, rooms: impl IntoIterator<Item = (OwnedRoomId, RoomUpdate)>) {
        let asked = SyncPosition {
            pos: (self.position > 0).then(|| self.position.to_string()),
            since: (self.position > 0).then(|| self.position.to_string()),
        };
        self.position += 1;
        let applied = self.apply(&asked, &self.answer(rooms));
        assert!(matches!(applied, Applied::Done(_)));
    }

    /// An answer at this phone's position.
    pub(crate) fn answer(
        &self,
        rooms: impl IntoIterator<Item = (OwnedRoomId, RoomUpdate)>,
    ) -> SyncResponse {
        SyncResponse {
            pos: self.position.to_string(),
            rooms: rooms.into_iter().collect::<BTreeMap<_, _>>(),
            to_device: Some(ToDeviceEvents {
                next_batch: self.position.to_string(),
                events: Vec::new(),
            }),
            ..SyncResponse::default()
        }
    }

    pub(crate) fn apply(&self, asked: &SyncPosition, answer: &SyncResponse) -> Applied {
        self.store
            .write(|tx| apply(tx, &self.context(), &ConnId::APP, asked, answer))
            .unwrap()
    }

    /// Compares with the server's list of joined rooms, with a time that is trusted.
    pub(crate) fn reconcile(&self, joined: &[OwnedRoomId]) -> bool {
        self.reconcile_at(joined, Some(self.now))
    }

    /// Compares with the server's list of joined rooms.
    pub(crate) fn reconcile_at(&self, joined: &[OwnedRoomId], trusted: Option<Timestamp>) -> bool {
        let joined = joined.iter().cloned().collect();
        self.store
            .write(|tx| reconcile::compare(tx, &self.context(), &joined, trusted))
            .unwrap()
    }

    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            machine: &self.machine,
            own: self.machine.user_id(),
            server: server_name!("chat.example"),
            now: self.now,
        }
    }

    pub(crate) fn viewer(&self) -> Viewer {
        Viewer {
            account: account(),
            user: self.machine.user_id().clone(),
            server: server_name!("chat.example").to_owned(),
            now: self.now,
        }
    }

    pub(crate) fn chat(&self) -> Option<Chat> {
        self.store.read(|tx| tx.chats().get(&room())).unwrap()
    }
}

fn account() -> AccountId {
    "xyz_a1".parse().unwrap()
}

pub(crate) fn room() -> OwnedRoomId {
    RoomId::parse("!duty").unwrap()
}

/// The sample duty's statement, as HiOrg-Server states it.
pub(crate) fn statement(revision: u64) -> Value {
    json!({
        "iss": "https://issuer.example", "aud": "dienstchat", "ov": "xyz", "duty_id": "4711",
        "revision": revision, "issued_at": START.as_secs(), "expires_at": START.as_secs() + 604_800,
        "title": "Sanitätsdienst", "starts_at": START.as_secs(), "ends_at": END,
        "state": "planned", "state_since": START.as_secs(),
        "members": [
            {"sub": "a1", "role": "responsible", "name": "Anna"},
            {"sub": "b2", "name": "Ben"},
        ],
    })
}

pub(crate) fn state_event(kind: &str, key: &str, sender: &str, content: &Value) -> RawJson {
    raw(&json!({"type": kind, "state_key": key, "sender": sender, "content": content}))
}

pub(crate) fn duty_event(statement: &Value) -> RawJson {
    state_event(
        "de.dienstchat.duty",
        "",
        CONNECTOR,
        &json!({"v": 1, "plain": statement}),
    )
}

pub(crate) fn member(user: &str, membership: &str) -> RawJson {
    state_event(
        "m.room.member",
        user,
        CONNECTOR,
        &json!({"membership": membership}),
    )
}

pub(crate) fn raw(value: &Value) -> RawJson {
    to_raw_value(value).unwrap()
}

/// Everything of a room, as its first update has it.
pub(crate) fn whole(statement: &Value, joined: &[&str]) -> RoomUpdate {
    let ov: ids::OrgCode = "xyz".parse().unwrap();
    let duty = statement["duty_id"].as_str().unwrap().parse().unwrap();
    let alias = ids::duty_alias(&ov, &duty, server_name!("chat.example")).unwrap();
    let mut required_state = vec![
        state_event(
            "m.room.create",
            "",
            CONNECTOR,
            &json!({"room_version": "12"}),
        ),
        state_event(
            "m.room.canonical_alias",
            "",
            CONNECTOR,
            &json!({"alias": alias}),
        ),
        duty_event(statement),
    ];
    required_state.extend(joined.iter().map(|user| member(user, "join")));
    RoomUpdate {
        initial: true,
        required_state,
        ..RoomUpdate::default()
    }
}

/// An update with these state events.
pub(crate) fn state(events: Vec<RawJson>) -> RoomUpdate {
    RoomUpdate {
        required_state: events,
        ..RoomUpdate::default()
    }
}

/// An update with these messages.
pub(crate) fn messages(timeline: Vec<RawJson>) -> RoomUpdate {
    RoomUpdate {
        timeline,
        ..RoomUpdate::default()
    }
}

/// The envelope of a statement.
pub(crate) fn envelope(statement: &Value) -> Envelope {
    Envelope::parse(&json!({"v": 1, "plain": statement}).to_string()).unwrap()
}
