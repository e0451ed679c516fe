//! Duty statements, as HiOrg-Server writes them.

use dienstchat_core::time::Clock as _;
use http::StatusCode;
use serde_json::{Value, json};

use crate::testing::{CREDENTIAL, World, member, statement};

const PATH: &str = "/v1/organisations/abc/duties/7";

async fn world() -> World {
    let world = World::new().await;
    world.organisation("abc").await;
    world
}

fn changed(world: &World, revision: u64, pointer: &str, value: Value) -> Value {
    let mut body = statement(
        &world.clock,
        "abc",
        "7",
        revision,
        json!([member("a1"), member("b1")]),
    );
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = body.pointer_mut(parent).unwrap();
    match key.parse::<usize>() {
        Ok(index) => parent[index] = value,
        Err(_) => parent[key] = value,
    }
    body
}

#[tokio::test]
async fn a_statement_is_taken_once_and_shown() {
    let world = world().await;
    let body = statement(&world.clock, "abc", "7", 1, json!([member("a1")]));
    let answer = world.put(PATH, &body).await;
    assert_eq!(answer.status, StatusCode::CREATED);
    let view = answer.json();
    assert_eq!(view["statement"], body["plain"]);
    assert_eq!(
        view["members"],
        json!([{ "sub": "a1", "ov": "abc", "name": "Name a1", "role": "assigned", "joined": false }])
    );
    assert_eq!(
        (&view["phase"], &view["applied_phase"]),
        (&json!("active"), &json!("none"))
    );
    assert_eq!(view["link"], "https://chat.example/d/abc/7");
    let ends_at = body["plain"]["ends_at"].as_i64().unwrap();
    assert_eq!(view["read_only_from"], ends_at + 2 * 86_400);
    assert_eq!(view["delete_at"], ends_at + 32 * 86_400);
    assert_eq!(world.put(PATH, &body).await.status, StatusCode::OK);
    assert_eq!(world.get(PATH).await.json(), view);
}

#[tokio::test]
async fn revisions_only_rise_unless_reset() {
    let world = world().await;
    world
        .put(PATH, &changed(&world, 5, "/plain/title", json!("Fest")))
        .await;
    let other = changed(&world, 5, "/plain/title", json!("Anderes Fest"));
    assert_eq!(world.put(PATH, &other).await.problem(), "revision-conflict");
    let lower = changed(&world, 4, "/plain/title", json!("Fest"));
    assert_eq!(world.put(PATH, &lower).await.problem(), "revision-stale");
    let reset = changed(&world, 4, "/plain/reset", json!(true));
    assert_eq!(world.put(PATH, &reset).await.json()["revision"], 4);
    assert_eq!(world.put(PATH, &reset).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field() {
    let world = world().await;
    let now = world.clock.now().as_secs();
    for (pointer, value, named) in [
        ("/v", json!(2), "v"),
        ("/v", json!("1"), "v"),
        ("/plain", Value::Null, "plain"),
        ("/jws", json!("a.b.c"), "plain"),
        (
            "/plain/aud",
            json!("https://elsewhere.example"),
            "plain.aud",
        ),
        ("/plain/ov", json!("xyz"), "plain.ov"),
        ("/plain/ov", json!("Ä"), "plain.ov"),
        ("/plain/duty_id", json!("8"), "plain.duty_id"),
        ("/plain/revision", json!(1.5), "plain.revision"),
        ("/plain/revision", json!(u64::MAX), "plain"),
        ("/plain/note", json!(0.5), "plain"),
        ("/plain/title", json!(""), "plain.title"),
        ("/plain/title", json!("x".repeat(3_000)), "plain.title"),
        ("/plain/ends_at", json!(now), "plain.ends_at"),
        ("/plain/expires_at", json!(now), "plain.expires_at"),
        ("/plain/starts_at", json!(-1), "plain.starts_at"),
        ("/plain/state", json!("postponed"), "plain.state"),
        ("/plain/write_days", json!(4_000), "plain.write_days"),
        ("/plain/members", json!("none"), "plain.members"),
        (
            "/plain/members/1",
            json!({ "sub": "a1", "name": "" }),
            "plain.members",
        ),
        (
            "/plain/members/1",
            json!({ "sub": "", "name": "" }),
            "plain.members[1].sub",
        ),
        (
            "/plain/members/1",
            json!({ "sub": "b1" }),
            "plain.members[1].name",
        ),
        (
            "/plain/members/1",
            json!({ "sub": "b1", "name": "B", "role": "chief" }),
            "plain.members[1].role",
        ),
        (
            "/plain/members/1",
            json!({ "sub": "=".repeat(128), "name": "B" }),
            "plain.members[1].sub",
        ),
    ] {
        let answer = world
            .put(PATH, &changed(&world, 1, pointer, value.clone()))
            .await;
        assert_eq!(answer.field(), named, "{pointer} {value}");
        let text = value.to_string();
        assert!(
            text.len() < 4 || !answer.text.contains(text.trim_matches('"')),
            "{}",
            answer.text
        );
    }
    let mut missing = statement(&world.clock, "abc", "7", 1, json!([]));
    missing["plain"].as_object_mut().unwrap().remove("title");
    assert_eq!(world.put(PATH, &missing).await.field(), "plain.title");
    assert_eq!(world.get(PATH).await.problem(), "unknown-duty");
}

#[tokio::test]
async fn what_does_not_belong_to_the_caller_is_refused() {
    let world = world().await;
    let foreign = changed(&world, 1, "/plain/iss", json!("https://elsewhere.example"));
    assert_eq!(
        world.put(PATH, &foreign).await.problem(),
        "foreign-organisation"
    );
    let body = statement(&world.clock, "xyz", "7", 1, json!([]));
    assert_eq!(
        world
            .put("/v1/organisations/xyz/duties/7", &body)
            .await
            .problem(),
        "unknown-organisation"
    );
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let world = world().await;
    let many: Vec<Value> = (0..500)
        .map(|number| member(&format!("{number:060}")))
        .collect();
    let body = statement(&world.clock, "abc", "7", 1, json!(many)).to_string();
    assert!(body.len() > 60 * 1024 && body.len() < 128 * 1024);
    let answer = world.send("PUT", PATH, Some(CREDENTIAL), &body).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "too-large")
    );
    let answer = world
        .send("PUT", PATH, Some(CREDENTIAL), &"x".repeat(128 * 1024 + 1))
        .await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::PAYLOAD_TOO_LARGE, "too-large")
    );
    for body in ["", "nothing", "[]", "{\"v\":1}", "\u{feff}{}"] {
        let answer = world.send("PUT", PATH, Some(CREDENTIAL), body).await;
        assert!(answer.status.is_client_error(), "{body}: {}", answer.text);
        answer.problem();
    }
}

#[tokio::test]
async fn a_withdrawn_duty_is_switched_off_from_now() {
    let world = world().await;
    assert_eq!(
        world.delete(&format!("{PATH}?revision=2")).await.problem(),
        "unknown-duty"
    );
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([member("a1")])),
        )
        .await;
    world.clock.advance(std::time::Duration::from_mins(1));
    assert_eq!(
        world.delete(&format!("{PATH}?revision=1")).await.problem(),
        "revision-conflict"
    );
    assert_eq!(
        world.delete(&format!("{PATH}?revision=2")).await.status,
        StatusCode::NO_CONTENT
    );
    let first = world.get(PATH).await.json();
    world.clock.advance(std::time::Duration::from_mins(1));
    assert_eq!(
        world.delete(&format!("{PATH}?revision=2")).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(
        world.get(PATH).await.json(),
        first,
        "a repetition changes nothing"
    );
    assert_eq!(
        (&first["phase"], &first["statement"]["state"]),
        (&json!("read_only"), &json!("chat_off"))
    );
    assert_eq!(first["statement"]["revision"], 2);
    assert_eq!(
        world
            .put(PATH, &statement(&world.clock, "abc", "7", 2, json!([])))
            .await
            .problem(),
        "revision-conflict"
    );
    let back = world
        .put(
            PATH,
            &statement(&world.clock, "abc", "7", 3, json!([member("a1")])),
        )
        .await;
    assert_eq!(back.json()["phase"], "active");
}
