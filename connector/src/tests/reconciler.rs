//! From statements to rooms, on a homeserver that behaves.

use std::time::Duration;

use serde_json::{Value, json};

use crate::testing::{World, member, organisation, statement};

async fn running() -> World {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world
}

impl World {
    /// A duty `7` of `abc` with these members.
    async fn duty7(&self, revision: u64, members: Value) {
        self.duty(
            "abc",
            "7",
            &statement(&self.clock, "abc", "7", revision, members),
        )
        .await;
    }
}

#[tokio::test]
async fn a_room_is_as_the_design_says() {
    let world = running().await;
    world.joins("abc", "a1").await;
    let mut responsible = member("a1");
    responsible["role"] = "responsible".into();
    world.duty7(1, json!([responsible, member("b1")])).await;
    world.until_applied("abc", "7", "active").await;
    let room = world.fake.room("abc", "7").unwrap();
    assert_eq!(room.history[0], "m.room.encryption");
    let statement = room
        .history
        .iter()
        .position(|event| event == "de.dienstchat.duty")
        .unwrap();
    let invite = room
        .history
        .iter()
        .position(|event| event == "invite @abc_a1:hs.example")
        .unwrap();
    assert!(statement < invite, "{:?}", room.history);
    assert_eq!(
        room.state["m.room.create"],
        json!({ "m.federate": false, "room_version": "12" })
    );
    assert_eq!(room.state["m.room.encryption"]["rotation_period_msgs"], 100);
    assert_eq!(
        room.state["m.room.history_visibility"]["history_visibility"],
        "shared"
    );
    assert_eq!(
        room.state["m.room.guest_access"]["guest_access"],
        "forbidden"
    );
    assert_eq!(room.state["m.room.join_rules"]["join_rule"], "invite");
    assert_eq!(room.state["m.room.name"]["name"], "Badeaufsicht");
    assert_eq!(room.state["de.dienstchat.duty"]["plain"]["revision"], 1);
    let levels = &room.state["m.room.power_levels"];
    assert_eq!(levels["users"], json!({ "@abc_a1:hs.example": 50 }));
    assert_eq!(
        (&levels["events_default"], &levels["state_default"]),
        (&json!(0), &json!(100))
    );
    assert_eq!(
        levels["events"],
        json!({ "m.room.redaction": 0, "m.room.pinned_events": 50 })
    );
    assert!(
        world.fake.has_members("7", &["a1"]),
        "who has not signed in is not in the room"
    );
    let view = world.get("/v1/organisations/abc/duties/7").await.json();
    let joined: Vec<bool> = view["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["joined"].as_bool().unwrap())
        .collect();
    assert_eq!(joined, [true, false]);
    assert_eq!(
        world.fake.inner().users["@abc_a1:hs.example"].as_deref(),
        Some("Name a1")
    );
}

#[tokio::test]
async fn membership_follows_the_statement() {
    let world = running().await;
    for sub in ["a1", "b1", "c1"] {
        world.joins("abc", sub).await;
    }
    world.duty7(1, json!([member("a1"), member("b1")])).await;
    world
        .until_fake("two are in", |fake| fake.has_members("7", &["a1", "b1"]))
        .await;
    world.duty7(2, json!([member("a1"), member("c1")])).await;
    world
        .until_fake("one out, one in", |fake| {
            fake.has_members("7", &["a1", "c1"])
        })
        .await;
    let history = world.fake.room("abc", "7").unwrap().history;
    let at = |event: &str| history.iter().rposition(|known| known == event).unwrap();
    assert!(
        at("de.dienstchat.duty") < at("kick @abc_b1:hs.example"),
        "{history:?}"
    );
    assert!(
        at("kick @abc_b1:hs.example") < at("invite @abc_c1:hs.example"),
        "{history:?}"
    );
    world
        .duty7(3, json!([member("a1"), member("b1"), member("c1")]))
        .await;
    world
        .until_fake("taken back", |fake| {
            fake.has_members("7", &["a1", "b1", "c1"])
        })
        .await;
}

#[tokio::test]
async fn who_signs_in_later_comes_in_and_who_leaves_comes_back() {
    let world = running().await;
    world.duty7(1, json!([member("a1")])).await;
    world.until_applied("abc", "7", "active").await;
    assert!(world.fake.has_members("7", &[]));
    world.joins("abc", "a1").await;
    world
        .until_fake("comes in", |fake| fake.has_members("7", &["a1"]))
        .await;
    world.fake.leave("7", "a1");
    world
        .until_fake("comes back", |fake| fake.has_members("7", &["a1"]))
        .await;
}

#[tokio::test]
async fn what_others_changed_is_repaired_and_what_is_right_is_left_alone() {
    let world = running().await;
    world.joins("abc", "a1").await;
    world.duty7(1, json!([member("a1")])).await;
    world.until_applied("abc", "7", "active").await;
    {
        let mut inner = world.fake.inner();
        let room = inner.rooms.get_mut("!room1").unwrap();
        room.state
            .insert("m.room.name".to_owned(), json!({ "name": "Falsch" }));
        room.state.remove("m.room.join_rules");
        room.members
            .insert("@stranger:hs.example".to_owned(), "join".to_owned());
        room.members
            .insert("@abc_a1:hs.example".to_owned(), "ban".to_owned());
    }
    world
        .until_fake("repaired", |fake| {
            let room = fake.room("abc", "7").unwrap();
            room.state["m.room.name"]["name"] == "Badeaufsicht"
                && room.state.contains_key("m.room.join_rules")
                && fake.has_members("7", &["a1"])
        })
        .await;
    let (writes, requests) = {
        let inner = world.fake.inner();
        (inner.writes, inner.requests)
    };
    world
        .until_fake("looked at again", |fake| {
            fake.inner().requests > requests + 10
        })
        .await;
    assert_eq!(
        world.fake.inner().writes,
        writes,
        "nothing is written that is there"
    );
}

#[tokio::test]
async fn phases_come_and_go() {
    let world = running().await;
    world.joins("abc", "a1").await;
    world.duty7(1, json!([member("a1")])).await;
    world.until_applied("abc", "7", "active").await;
    let writable = |fake: &crate::testing::homeserver::FakeHomeserver| {
        let levels = fake.room("abc", "7").unwrap().state["m.room.power_levels"].clone();
        assert_eq!(levels["events"]["m.room.redaction"], 0);
        levels["events_default"] == 0
    };
    world.advance_days(3);
    world
        .until_fake("read only after the end", |fake| !writable(fake))
        .await;
    // A moved end reopens; a cancelled duty is read only at once, and comes back.
    world.duty7(2, json!([member("a1")])).await;
    world.until_fake("reopened", writable).await;
    let mut cancelled = statement(&world.clock, "abc", "7", 3, json!([member("a1")]));
    cancelled["plain"]["state"] = "cancelled".into();
    world.duty("abc", "7", &cancelled).await;
    world.until_fake("cancelled", |fake| !writable(fake)).await;
    world.duty7(4, json!([member("a1")])).await;
    world.until_fake("not cancelled", writable).await;
    assert!(world.fake.has_members("7", &["a1"]));
    assert_eq!(world.fake.inner().made, 1, "it is the same room");
}

#[tokio::test]
async fn the_limit_is_kept_to_the_second() {
    let mut world = World::with("reconcile_interval_ms = 86400000").await;
    world.run();
    world.organisation("abc").await;
    let mut soon = statement(&world.clock, "abc", "7", 1, json!([]));
    let now = soon["plain"]["issued_at"].as_i64().unwrap();
    soon["plain"]["starts_at"] = now.into();
    soon["plain"]["ends_at"] = (now + 2).into();
    soon["plain"]["write_days"] = 0.into();
    world.duty("abc", "7", &soon).await;
    world.until_applied("abc", "7", "active").await;
    // Nothing wakes it but its own timer.
    world.until_applied("abc", "7", "read_only").await;
    assert!(dienstchat_core::time::Clock::now(&world.clock).as_secs() >= now + 2);
}

#[tokio::test]
async fn a_chat_ends_and_may_begin_anew() {
    let world = running().await;
    world.joins("abc", "a1").await;
    world.duty7(1, json!([member("a1")])).await;
    world
        .until_fake("in", |fake| fake.has_members("7", &["a1"]))
        .await;
    world.advance_days(33);
    world.until_applied("abc", "7", "deleted").await;
    {
        let inner = world.fake.inner();
        assert!(
            inner
                .rooms
                .values()
                .all(|room| !room.state.contains_key("de.dienstchat.duty"))
        );
        assert!(inner.aliases.is_empty());
        assert_eq!(inner.purges, ["!room1"]);
    }
    world
        .until_fake("the name is gone", |fake| {
            fake.inner().users["@abc_a1:hs.example"].is_none()
        })
        .await;
    let answer = world.get("/v1/organisations/abc/duties/7").await;
    assert!(
        !answer.text.contains("Name a1") && !answer.text.contains("Badeaufsicht"),
        "{}",
        answer.text
    );
    world.duty7(2, json!([member("a1")])).await;
    world
        .until_fake("a new chat", |fake| fake.has_members("7", &["a1"]))
        .await;
    assert!(world.get("/v1/organisations/abc/duties/7").await.json()["room_id"] != "!room1");
}

#[tokio::test]
async fn a_chat_that_is_over_is_not_begun() {
    let world = running().await;
    let mut off = statement(&world.clock, "abc", "7", 1, json!([member("a1")]));
    off["plain"]["state"] = "chat_off".into();
    world.duty("abc", "7", &off).await;
    world.until_applied("abc", "7", "none").await;
    world.advance_days(31);
    world.until_applied("abc", "7", "deleted").await;
    assert!(
        world
            .fake
            .inner()
            .rooms
            .values()
            .all(|room| !room.state.contains_key("de.dienstchat.duty"))
    );
}

#[tokio::test]
async fn an_organisation_that_is_off_switches_its_duties_off() {
    let world = running().await;
    world.joins("abc", "a1").await;
    world.duty7(1, json!([member("a1")])).await;
    world.until_applied("abc", "7", "active").await;
    let mut off = organisation(2);
    off["enabled"] = false.into();
    world.put("/v1/organisations/abc", &off).await;
    let level = |fake: &crate::testing::homeserver::FakeHomeserver| {
        fake.room("abc", "7")
            .map(|room| room.state["m.room.power_levels"]["events_default"].clone())
    };
    world
        .until_fake("read only", |fake| level(fake) == Some(json!(100)))
        .await;
    world.put("/v1/organisations/abc", &organisation(3)).await;
    world
        .until_fake("back", |fake| level(fake) == Some(json!(0)))
        .await;
    let mut off = organisation(4);
    off["enabled"] = false.into();
    world.put("/v1/organisations/abc", &off).await;
    world.advance_days(31);
    world.until_applied("abc", "7", "deleted").await;
}

#[tokio::test]
async fn people_of_other_organisations_come_too() {
    let world = running().await;
    world.organisation("xyz").await;
    let mut far = organisation(1);
    far["homeserver"] = "other.example".into();
    world.put("/v1/organisations/far", &far).await;
    for (ov, sub) in [("abc", "a1"), ("xyz", "x1"), ("far", "f1")] {
        world.joins(ov, sub).await;
    }
    let guest = |ov: &str, sub: &str| json!({ "sub": sub, "name": sub, "ov": ov });
    world
        .duty7(
            1,
            json!([
                member("a1"),
                guest("xyz", "x1"),
                guest("far", "f1"),
                guest("nix", "n1")
            ]),
        )
        .await;
    world
        .until_fake("both are in", |fake| {
            fake.room("abc", "7").is_some_and(|room| {
                room.joined()
                    .into_iter()
                    .eq(["@abc_a1:hs.example", "@xyz_x1:hs.example"])
            })
        })
        .await;
    world.until_applied("abc", "7", "active").await;
    let view = world.get("/v1/organisations/abc/duties/7").await.json();
    let joined: Vec<bool> = view["members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["joined"].as_bool().unwrap())
        .collect();
    assert_eq!(
        joined,
        [true, true, false, false],
        "who lives on another homeserver is listed, not joined"
    );
}

#[tokio::test]
async fn names_follow_the_newest_statement() {
    let world = running().await;
    world.joins("abc", "a1").await;
    world.duty7(1, json!([member("a1")])).await;
    world.until_applied("abc", "7", "active").await;
    world
        .duty7(
            2,
            json!([{ "sub": "a1", "name": format!("  {}  ", "Ä".repeat(400)) }]),
        )
        .await;
    world
        .until_fake("renamed", |fake| {
            fake.inner().users["@abc_a1:hs.example"].as_deref() == Some("Ä".repeat(256).as_str())
                || fake.inner().users["@abc_a1:hs.example"]
                    .as_deref()
                    .is_some_and(|name| name.starts_with('Ä'))
        })
        .await;
    let name = world.fake.inner().users["@abc_a1:hs.example"]
        .clone()
        .unwrap();
    assert_eq!(name.chars().count(), 256);
    tokio::time::timeout(Duration::from_secs(30), async {
        let ov = "abc".parse().unwrap();
        while !world.app.db.stale_names(&ov).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
}
