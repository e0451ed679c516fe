//! From statements to rooms, on a homeserver that fails, and with a connector that dies.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::testing::{
    World,
    homeserver::{Fault, When},
    member, organisation, statement,
};

/// A whole life: two members, one exchanged, the end. Each fault strikes somewhere in it.
async fn life(world: &World) {
    world.organisation("abc").await;
    for sub in ["a1", "b1", "c1"] {
        world.joins("abc", sub).await;
    }
    world
        .duty(
            "abc",
            "7",
            &statement(
                &world.clock,
                "abc",
                "7",
                1,
                json!([member("a1"), member("b1")]),
            ),
        )
        .await;
    world
        .until_fake("two are in", |fake| fake.has_members("7", &["a1", "b1"]))
        .await;
    world.until_applied("abc", "7", "active").await;
    world
        .duty(
            "abc",
            "7",
            &statement(
                &world.clock,
                "abc",
                "7",
                2,
                json!([member("a1"), member("c1")]),
            ),
        )
        .await;
    world
        .until_fake("one exchanged", |fake| fake.has_members("7", &["a1", "c1"]))
        .await;
    world.until_applied("abc", "7", "active").await;
    end(world).await;
}

async fn end(world: &World) {
    world.advance_days(33);
    world.until_applied("abc", "7", "deleted").await;
    let inner = world.fake.inner();
    assert!(
        inner
            .rooms
            .values()
            .all(|room| !room.state.contains_key("de.dienstchat.duty")),
        "no chat is left over"
    );
    assert!(inner.aliases.is_empty());
}

#[tokio::test]
async fn every_kind_of_trouble_is_lived_through() {
    for fault in [
        Fault::Status(500),
        Fault::Status(502),
        Fault::Cut,
        Fault::AnswerLost,
        Fault::RateLimited(20),
    ] {
        let mut world = World::new().await;
        world.run();
        for part in [
            "createRoom",
            "GET _matrix/client/v3/rooms",
            "invite",
            "/join",
            "kick",
            "state/",
            "directory",
            "v2/users",
            "DELETE _synapse/admin/v2/rooms",
            "delete_status",
        ] {
            world.fake.fail(When::Once(part), fault);
        }
        life(&world).await;
        assert!(
            world.fake.struck() >= 9,
            "{fault:?} struck {} times",
            world.fake.struck()
        );
        assert!(world.fake.inner().made == 1, "one chat: {:?}", world.fake);
    }
}

#[tokio::test]
async fn each_request_in_turn_may_lose_its_answer() {
    let mut number = 0;
    loop {
        let mut world = World::new().await;
        world.fake.fail(When::Number(number), Fault::AnswerLost);
        world.run();
        life(&world).await;
        if world.fake.struck() == 0 || number > 60 {
            assert!(number > 20, "a life takes more than {number} requests");
            return;
        }
        number += 3;
    }
}

#[tokio::test]
async fn a_crash_anywhere_leaves_nothing_half_done() {
    // The homeserver stops answering at some request, the connector is killed there, and starts
    // again on a homeserver that answers.
    for number in (0..36).step_by(2) {
        let mut world = World::new().await;
        world.organisation("abc").await;
        for sub in ["a1", "b1"] {
            world.joins("abc", sub).await;
        }
        let first = statement(
            &world.clock,
            "abc",
            "7",
            1,
            json!([member("a1"), member("b1")]),
        );
        world.duty("abc", "7", &first).await;
        world.fake.fail(When::Number(number), Fault::Hang);
        world.run();
        world
            .until("struck or done", || async {
                world.fake.struck() > 0
                    || world.get("/v1/organisations/abc/duties/7").await.json()["applied_phase"]
                        == "active"
            })
            .await;
        world.crash().await;
        world.until_applied("abc", "7", "active").await;
        assert!(world.fake.has_members("7", &["a1", "b1"]));
        world.advance_days(33);
        world.fake.fail(When::Number(number / 2), Fault::Hang);
        world
            .until("struck or done again", || async {
                world.fake.struck() > 1
                    || world.get("/v1/organisations/abc/duties/7").await.json()["applied_phase"]
                        == "deleted"
            })
            .await;
        world.crash().await;
        world.fake.heal();
        end(&world).await;
    }
}

#[tokio::test]
async fn a_homeserver_that_is_away_is_waited_for() {
    let mut world = World::new().await;
    world.fake.fail(When::Always(""), Fault::Cut);
    world.run();
    assert_eq!(
        world.get("/healthz").await.json()["homeservers"]["hs.example"],
        "starting"
    );
    world.organisation("abc").await;
    world.joins("abc", "a1").await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([member("a1")])),
        )
        .await;
    world
        .until_fake("it was tried", |fake| fake.struck() > 3)
        .await;
    world.fake.heal();
    world
        .until_fake("in", |fake| fake.has_members("7", &["a1"]))
        .await;
    world.until_applied("abc", "7", "active").await;
    // And away again, in the middle.
    world.fake.fail(When::Always(""), Fault::Cut);
    let struck = world.fake.struck();
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 2, json!([])),
        )
        .await;
    world
        .until_fake("it was tried again", |fake| fake.struck() > struck + 3)
        .await;
    assert_eq!(
        world.get("/v1/organisations/abc/duties/7").await.json()["applied_revision"],
        1
    );
    world.fake.heal();
    world
        .until_fake("out", |fake| fake.has_members("7", &[]))
        .await;
}

#[tokio::test]
async fn a_slow_organisation_holds_no_other_up() {
    let mut world = World::new().await;
    world.run();
    world.organisation("slow").await;
    world.organisation("bad").await;
    world.organisation("abc").await;
    world.fake.fail(When::Always("#duty_slow"), Fault::Hang);
    world
        .fake
        .fail(When::Always("#duty_bad"), Fault::Status(500));
    for ov in ["slow", "bad"] {
        world
            .duty(ov, "1", &statement(&world.clock, ov, "1", 1, json!([])))
            .await;
    }
    world
        .until_fake("both have failed", |fake| fake.struck() > 3)
        .await;
    world.joins("abc", "a1").await;
    let begun = Instant::now();
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([member("a1")])),
        )
        .await;
    world
        .until_fake("in", |fake| fake.has_members("7", &["a1"]))
        .await;
    assert!(
        begun.elapsed() < Duration::from_secs(4),
        "less than the slow one's timeout"
    );
    assert!(world.fake.room("slow", "1").is_none());
}

#[tokio::test]
async fn a_duty_that_fails_holds_no_other_of_its_organisation_up() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world
        .fake
        .fail(When::Always("#duty_abc_1:"), Fault::Status(500));
    world
        .fake
        .fail(When::Always("#duty_abc_2:"), Fault::Status(403));
    for duty in ["1", "2", "3"] {
        world
            .duty(
                "abc",
                duty,
                &statement(&world.clock, "abc", duty, 1, json!([])),
            )
            .await;
    }
    world.until_applied("abc", "3", "active").await;
    world.fake.heal();
    world.until_applied("abc", "1", "active").await;
    world.until_applied("abc", "2", "active").await;
}

#[tokio::test]
async fn one_person_who_cannot_join_keeps_nobody_out() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    for sub in ["a1", "b1", "c1"] {
        world.joins("abc", sub).await;
    }
    world
        .fake
        .fail(When::Always("/join @abc_b1:"), Fault::Status(403));
    world
        .duty(
            "abc",
            "7",
            &statement(
                &world.clock,
                "abc",
                "7",
                1,
                json!([member("a1"), member("b1"), member("c1")]),
            ),
        )
        .await;
    world
        .until_fake("the others are in", |fake| {
            fake.has_members("7", &["a1", "c1"])
        })
        .await;
    let view = world.get("/v1/organisations/abc/duties/7").await.json();
    assert_eq!(view["members"][1]["joined"], false);
    world.fake.heal();
    world
        .until_fake("all are in", |fake| {
            fake.has_members("7", &["a1", "b1", "c1"])
        })
        .await;
}

#[tokio::test]
async fn what_the_homeserver_asks_for_is_waited() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world
        .fake
        .fail(When::Once("#duty_abc_7"), Fault::RateLimited(1_500));
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([])),
        )
        .await;
    world
        .until_fake("it was limited", |fake| fake.struck() > 0)
        .await;
    let limited = Instant::now();
    world.until_applied("abc", "7", "active").await;
    assert!(
        limited.elapsed() > Duration::from_millis(1_300),
        "{:?}",
        limited.elapsed()
    );
}

#[tokio::test]
async fn a_deletion_that_has_begun_is_finished_before_a_new_chat() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world.joins("abc", "a1").await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([member("a1")])),
        )
        .await;
    world
        .until_fake("in", |fake| fake.has_members("7", &["a1"]))
        .await;
    world.until_applied("abc", "7", "active").await;
    world
        .fake
        .fail(When::Always("v2/rooms"), Fault::Status(500));
    world.advance_days(33);
    world
        .until_fake("the deletion has begun", |fake| fake.struck() > 0)
        .await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 2, json!([member("a1")])),
        )
        .await;
    world.fake.heal();
    world
        .until_fake("a new chat", |fake| fake.has_members("7", &["a1"]))
        .await;
    assert_eq!(world.fake.inner().purges, ["!room1"]);
    assert!(!world.fake.inner().rooms.contains_key("!room1"));
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_not_begun_twice() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    let body = statement(&world.clock, "abc", "7", 1, json!([]));
    world.duty("abc", "7", &body).await;
    world.until_applied("abc", "7", "active").await;
    world.fake.fail(
        When::Once("DELETE _synapse/admin/v2/rooms"),
        Fault::AnswerLost,
    );
    end(&world).await;
    assert_eq!(world.fake.struck(), 1);
    assert_eq!(world.fake.inner().purges, ["!room1"]);
}

#[tokio::test]
async fn a_room_that_somebody_else_deleted_is_made_again() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([])),
        )
        .await;
    world.until_applied("abc", "7", "active").await;
    let gone = world.get("/v1/organisations/abc/duties/7").await.json()["room_id"]
        .as_str()
        .unwrap()
        .to_owned();
    world.fake.inner().rooms.remove(&gone);
    world
        .until("another room", || async {
            let view = world.get("/v1/organisations/abc/duties/7").await.json();
            view["room_id"].as_str().is_some_and(|room| room != gone)
                && view["applied_revision"] == 1
        })
        .await;
    assert!(world.fake.room("abc", "7").is_some());
}

#[tokio::test]
async fn an_organisation_put_while_the_homeserver_fails_is_kept() {
    let mut world = World::new().await;
    world.fake.fail(When::Always(""), Fault::Status(503));
    world.run();
    world.organisation("abc").await;
    world.put("/v1/organisations/abc", &organisation(2)).await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([])),
        )
        .await;
    world.crash().await;
    world.fake.heal();
    world.until_applied("abc", "7", "active").await;
}
