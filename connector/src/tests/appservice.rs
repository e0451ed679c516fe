//! The homeserver's side.

use http::StatusCode;
use serde_json::json;

use crate::testing::World;

const TOKEN: Option<&str> = Some("hs-token-of-the-tests");

#[tokio::test]
async fn only_the_homeserver_is_heard() {
    let world = World::new().await;
    let path = "/_matrix/app/v1/transactions/1";
    for (token, status, code) in [
        (None, StatusCode::UNAUTHORIZED, "M_MISSING_TOKEN"),
        (Some("wrong"), StatusCode::FORBIDDEN, "M_FORBIDDEN"),
        (
            Some("as-token-of-the-tests"),
            StatusCode::FORBIDDEN,
            "M_FORBIDDEN",
        ),
    ] {
        let answer = world.send("PUT", path, token, "{\"events\":[]}").await;
        assert_eq!(
            (answer.status, &answer.json()["errcode"]),
            (status, &json!(code))
        );
    }
    assert_eq!(
        world
            .send("PUT", path, TOKEN, "{\"events\":[]}")
            .await
            .json(),
        json!({})
    );
    assert_eq!(
        world.send("PUT", path, TOKEN, "nonsense").await.json()["errcode"],
        "M_NOT_JSON"
    );
    assert_eq!(
        world.send("GET", path, TOKEN, "").await.status,
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        world
            .send("GET", "/_matrix/app/v1/nix", TOKEN, "")
            .await
            .json()["errcode"],
        "M_UNRECOGNIZED"
    );
    assert_eq!(
        world
            .send("POST", "/_matrix/app/v1/ping", TOKEN, "{}")
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn questions_are_answered_truly() {
    let world = World::new().await;
    world.organisation("abc").await;
    world.joins("abc", "a1").await;
    for (what, status) in [
        ("users/@abc_a1:hs.example", StatusCode::OK),
        ("users/@dienstchat:hs.example", StatusCode::OK),
        ("users/@abc_b1:hs.example", StatusCode::NOT_FOUND),
        ("users/@abc_a1:other.example", StatusCode::NOT_FOUND),
        ("users/nonsense", StatusCode::NOT_FOUND),
        ("rooms/%23duty_abc_7:hs.example", StatusCode::NOT_FOUND),
    ] {
        assert_eq!(
            world
                .send("GET", &format!("/_matrix/app/v1/{what}"), TOKEN, "")
                .await
                .status,
            status,
            "{what}"
        );
    }
}

#[tokio::test]
async fn strange_events_do_no_harm() {
    let world = World::new().await;
    let long = "x".repeat(10_000);
    let answer = world.transaction("1", json!([
        {}, { "type": "m.room.member" }, { "type": 3 }, null,
        { "type": "m.room.redaction", "event_id": "$1", "room_id": "!r", "sender": "@a:b.c", "content": { "redacts": 7 } },
        { "type": "m.room.encrypted", "event_id": "$2", "room_id": "!r", "sender": "@a:b.c", "content": { "de.dienstchat.media": { "a": 1 } } },
        { "type": "m.room.encrypted", "event_id": "$3", "room_id": "!r", "sender": "@a:b.c",
          "content": { "de.dienstchat.media": [long, "mxc://", "mxc://hs.example/", null] } },
    ]))
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text);
}
