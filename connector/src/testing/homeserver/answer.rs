//! What the homeserver answers when it does not fail.

use std::collections::BTreeMap;

use http::Method;
use serde_json::{Value, json};

use super::{Inner, Room};

const OWN: &str = "@dienstchat:hs.example";

type Reply = (u16, Value);

fn ok() -> Reply {
    (200, json!({}))
}

fn error(status: u16, code: &str) -> Reply {
    (status, json!({ "errcode": code }))
}

pub(super) fn answer(
    inner: &mut Inner,
    method: &Method,
    path: &[String],
    query: &BTreeMap<String, String>,
    body: &Value,
) -> Reply {
    inner.requests += 1;
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let user = query.get("user_id").map_or(OWN, String::as_str).to_owned();
    match (method.as_str(), path.as_slice()) {
        ("POST", ["_matrix", "client", "v3", "register"]) => register(inner, body),
        ("POST", ["_matrix", "client", "v3", "login"]) => login(inner, body),
        ("GET", ["_matrix", "client", "v3", "directory", "room", alias]) => {
            match inner.aliases.get(*alias) {
                Some(room) => (200, json!({ "room_id": room, "servers": ["hs.example"] })),
                None => error(404, "M_NOT_FOUND"),
            }
        }
        ("DELETE", ["_matrix", "client", "v3", "directory", "room", alias]) => {
            match inner.aliases.remove(*alias) {
                Some(_) => ok(),
                None => error(404, "M_NOT_FOUND"),
            }
        }
        ("POST", ["_matrix", "client", "v3", "createRoom"]) => create(inner, body),
        ("GET", ["_matrix", "client", "v3", "joined_rooms"]) => {
            let rooms: Vec<&String> = inner
                .rooms
                .iter()
                .filter(|(_, room)| room.joined().contains(user.as_str()))
                .map(|(id, _)| id)
                .collect();
            (200, json!({ "joined_rooms": rooms }))
        }
        ("GET", ["_matrix", "client", "v3", "devices"]) => {
            let devices: Vec<Value> = inner
                .devices
                .get(&user)
                .into_iter()
                .flatten()
                .map(|id| json!({ "device_id": id }))
                .collect();
            (200, json!({ "devices": devices }))
        }
        ("POST", ["_matrix", "client", "v3", "delete_devices"]) => {
            inner.devices.remove(&user);
            ok()
        }
        ("POST", ["_matrix", "client", "v3", "rooms", room, action]) => {
            let target = body["user_id"].as_str().unwrap_or(&user).to_owned();
            membership(inner, room, action, &user, &target)
        }
        (_, ["_matrix", "client", "v3", "rooms", id, rest @ ..]) => {
            room(inner, method, id, rest, body)
        }
        (_, ["_synapse", "admin", rest @ ..]) => admin(inner, method, rest, query, body),
        _ => error(404, "M_UNRECOGNIZED"),
    }
}

fn register(inner: &mut Inner, body: &Value) -> Reply {
    let user = format!("@{}:hs.example", body["username"].as_str().unwrap());
    if inner.users.contains_key(&user) {
        return error(400, "M_USER_IN_USE");
    }
    inner.users.insert(user.clone(), None);
    (200, json!({ "user_id": user }))
}

fn login(inner: &mut Inner, body: &Value) -> Reply {
    assert_eq!(body["type"], "m.login.application_service");
    let user = body["identifier"]["user"].as_str().unwrap().to_owned();
    if !inner.users.contains_key(&user) {
        return error(403, "M_FORBIDDEN");
    }
    let device = body["device_id"].as_str().unwrap();
    inner
        .devices
        .entry(user.clone())
        .or_default()
        .insert(device.to_owned());
    assert_eq!(body["refresh_token"], true);
    let answer = json!({
        "user_id": user, "device_id": device, "access_token": "syt_access", "refresh_token": "syr_refresh",
        "expires_in_ms": 300_000,
    });
    (200, answer)
}

fn create(inner: &mut Inner, body: &Value) -> Reply {
    let alias = body["room_alias_name"]
        .as_str()
        .map(|name| format!("#{name}:hs.example"));
    if alias
        .as_ref()
        .is_some_and(|alias| inner.aliases.contains_key(alias))
    {
        return error(400, "M_ROOM_IN_USE");
    }
    inner.writes += 1;
    let id = if alias.is_some() {
        inner.made += 1;
        format!("!room{}", inner.made)
    } else {
        "!markers".to_owned()
    };
    let mut room = Room::default();
    let mut create = body["creation_content"].clone();
    create["room_version"] = body["room_version"].clone();
    room.state.insert("m.room.create".to_owned(), create);
    for event in body["initial_state"].as_array().into_iter().flatten() {
        let event_type = event["type"].as_str().unwrap();
        room.history.push(event_type.to_owned());
        room.state
            .insert(event_type.to_owned(), event["content"].clone());
    }
    room.members.insert(OWN.to_owned(), "join".to_owned());
    if let Some(alias) = alias {
        room.state.insert(
            "m.room.canonical_alias".to_owned(),
            json!({ "alias": alias }),
        );
        inner.aliases.insert(alias, id.clone());
    }
    inner.rooms.insert(id.clone(), room);
    (200, json!({ "room_id": id }))
}

fn room(inner: &mut Inner, method: &Method, id: &str, rest: &[&str], body: &Value) -> Reply {
    let Some(room) = inner.rooms.get_mut(id) else {
        return error(403, "M_FORBIDDEN");
    };
    match (method.as_str(), rest) {
        ("GET", ["state"]) => {
            let state = room.state.iter().map(|(event_type, content)| {
                json!({ "type": event_type, "state_key": "", "content": content, "event_id": "$e", "sender": OWN, "origin_server_ts": 1 })
            });
            let members = room.members.iter().map(|(user, membership)| {
                json!({
                    "type": "m.room.member", "state_key": user, "content": { "membership": membership },
                    "event_id": "$e", "sender": OWN, "origin_server_ts": 1,
                })
            });
            (200, state.chain(members).collect())
        }
        ("PUT", ["state", event_type, ..]) => {
            room.history.push((*event_type).to_owned());
            room.state.insert((*event_type).to_owned(), body.clone());
            inner.writes += 1;
            (200, json!({ "event_id": "$state" }))
        }
        ("PUT", ["send", "de.dienstchat.marker", _]) => {
            let id = format!("$marker{}", inner.markers.len());
            inner.markers.push(id.clone());
            (200, json!({ "event_id": id }))
        }
        _ => error(404, "M_UNRECOGNIZED"),
    }
}

fn membership(inner: &mut Inner, id: &str, action: &str, user: &str, target: &str) -> Reply {
    let known = inner.users.contains_key(target);
    let Some(room) = inner.rooms.get_mut(id) else {
        return error(404, "M_NOT_FOUND");
    };
    let now = room.members.get(target).map_or("leave", String::as_str);
    let (by_connector, new) = match (action, now) {
        ("invite", "leave" | "invite") => (true, "invite"),
        ("join", "invite" | "join") => (false, "join"),
        ("leave", "join" | "invite") => (false, "leave"),
        ("kick", "join" | "invite" | "knock") | ("unban", "ban") => (true, "leave"),
        _ => return error(403, "M_FORBIDDEN"),
    };
    if by_connector != (user == OWN) || (action == "join" && !known) {
        return error(403, "M_FORBIDDEN");
    }
    room.history.push(format!("{action} {target}"));
    room.members.insert(target.to_owned(), new.to_owned());
    inner.writes += 1;
    ok()
}

fn admin(
    inner: &mut Inner,
    method: &Method,
    path: &[&str],
    query: &BTreeMap<String, String>,
    body: &Value,
) -> Reply {
    match (method.as_str(), path) {
        ("GET", ["v1", "users", _, "admin"]) => (200, json!({ "admin": true })),
        ("GET", ["v2", "users"]) => (200, json!({ "users": [], "total": 0 })),
        ("PUT", ["v2", "users", user]) => {
            let name = body["displayname"]
                .as_str()
                .filter(|name| !name.is_empty())
                .map(ToOwned::to_owned);
            inner.users.insert((*user).to_owned(), name);
            inner.writes += 1;
            ok()
        }
        ("DELETE", ["v2", "rooms", room]) => {
            if inner.purging.values().any(|running| running == room) {
                return error(400, "M_UNKNOWN");
            }
            if let Some(room) = inner.rooms.remove(*room) {
                assert!(
                    room.joined().is_empty(),
                    "members are removed before a purge"
                );
                assert_eq!(body["purge"], true);
            }
            inner.purges.push((*room).to_owned());
            let id = format!("purge{}", inner.purges.len());
            inner.purging.insert(id.clone(), (*room).to_owned());
            (200, json!({ "delete_id": id }))
        }
        ("GET", ["v2", "rooms", room, "delete_status"]) => {
            let results: Vec<Value> = inner
                .purging
                .iter()
                .filter(|(_, running)| running == room)
                .map(|(id, _)| json!({ "delete_id": id, "status": "active" }))
                .collect();
            if results.is_empty() {
                return error(404, "M_NOT_FOUND");
            }
            (200, json!({ "results": results }))
        }
        // It is done when somebody asks.
        ("GET", ["v2", "rooms", "delete_status", id]) => {
            inner.purging.remove(*id);
            (200, json!({ "status": "complete" }))
        }
        ("GET", ["v1", "users", user, "media"]) => {
            let from: usize = query["from"].parse().unwrap();
            let mut uploads: Vec<(&String, i64)> = inner
                .uploads
                .iter()
                .filter(|(_, upload)| upload.user == *user)
                .map(|(id, upload)| (id, upload.created_ms))
                .collect();
            uploads.sort_by_key(|(_, created)| *created);
            let media: Vec<Value> = uploads
                .iter()
                .skip(from)
                .take(100)
                .map(|(id, created)| json!({ "media_id": id, "created_ts": created }))
                .collect();
            (200, json!({ "media": media, "total": uploads.len() }))
        }
        ("DELETE", ["v1", "users", user, "media"]) => {
            let before = inner.uploads.len();
            inner.uploads.retain(|_, upload| upload.user != *user);
            (200, json!({ "total": before - inner.uploads.len() }))
        }
        ("GET", ["v1", "media", "hs.example", id]) => match inner.uploads.get(*id) {
            Some(upload) => (200, json!({ "media_info": { "user_id": upload.user } })),
            None => error(404, "M_NOT_FOUND"),
        },
        ("DELETE", ["v1", "media", "hs.example", id]) => match inner.uploads.remove(*id) {
            Some(_) => ok(),
            None => error(404, "M_NOT_FOUND"),
        },
        _ => error(404, "M_UNRECOGNIZED"),
    }
}
