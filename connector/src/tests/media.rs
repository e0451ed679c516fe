//! Uploads: recorded with the events that name them, deleted with the last of those.

use dienstchat_core::time::Clock as _;
use serde_json::{Value, json};

use crate::testing::{
    World,
    homeserver::{Fault, Upload, When},
    member, statement,
};

async fn chat() -> World {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    for sub in ["a1", "b1"] {
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
        .until_fake("in", |fake| fake.has_members("7", &["a1", "b1"]))
        .await;
    world.until_applied("abc", "7", "active").await;
    world
}

impl World {
    fn upload(&self, id: &str, sub: &str) {
        let upload = Upload {
            user: format!("@abc_{sub}:hs.example"),
            created_ms: self.clock.now().as_millis(),
        };
        self.fake.inner().uploads.insert(id.to_owned(), upload);
    }

    fn uploads(&self) -> Vec<String> {
        self.fake.inner().uploads.keys().cloned().collect()
    }

    fn room7(&self) -> String {
        self.fake.inner().aliases["#duty_abc_7:hs.example"].clone()
    }

    #[expect(clippy::needless_pass_by_value, reason = "tests say json!")]
    fn named(&self, event: &str, sub: &str, media: Value) -> Value {
        json!({
            "type": "m.room.encrypted", "event_id": event, "room_id": self.room7(), "origin_server_ts": 1,
            "sender": format!("@abc_{sub}:hs.example"),
            "content": { "ciphertext": "x", "de.dienstchat.media": media },
        })
    }

    fn redacted(&self, event: &str) -> Value {
        json!({
            "type": "m.room.redaction", "event_id": format!("{event}-gone"), "room_id": self.room7(),
            "origin_server_ts": 1, "sender": "@abc_a1:hs.example", "content": { "redacts": event, "reason": "x" },
        })
    }

    /// Brings the newest marker back, as the homeserver would.
    async fn marker_arrives(&self, transaction: &str) {
        self.until_fake("a marker was sent", |fake| !fake.inner().markers.is_empty())
            .await;
        let marker = self.fake.inner().markers.last().unwrap().clone();
        let event = json!({
            "type": "de.dienstchat.marker", "event_id": marker, "room_id": "!m", "origin_server_ts": 1,
            "sender": "@dienstchat:hs.example", "content": {},
        });
        assert_eq!(
            self.transaction(transaction, json!([event])).await.status,
            200
        );
    }
}

const OF: &str = "mxc://hs.example/";

#[tokio::test]
async fn media_go_with_the_last_event_that_names_them() {
    let world = chat().await;
    world.upload("one", "a1");
    world.upload("two", "a1");
    let events = json!([
        world.named("$1", "a1", json!([format!("{OF}one"), format!("{OF}two")])),
        world.named("$2", "a1", json!([format!("{OF}one")])),
    ]);
    assert_eq!(world.transaction("1", events).await.status, 200);
    world.transaction("2", json!([world.redacted("$1")])).await;
    world
        .until_fake("two is gone", |fake| fake.inner().uploads.len() == 1)
        .await;
    assert_eq!(world.uploads(), ["one"]);
    world.transaction("3", json!([world.redacted("$2")])).await;
    world
        .until_fake("one is gone", |fake| fake.inner().uploads.is_empty())
        .await;
}

#[tokio::test]
async fn a_transaction_counts_once() {
    let world = chat().await;
    world.upload("one", "a1");
    world
        .transaction(
            "1",
            json!([world.named("$1", "a1", json!([format!("{OF}one")]))]),
        )
        .await;
    // The id stands for what it stood for: this is not looked at.
    assert_eq!(
        world
            .transaction("1", json!([world.redacted("$1")]))
            .await
            .status,
        200
    );
    let metrics = world.get("/metrics").await.text;
    assert!(
        metrics.contains("transactions_total{result=\"repeated\"} 1"),
        "{metrics}"
    );
    let requests = world.fake.inner().requests;
    world
        .until_fake("looked at", |fake| fake.inner().requests > requests + 20)
        .await;
    assert_eq!(world.uploads(), ["one"]);
}

#[tokio::test]
async fn naming_another_persons_upload_gives_no_power_over_it() {
    let world = chat().await;
    world.upload("of-a", "a1");
    world
        .transaction(
            "1",
            json!([
                world.named("$1", "a1", json!([format!("{OF}of-a")])),
                world.named(
                    "$2",
                    "b1",
                    json!([
                        format!("{OF}of-a"),
                        "mxc://elsewhere.example/x",
                        "nonsense",
                        7
                    ])
                ),
            ]),
        )
        .await;
    world.transaction("2", json!([world.redacted("$2")])).await;
    let (server, user) = (
        ruma::server_name!("hs.example"),
        ruma::user_id!("@abc_b1:hs.example"),
    );
    world
        .until("it is looked at", || async {
            !world.app.db.is_named(server, "of-a", user).await.unwrap()
        })
        .await;
    assert_eq!(world.uploads(), ["of-a"]);
}

#[tokio::test]
async fn media_go_with_their_room() {
    let world = chat().await;
    world.upload("one", "a1");
    world.upload("two", "b1");
    world.upload("kept", "b1");
    world
        .transaction(
            "1",
            json!([
                world.named("$1", "a1", json!([format!("{OF}one")])),
                world.named("$2", "b1", json!([format!("{OF}two")])),
            ]),
        )
        .await;
    world.fake.fail(
        When::Once("DELETE _synapse/admin/v1/media"),
        Fault::AnswerLost,
    );
    world.advance_days(33);
    world.until_applied("abc", "7", "deleted").await;
    assert_eq!(
        world.uploads(),
        ["kept"],
        "what nothing names is not the room's"
    );
}

#[tokio::test]
async fn what_no_event_names_goes_after_a_day_once_all_was_seen() {
    let world = chat().await;
    world.upload("named", "a1");
    world.upload("unnamed", "a1");
    world
        .transaction(
            "1",
            json!([world.named("$1", "a1", json!([format!("{OF}named")]))]),
        )
        .await;
    world.advance_days(2);
    let requests = world.fake.inner().requests;
    world
        .until_fake("swept", |fake| fake.inner().requests > requests + 30)
        .await;
    assert_eq!(world.uploads().len(), 2, "events may still be on their way");
    world.marker_arrives("2").await;
    // The next marker is sent now, after the day.
    world
        .until_fake("the next marker", |fake| fake.inner().markers.len() > 1)
        .await;
    world.upload("fresh", "b1");
    world.marker_arrives("3").await;
    world
        .until_fake("swept", |fake| {
            !fake.inner().uploads.contains_key("unnamed")
        })
        .await;
    assert_eq!(world.uploads(), ["fresh", "named"]);
}
