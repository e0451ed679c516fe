//! A device that signs in finds its chats: one sync answer, with the keys of all of them.

use std::time::Duration;

use dienstchat_core::{
    client::{self, Content},
    keys::Access,
    time::{Clock as _, SystemClock, Timestamp},
};
use ruma::{OwnedUserId, RoomId};
use serde_json::{Map, Value, json};
use tokio::runtime::Runtime;
use vodozemac::{
    megolm::{GroupSession, InboundGroupSession, MegolmMessage, SessionConfig, SessionKey},
    olm::{Account, OlmMessage, SessionConfig as OlmConfig},
};

use super::homeserver::{Homeserver, Script};
use crate::{
    Result,
    fill::{self, CHATS, alias, events, member, room, server, statement},
    keys::{content, peers},
    measure::{Medians, compare, timed},
    store::{bare::Bare, expect},
};

/// Messages of each chat.
const MESSAGES: usize = 20;
/// How many one-time keys a device has on the server after one was claimed.
const KEYS_LEFT: usize = 49;

/// Measures it, each run with a new device.
pub(super) fn measure() -> Result<Medians> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    let homeserver = runtime.block_on(Homeserver::start())?;
    let tables = fill::Account::new(&homeserver.url)?;
    compare(
        10,
        || with_the_client(&runtime, &homeserver),
        || with_libraries(&tables),
    )
}

fn with_the_client(runtime: &Runtime, homeserver: &Homeserver) -> Result<Duration> {
    let filled = fill::Account::new(&homeserver.url)?;
    homeserver.answer_with(script(&filled, SystemClock.now())?);
    let account = super::account(&filled)?;
    let sync = || Ok(runtime.block_on(account.sync_once(Duration::ZERO))?);
    let (summary, time) = timed(sync)?;
    expect(summary.chats, CHATS)?;
    for number in 0..CHATS {
        expect(readable(&account, number)?, MESSAGES)?;
    }
    Ok(time)
}

fn readable(account: &client::Account, number: usize) -> Result<usize> {
    let chat = account.chat(&format!("d{number}").parse()?)?;
    let page = chat.timeline(None, 2 * MESSAGES)?;
    let text = |item: &&client::TimelineItem| matches!(item.content, Content::Text(_));
    Ok(page.items.iter().filter(text).count())
}

/// What the server has for a new device: the keys and messages of somebody who writes in all of
/// its chats.
fn script(filled: &fill::Account, now: Timestamp) -> Result<Script> {
    let mut server = peers::Server::default();
    // The first upload; the query of one's own devices is made by the client too.
    filled
        .store
        .write(|tx| peers::post(&mut server, &filled.machine, tx, now))?;
    let mut writer = peers::Device::new("m1", now)?;
    writer.post(&mut server, now)?;
    let readers = [(member(0)?, Access::Granted)].into_iter().collect();
    let mut rooms = Map::new();
    let mut joined = Vec::new();
    for number in 0..CHATS {
        let room = room(number)?;
        let mut timeline = Vec::new();
        for message in 0..MESSAGES {
            let content =
                peers::encrypt(&mut writer, &mut server, &room, &readers, &content(), now)?;
            let id = format!("$event{number}-{message}");
            let event = peers::event(&id, writer.user(), &content, now);
            timeline.push(serde_json::from_str::<Value>(&event)?);
        }
        let update = json!({
            "initial": true, "limited": false, "num_live": 0, "prev_batch": "before",
            "required_state": state(number, now)?, "timeline": timeline,
        });
        rooms.insert(room.to_string(), update);
        joined.push(room);
    }
    let to_device = server.take_inbox(&peers::name(&filled.machine));
    let to_device: Vec<Value> = to_device
        .iter()
        .map(|event| serde_json::from_str(event))
        .collect::<Result<_, _>>()?;
    let sync = json!({
        "pos": "1",
        "rooms": rooms,
        "extensions": {
            "to_device": {"next_batch": "1", "events": to_device},
            "e2ee": {
                "device_lists": {"changed": [writer.user()], "left": []},
                "device_one_time_keys_count": {"signed_curve25519": KEYS_LEFT},
                "device_unused_fallback_key_types": ["signed_curve25519"],
            },
        },
    });
    let everybody: [OwnedUserId; 2] = [member(0)?, member(1)?];
    let keys = json!({"device_keys": server.query(&everybody).device_keys, "failures": {}});
    Ok(Script {
        sync: sync.to_string(),
        keys: keys.to_string(),
        rooms: joined,
        one_time_keys: KEYS_LEFT,
    })
}

fn state(number: usize, now: Timestamp) -> Result<Vec<Value>> {
    let connector = format!("@dienstchat:{}", server()?);
    let event = |kind: &str, key: &str, content: Value| json!({"type": kind, "state_key": key, "sender": connector, "content": content});
    let mut state = vec![
        event("m.room.create", "", json!({"room_version": "12"})),
        event(
            "m.room.canonical_alias",
            "",
            json!({"alias": alias(number)?}),
        ),
        event("de.dienstchat.duty", "", statement(number, now)),
    ];
    for person in [0, 1] {
        let user = member(person)?;
        state.push(event(
            "m.room.member",
            user.as_str(),
            json!({"membership": "join"}),
        ));
    }
    Ok(state)
}

/// Decrypts the same number of room keys and messages, and keeps the rows in one transaction.
fn with_libraries(tables: &fill::Account) -> Result<Duration> {
    let bare = Bare::like(tables)?;
    let (mut reader, writer) = (Account::new(), Account::new());
    reader.generate_one_time_keys(1);
    let key = reader.one_time_keys().into_values().next();
    let key = key.ok_or("no one-time key")?;
    let config = OlmConfig::version_1();
    let mut olm = writer.create_outbound_session(config, reader.curve25519_key(), key)?;
    let mut room_keys = Vec::new();
    let mut messages = Vec::new();
    for _ in 0..CHATS {
        let mut megolm = GroupSession::new(SessionConfig::version_1());
        room_keys.push(olm.encrypt(megolm.session_key().to_base64())?);
        let text = Value::Object(content()).to_string();
        let of_chat: Vec<_> = (0..MESSAGES)
            .map(|_| megolm.encrypt(&text).to_base64())
            .collect();
        messages.push(of_chat);
    }
    let rows: Vec<_> = (0..CHATS)
        .map(|chat| Ok((room(chat)?, events(0..MESSAGES)?)))
        .collect::<Result<_>>()?;
    let work = || {
        let sessions = sessions(&mut reader, &writer, &room_keys)?;
        for (mut session, messages) in sessions.into_iter().zip(&messages) {
            for message in messages {
                session.decrypt(&MegolmMessage::from_base64(message)?)?;
            }
        }
        bare.transaction(|| {
            for (number, (room, events)) in rows.iter().enumerate() {
                bare.insert_chat(number)?;
                let room: &RoomId = room;
                bare.insert_events(room, events)?;
            }
            Ok(())
        })
    };
    Ok(timed(work)?.1)
}

fn sessions(
    reader: &mut Account,
    writer: &Account,
    room_keys: &[OlmMessage],
) -> Result<Vec<InboundGroupSession>> {
    let (first, rest) = room_keys.split_first().ok_or("no room key")?;
    let OlmMessage::PreKey(first) = first else {
        return Err("the first message begins no session".into());
    };
    let config = OlmConfig::version_1();
    let begun = reader.create_inbound_session(config, writer.curve25519_key(), first)?;
    let mut session = begun.session;
    let mut keys = vec![begun.plaintext];
    for message in rest {
        keys.push(session.decrypt(message)?);
    }
    keys.into_iter()
        .map(|key| {
            let key = SessionKey::from_base64(&String::from_utf8(key)?)?;
            Ok(InboundGroupSession::new(&key, SessionConfig::version_1()))
        })
        .collect()
}
