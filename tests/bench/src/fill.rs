//! An account's store as a client would have it after a while: a session, duties, messages.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use dienstchat_core::{
    client::{AlwaysOnline, Config, Environment},
    duty::Envelope,
    ids::{self, AccountId},
    keys::{Machine, NewDevice},
    login::issuers::IssuerTable,
    secret::AccessToken,
    store::{
        Body, KeyStore, Membership, MemoryKeyStore, NewChat, NewEvent, SessionRecord, Store,
        StoreConfig, Tokens, WriteTx,
    },
    time::{Clock as _, DAY, HOUR, ServerDate, SystemClock, SystemEntropy, TimeSource, Timestamp},
};
use openidconnect::IssuerUrl;
use ruma::{OwnedRoomId, OwnedUserId, RoomId, ServerName};
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

use crate::{
    Result,
    keys::{TEXT, peers::user},
};

/// How many chats somebody has who is on every duty.
pub(crate) const CHATS: usize = 50;
/// How many people are on a duty.
const MEMBERS: usize = 8;
/// The issuer table of the installation.
const ISSUERS: &str = r#"[[issuers]]
issuer = "https://id.example"
client_id = "dienstchat-app"
redirect_uris = ["http://127.0.0.1/callback"]
"#;

/// An installation with one account, in a folder that goes with it.
pub(crate) struct Account {
    pub(crate) store: Store,
    pub(crate) machine: Machine,
    pub(crate) id: AccountId,
    key_store: Arc<MemoryKeyStore>,
    folder: TempDir,
}

impl Account {
    /// Signed in at a homeserver, without any chat.
    pub(crate) fn new(homeserver: &Url) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let key_store = Arc::new(MemoryKeyStore::new());
        let id: AccountId = "xyz_m0".parse()?;
        let config = store_config(folder.path(), &id, key_store.clone());
        std::fs::create_dir_all(config.path.parent().ok_or("no folder")?)?;
        let store = Store::create(config)?;
        let machine = store.write(|tx| sign_in(tx, homeserver))?;
        Ok(Self {
            store,
            machine,
            id,
            key_store,
            folder,
        })
    }

    /// With chats of so many messages each.
    pub(crate) fn filled(homeserver: &Url, messages: usize) -> Result<Self> {
        let account = Self::new(homeserver)?;
        for number in 0..CHATS {
            account.add_chat(number, messages)?;
        }
        Ok(account)
    }

    /// Adds a chat with messages of others.
    pub(crate) fn add_chat(&self, number: usize, messages: usize) -> Result {
        let (room, now) = (room(number)?, SystemClock.now());
        let envelope = envelope(number, now)?;
        let events = events(0..messages)?;
        self.store.write(|tx| {
            tx.chats().put(NewChat {
                room_id: &room,
                envelope: &envelope,
            })?;
            tx.chats().set_membership(&room, Membership::Join)?;
            for number in 0..MEMBERS {
                tx.members(&room).set(&member(number)?, Membership::Join)?;
            }
            tx.timeline(&room).append(&events, false, None)?;
            Ok(())
        })
    }

    /// What opens the store.
    pub(crate) fn store_config(&self) -> StoreConfig {
        store_config(self.folder(), &self.id, self.key_store.clone())
    }

    /// What opens the installation.
    pub(crate) fn client_config(&self) -> Result<(Config, Environment)> {
        let config = Config {
            data_dir: self.folder().to_owned(),
            connector: Url::parse("https://connector.example")?,
            app_hosts: Vec::new(),
            issuers: IssuerTable::from_toml(ISSUERS)?,
        };
        let environment = Environment {
            clock: Arc::new(SystemClock),
            entropy: Arc::new(SystemEntropy),
            key_store: self.key_store.clone(),
            connectivity: Arc::new(AlwaysOnline),
        };
        Ok((config, environment))
    }

    /// The installation's folder.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A secret of the account, in hex.
    pub(crate) fn secret(&self, name: &str) -> Result<String> {
        let secret = self
            .key_store
            .get(&format!("{}/{name}", self.id.as_str()))?;
        let secret = secret.ok_or("no such secret")?;
        let mut hex = String::new();
        for byte in secret.iter() {
            write!(hex, "{byte:02x}")?;
        }
        Ok(hex)
    }

    /// Writes what the terminal client needs to use the folder; its configuration file.
    pub(crate) fn for_terminal(&self) -> Result<PathBuf> {
        let marker = format!("kind = \"file\"\ninstallation = \"{:032x}\"\n", 1);
        std::fs::write(self.folder().join("key-store.toml"), marker)?;
        let mut secrets = String::new();
        for name in ["db", "generation", "shred"] {
            let secret = self.secret(name)?;
            writeln!(secrets, "{}/{name} {secret}", self.id.as_str())?;
        }
        let file = self.secrets_file();
        std::fs::write(&file, secrets)?;
        #[cfg(unix)]
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
        let config = self.folder().join("config.toml");
        let text = format!("connector = \"https://connector.example\"\n{ISSUERS}");
        std::fs::write(&config, text)?;
        Ok(config)
    }

    /// Where the terminal client keeps the secrets.
    pub(crate) fn secrets_file(&self) -> PathBuf {
        self.folder().join("secrets")
    }
}

fn store_config(folder: &Path, id: &AccountId, key_store: Arc<MemoryKeyStore>) -> StoreConfig {
    StoreConfig {
        path: folder.join("accounts").join(id.as_str()).join("store.db"),
        account: id.clone(),
        key_store,
        entropy: Arc::new(SystemEntropy),
    }
}

fn sign_in(tx: &mut WriteTx<'_>, homeserver: &Url) -> Result<Machine> {
    let now = SystemClock.now();
    let mut time = tx.times().get()?;
    time.observe(ServerDate {
        source: TimeSource::Operator,
        date: now,
        received_at: now,
    });
    tx.times().set(&time)?;
    let device = NewDevice::generate(&SystemEntropy)?;
    let entropy = Arc::new(SystemEntropy);
    let machine = Machine::create(tx, member(0)?, device, entropy, now)?;
    tx.session().set(&SessionRecord {
        user_id: machine.user_id().clone(),
        device_id: machine.device_id().clone(),
        tokens: Tokens {
            access_token: AccessToken::new("token".to_owned()),
            refresh_token: None,
            expires_at: None,
        },
        homeserver: homeserver.clone(),
        server_name: server()?,
        ov: "xyz".parse()?,
        issuer: IssuerUrl::new("https://id.example".to_owned())?,
        subject: "m0".parse()?,
    })?;
    Ok(machine)
}

/// The homeserver's name.
pub(crate) fn server() -> Result<ruma::OwnedServerName> {
    Ok(ServerName::parse("chat.example")?)
}

/// Somebody on the duties; the account's own is the first.
pub(crate) fn member(number: usize) -> Result<OwnedUserId> {
    user(&format!("m{number}"))
}

/// The room of a chat.
pub(crate) fn room(number: usize) -> Result<OwnedRoomId> {
    Ok(RoomId::parse(format!("!chat{number}"))?)
}

/// The statement of a chat's duty, in its envelope, as JSON.
pub(crate) fn statement(number: usize, now: Timestamp) -> Value {
    let names = [
        "Anna", "Ben", "Carla", "David", "Elif", "Finn", "Greta", "Hakan",
    ];
    let people: Vec<_> = names
        .iter()
        .take(MEMBERS)
        .enumerate()
        .map(|(index, name)| json!({"sub": format!("m{index}"), "name": name, "function": "Sanitäter"}))
        .collect();
    json!({"v": 1, "plain": {
        "iss": "https://id.example", "aud": "https://connector.example", "ov": "xyz",
        "duty_id": format!("d{number}"), "revision": 1,
        "issued_at": now.as_secs(), "expires_at": now.plus(7 * DAY).as_secs(),
        "title": "Sanitätsdienst Stadtfest", "meeting_point": "Südtor",
        "starts_at": now.as_secs(), "ends_at": now.plus(6 * HOUR).as_secs(),
        "state": "planned", "state_since": now.as_secs(), "members": people,
    }})
}

fn envelope(number: usize, now: Timestamp) -> Result<Envelope> {
    Ok(Envelope::parse(&statement(number, now).to_string())?)
}

/// The alias of a chat's room.
pub(crate) fn alias(number: usize) -> Result<String> {
    let (ov, duty) = ("xyz".parse()?, format!("d{number}").parse()?);
    Ok(ids::duty_alias(&ov, &duty, &server()?)?.to_string())
}

/// Messages of others, told apart by number: each looks different from the others, or scrolling by
/// just as much as they repeat would look like the end.
pub(crate) fn events(numbers: std::ops::Range<usize>) -> Result<Vec<NewEvent>> {
    let now = SystemClock.now();
    numbers
        .map(|number| {
            Ok(NewEvent {
                event_id: format!("$event{number}").try_into()?,
                sender: member(1 + number % (MEMBERS - 1))?,
                origin_ts: now,
                kind: "m.room.message".to_owned(),
                counts: true,
                body: Body::Content(text(number)),
            })
        })
        .collect()
}

fn text(number: usize) -> String {
    json!({"msgtype": "m.text", "body": format!("{TEXT} {number}")}).to_string()
}
