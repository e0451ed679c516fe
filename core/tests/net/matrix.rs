//! The homeserver's interface.

use std::time::Duration;

use dienstchat_core::{
    matrix::{Homeserver, MatrixError, Membership, RoomMessages, SyncRequest},
    secret::{AccessToken, RefreshToken},
};
use ruma::{device_id, event_id, room_id, user_id};
use serde_json::{json, value::to_raw_value};

use crate::support::{Reply, Script, StillClock, http, reply};

fn token() -> AccessToken {
    AccessToken::new("syt_token".to_owned())
}

async fn homeserver(replies: impl IntoIterator<Item = Reply>) -> (Script, Homeserver) {
    let (script, url) = Script::start(replies).await;
    let homeserver = Homeserver::new(&url, http(&StillClock::new())).unwrap();
    (script, homeserver)
}

fn sync_request() -> SyncRequest<'static> {
    SyncRequest {
        conn_id: "app",
        pos: Some("5"),
        to_device_since: Some("t1"),
        rooms: 100,
        timeline_limit: 20,
        timeout: Duration::from_secs(30),
    }
}

#[tokio::test]
async fn failures_are_told_apart() {
    let limited = |seconds: u64| MatrixError::LimitExceeded {
        retry_after: Duration::from_secs(seconds),
    };
    let code = |code: &str| json!({"errcode": code, "error": "Anna may not"});
    let retry =
        |value: serde_json::Value| json!({"errcode": "M_LIMIT_EXCEEDED", "retry_after_ms": value});
    let soft = json!({"errcode": "M_UNKNOWN_TOKEN", "soft_logout": true});
    let unknown_token = |soft_logout| MatrixError::UnknownToken { soft_logout };
    let cases = [
        (reply(401, code("M_UNKNOWN_TOKEN")), unknown_token(false)),
        (reply(401, soft), unknown_token(true)),
        (reply(401, "nothing"), unknown_token(false)),
        (reply(403, code("M_FORBIDDEN")), MatrixError::Forbidden),
        (reply(404, code("M_NOT_FOUND")), MatrixError::NotFound),
        (
            reply(404, code("M_UNRECOGNIZED")),
            MatrixError::Refused(404),
        ),
        (reply(400, code("M_UNKNOWN_POS")), MatrixError::UnknownPos),
        (reply(400, code("M_BAD_JSON")), MatrixError::Refused(400)),
        (reply(413, code("M_TOO_LARGE")), MatrixError::TooLarge),
        (reply(429, retry(json!(2_000))), limited(2)),
        (reply(429, retry(json!(-5))), limited(1)),
        (reply(429, retry(json!(1e300))), limited(600)),
        (reply(429, retry(json!("soon"))), limited(1)),
        (
            reply(429, retry(json!(2_000))).with("retry-after", "7"),
            limited(7),
        ),
        (reply(429, "").with("retry-after", "NaN"), limited(1)),
        (reply(503, "").with("retry-after", "30"), limited(30)),
        (reply(503, "<html>"), MatrixError::ServerError(503)),
        (reply(502, "<html>"), MatrixError::ServerError(502)),
        (
            reply(302, "").with("location", "/x"),
            MatrixError::Malformed,
        ),
        (reply(200, "<html>"), MatrixError::Malformed),
        (reply(200, "{}"), MatrixError::Malformed),
    ];
    for (answer, error) in cases {
        let text = answer.body.clone();
        let (_, homeserver) = homeserver([answer]).await;
        assert_eq!(
            homeserver.joined_rooms(&token()).await,
            Err(error),
            "{error:?} {text}"
        );
    }
}

#[tokio::test]
async fn an_address_that_is_not_secure_is_refused() {
    for url in [
        "http://chat.example",
        "https://a@chat.example",
        "https://a/?b",
        "x",
    ] {
        let made = Homeserver::new(url, http(&StillClock::new()));
        assert_eq!(made.unwrap_err(), MatrixError::InvalidRequest, "{url}");
    }
}

#[tokio::test]
async fn sync_asks_for_what_a_duty_chat_needs() {
    let (script, homeserver) = homeserver([reply(200, json!({"pos": "6"}))]).await;
    let own = user_id!("@xyz_a:chat.example");
    let answer = homeserver
        .sync(&token(), own, sync_request())
        .await
        .unwrap();
    assert_eq!(answer.pos, "6");
    assert!(answer.one_time_key_counts.is_none() && answer.fallback_key_types.is_none());

    let seen = &script.seen()[0];
    assert_eq!(
        seen.uri.path(),
        "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"
    );
    let query = seen.uri.query().unwrap();
    assert!(
        query.contains("pos=5") && query.contains("timeout=30000"),
        "{query}"
    );
    assert_eq!(seen.headers["authorization"], "Bearer syt_token");
    let body = seen.json();
    assert_eq!(body["conn_id"], "app");
    let list = &body["lists"]["chats"];
    assert_eq!(list["ranges"], json!([[0, 99]]));
    assert_eq!(list["timeline_limit"], 20);
    let state = list["required_state"].as_array().unwrap();
    assert!(state.contains(&json!(["de.dienstchat.duty", ""])));
    assert!(state.contains(&json!(["m.room.member", "*"])));
    assert_eq!(
        body["extensions"]["to_device"],
        json!({"enabled": true, "since": "t1"})
    );
    assert_eq!(body["extensions"]["e2ee"], json!({"enabled": true}));
}

#[tokio::test]
async fn one_malformed_part_spoils_no_other() {
    let member = |membership: &str| {
        json!({"type": "m.room.member", "state_key": "@xyz_a:chat.example",
               "content": {"membership": membership}, "new": "field"})
    };
    let mut left = member("LEFT").to_string();
    left = left.replace("LEFT", "\\u006ceave");
    let answer = json!({
        "pos": "6",
        "unknown": [],
        "rooms": {
            "not a room": {},
            "!malformed:chat.example": {"timeline": 7},
            "!joined:chat.example": {
                "initial": true,
                "required_state": [member("join"), 5, "x", null],
                "timeline": [{"type": 9}, []],
                "limited": true,
                "prev_batch": "p",
                "num_live": 1,
            },
            "!left:chat.example": {
                "required_state": [member("join")],
                "timeline": [member("join"), "LEFT_EVENT", {"type": "m.room.message"}],
            },
            "!invited:chat.example": {"invite_state": []},
            "!silent:chat.example": {},
        },
        "extensions": {
            "to_device": {"next_batch": "t2", "events": [{"type": "a"}, 7]},
            "e2ee": {
                "device_lists": {"changed": ["@xyz_b:chat.example", "nobody"], "left": null},
                "device_one_time_keys_count": {"signed_curve25519": 50, "x": "y"},
                "device_unused_fallback_key_types": ["signed_curve25519"],
            },
        },
    });
    let text = answer.to_string().replace("\"LEFT_EVENT\"", &left);
    let (_, homeserver) = homeserver([reply(200, text)]).await;
    let own = user_id!("@xyz_a:chat.example");
    let answer = homeserver
        .sync(&token(), own, sync_request())
        .await
        .unwrap();

    let rooms: Vec<_> = answer.rooms.keys().map(ToString::to_string).collect();
    assert_eq!(
        rooms,
        [
            "!invited:chat.example",
            "!joined:chat.example",
            "!left:chat.example",
            "!silent:chat.example"
        ]
    );
    let joined = &answer.rooms[room_id!("!joined:chat.example")];
    assert!(joined.initial && joined.limited);
    assert_eq!((joined.required_state.len(), joined.timeline.len()), (1, 1));
    let membership = |room| answer.rooms[room].membership;
    assert_eq!(
        membership(room_id!("!joined:chat.example")),
        Some(Membership::Joined)
    );
    assert_eq!(
        membership(room_id!("!left:chat.example")),
        Some(Membership::Left)
    );
    assert_eq!(
        membership(room_id!("!invited:chat.example")),
        Some(Membership::Invited)
    );
    assert_eq!(membership(room_id!("!silent:chat.example")), None);

    let to_device = answer.to_device.unwrap();
    assert_eq!(
        (to_device.next_batch.as_str(), to_device.events.len()),
        ("t2", 1)
    );
    assert_eq!(answer.device_lists.changed, ["@xyz_b:chat.example"]);
    assert_eq!(answer.one_time_key_counts.unwrap()["signed_curve25519"], 50);
}

#[tokio::test]
async fn messages_to_this_device_without_a_position_are_refused() {
    // Taken without it they would be handled twice.
    let answer = json!({"pos": "6", "extensions": {"to_device": {"events": []}}});
    let (_, homeserver) = homeserver([reply(200, answer)]).await;
    let own = user_id!("@xyz_a:chat.example");
    let answer = homeserver.sync(&token(), own, sync_request()).await;
    assert_eq!(answer.unwrap_err(), MatrixError::Malformed);
}

#[tokio::test]
async fn keys_go_and_come_as_they_are() {
    let queried = json!({
        "device_keys": {"@xyz_b:chat.example": {"DEV": {"b": 1, "a": 2}}, "bad": {"D": {}}},
        "failures": {"other.example": {}},
    });
    let claimed = json!({
        "one_time_keys": {"@xyz_b:chat.example": {"DEV": {"signed_curve25519:AA": {"key": "k"}}}},
    });
    let (script, homeserver) = homeserver([
        reply(
            200,
            json!({"one_time_key_counts": {"signed_curve25519": 2}}),
        ),
        reply(200, queried),
        reply(200, claimed),
        reply(200, "{}"),
    ])
    .await;
    let body = r#"{"one_time_keys":{"signed_curve25519:AAAB":{"key":"x","a":1}}}"#;
    let counts = homeserver.upload_keys(&token(), body).await.unwrap();
    assert_eq!(counts["signed_curve25519"], 2);
    assert_eq!(
        homeserver.upload_keys(&token(), "[]").await,
        Err(MatrixError::InvalidRequest)
    );
    let user = user_id!("@xyz_b:chat.example").to_owned();
    let queried = homeserver
        .query_keys(&token(), [user.clone()])
        .await
        .unwrap();
    assert_eq!(queried.device_keys.len(), 1);
    let keys = &queried.device_keys[&user][device_id!("DEV")];
    assert_eq!(keys.get(), r#"{"a":2,"b":1}"#);
    assert!(queried.failures.contains_key("other.example"));
    let device = device_id!("DEV").to_owned();
    let claimed = homeserver
        .claim_keys(&token(), [(user.clone(), device.clone())])
        .await
        .unwrap();
    assert!(claimed.one_time_keys[&user][&device].contains_key("signed_curve25519:AA"));
    let content = to_raw_value(&json!({"ciphertext": "x"})).unwrap();
    let messages = [(user, [(device, content)].into())].into();
    homeserver
        .send_to_device(&token(), "m.room.encrypted", "t/1".into(), messages)
        .await
        .unwrap();

    let seen = script.seen();
    assert_eq!(
        seen[0].json()["one_time_keys"]["signed_curve25519:AAAB"]["a"],
        1
    );
    assert_eq!(
        seen[1].json()["device_keys"],
        json!({"@xyz_b:chat.example": []})
    );
    assert_eq!(
        seen[2].json()["one_time_keys"],
        json!({"@xyz_b:chat.example": {"DEV": "signed_curve25519"}})
    );
    assert_eq!(
        seen[3].uri.path(),
        "/_matrix/client/v3/sendToDevice/m.room.encrypted/t%2F1"
    );
    assert_eq!(
        seen[3].json(),
        json!({"messages": {"@xyz_b:chat.example": {"DEV": {"ciphertext": "x"}}}})
    );
}

#[tokio::test]
async fn rooms_are_written_and_read() {
    let room = room_id!("!room:chat.example");
    let event = json!({"event_id": "$event"});
    let (script, homeserver) = homeserver([
        reply(200, &event),
        reply(200, &event),
        reply(200, json!({"joined_rooms": ["!room:chat.example"]})),
        reply(
            200,
            json!({"joined": {"@xyz_a:chat.example": {}, "bad": {}}}),
        ),
        reply(200, json!({"chunk": [{"type": "m.room.member"}, 3]})),
        reply(
            200,
            json!({"start": "s", "end": "e", "chunk": [{"type": "a"}, null], "state": null}),
        ),
        reply(200, json!([{"type": "a"}, 7])),
        reply(200, json!({"v": 1})),
    ])
    .await;
    let content = to_raw_value(&json!({"body": "x"})).unwrap();
    let sent = homeserver
        .send_event(&token(), room, "m.room.encrypted", "t1".into(), content)
        .await;
    assert_eq!(sent.unwrap(), event_id!("$event"));
    let redacted = homeserver
        .redact(&token(), room, event_id!("$old"), "t2".into())
        .await;
    assert_eq!(redacted.unwrap(), event_id!("$event"));
    assert_eq!(homeserver.joined_rooms(&token()).await.unwrap(), [room]);
    let joined = homeserver.joined_members(&token(), room).await.unwrap();
    assert_eq!(joined, ["@xyz_a:chat.example"]);
    assert_eq!(homeserver.members(&token(), room).await.unwrap().len(), 1);
    let which = RoomMessages {
        from: Some("p"),
        limit: 50,
    };
    let page = homeserver.messages(&token(), room, which).await.unwrap();
    assert_eq!((page.chunk.len(), page.end.as_deref()), (1, Some("e")));
    assert_eq!(homeserver.state(&token(), room).await.unwrap().len(), 1);
    let duty = homeserver
        .state_content(&token(), room, "de.dienstchat.duty", "")
        .await;
    assert_eq!(duty.unwrap().get(), r#"{"v":1}"#);

    let seen = script.seen();
    assert_eq!(seen[0].method, "PUT");
    assert!(seen[0].uri.path().ends_with("/send/m.room.encrypted/t1"));
    assert_eq!(seen[0].json(), json!({"body": "x"}));
    assert!(
        seen[1].uri.path().contains("/redact/$old/t2")
            || seen[1].uri.path().contains("/redact/%24old/t2")
    );
    let query = seen[5].uri.query().unwrap();
    assert!(query.contains("from=p") && query.contains("dir=b") && query.contains("limit=50"));
}

#[tokio::test]
async fn a_list_of_joined_rooms_is_whole_or_an_error() {
    // Chats that are missing in it get sealed.
    let (_, homeserver) = homeserver([reply(200, json!({"joined_rooms": ["bad"]}))]).await;
    assert_eq!(
        homeserver.joined_rooms(&token()).await,
        Err(MatrixError::Malformed)
    );
}

#[tokio::test]
async fn the_session_is_refreshed_named_and_ended() {
    let (script, homeserver) = homeserver([
        reply(
            200,
            json!({"access_token": "a2", "refresh_token": "r2", "expires_in_ms": 300_000}),
        ),
        reply(
            200,
            json!({"user_id": "@xyz_a:chat.example", "device_id": "DEV"}),
        ),
        reply(200, "{}"),
    ])
    .await;
    let refreshed = homeserver
        .refresh(&RefreshToken::new("r1".to_owned()))
        .await
        .unwrap();
    assert_eq!(refreshed.access_token.expose(), "a2");
    assert_eq!(refreshed.expires_in, Some(Duration::from_mins(5)));
    let who = homeserver.whoami(&token()).await.unwrap();
    assert_eq!(who.device_id.as_deref(), Some(device_id!("DEV")));
    homeserver.logout(&token()).await.unwrap();
    let seen = script.seen();
    assert_eq!(seen[0].uri.path(), "/_matrix/client/v3/refresh");
    assert!(!seen[0].headers.contains_key("authorization"));
    assert_eq!(seen[0].json(), json!({"refresh_token": "r1"}));
    assert_eq!(seen[2].headers["authorization"], "Bearer syt_token");
}
