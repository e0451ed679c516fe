//! Tests of the store as a whole.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod chats;
mod crashes;
mod deletion;
mod format;
mod keys;
mod opening;
mod processes;
mod races;
mod sessions;
mod timeline;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use ruma::{OwnedEventId, OwnedRoomId, OwnedUserId, RoomId};
use tempfile::TempDir;

use super::{
    Body, KeyStore, MemoryKeyStore, NewChat, NewEvent, Store, StoreConfig, StoreError, WriteTx,
};
use crate::{
    duty::Envelope,
    ids::AccountId,
    time::{SystemEntropy, Timestamp},
};

/// A folder, a key store, and the store of Anna's account in them.
struct World {
    folder: TempDir,
    key_store: Arc<dyn KeyStore>,
}

impl World {
    fn new() -> Self {
        Self::with(Arc::new(MemoryKeyStore::new()))
    }

    fn with(key_store: Arc<dyn KeyStore>) -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            key_store,
        }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("store.sqlite")
    }

    fn config(&self) -> StoreConfig {
        self.config_at(&self.path())
    }

    fn config_at(&self, path: &Path) -> StoreConfig {
        StoreConfig {
            path: path.to_owned(),
            account: account(),
            key_store: Arc::clone(&self.key_store),
            entropy: Arc::new(SystemEntropy),
        }
    }

    fn create(&self) -> Store {
        Store::create(self.config()).unwrap()
    }

    fn open(&self) -> Store {
        Store::open(self.config()).unwrap()
    }

    fn open_error(&self) -> StoreError {
        Store::open(self.config()).unwrap_err()
    }

    /// Whether these bytes stand in any file of the folder.
    fn on_disk(&self, needle: &[u8]) -> bool {
        std::fs::read_dir(self.folder.path()).unwrap().any(|entry| {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    }
}

fn account() -> AccountId {
    "xyz_anna".parse().unwrap()
}

fn at(secs: i64) -> Timestamp {
    Timestamp::from_secs(secs)
}

fn room(name: &str) -> OwnedRoomId {
    RoomId::parse(format!("!{name}:chat.example")).unwrap()
}

fn user(name: &str) -> OwnedUserId {
    format!("@xyz_{name}:chat.example").parse().unwrap()
}

fn event_id(name: &str) -> OwnedEventId {
    format!("${name}:chat.example").parse().unwrap()
}

/// A statement of the duty `duty` that ends at this time.
fn envelope(duty: &str, revision: u64, ends_at: i64) -> Envelope {
    let json = format!(
        r#"{{"v":1,"plain":{{"iss":"https://issuer.example","aud":"https://connector.example","ov":"xyz",
            "duty_id":"{duty}","revision":{revision},"issued_at":1000,"expires_at":900000,"title":"Stadtfest Nord",
            "starts_at":2000,"ends_at":{ends_at},"state":"planned","state_since":1000,
            "members":[{{"sub":"anna","name":"Anna","role":"responsible"}}]}}}}"#
    );
    Envelope::parse(&json).unwrap()
}

fn add_chat(tx: &WriteTx<'_>, room: &RoomId, duty: &str) -> Result {
    tx.chats().put(NewChat {
        room_id: room,
        envelope: &envelope(duty, 1, 5_000),
    })
}

fn text(name: &str, body: &str) -> NewEvent {
    NewEvent {
        event_id: event_id(name),
        sender: user("ben"),
        origin_ts: at(3_000),
        kind: "m.room.message".to_owned(),
        counts: true,
        body: Body::Content(format!(r#"{{"body":"{body}","msgtype":"m.text"}}"#)),
    }
}

type Result<T = ()> = std::result::Result<T, StoreError>;
