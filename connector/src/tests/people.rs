//! People who leave the organisation.

use http::StatusCode;
use serde_json::json;

use crate::testing::{
    Device, World,
    homeserver::{Fault, Upload, When},
    member, statement,
};

#[tokio::test]
async fn nothing_of_a_removed_person_is_left_and_a_statement_brings_them_back() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
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
    world.joins("abc", "b1").await;
    let device = Device::new("abc", "PHONE");
    let request = device.request(&device.token("a1").await);
    let path = "/v1/organisations/abc/session";
    assert_eq!(
        world
            .post(path, &serde_json::to_string(&request).unwrap())
            .await
            .status,
        StatusCode::OK
    );
    world
        .until_fake("both are in", |fake| fake.has_members("7", &["a1", "b1"]))
        .await;
    let user = "@abc_a1:hs.example";
    let upload = Upload {
        user: user.to_owned(),
        created_ms: 1,
    };
    world.fake.inner().uploads.insert("one".to_owned(), upload);

    world
        .fake
        .fail(When::Once("delete_devices"), Fault::AnswerLost);
    world.fake.fail(
        When::Once("DELETE _synapse/admin/v1/users"),
        Fault::Status(500),
    );
    for _ in 0..2 {
        assert_eq!(
            world.delete("/v1/organisations/abc/people/a1").await.status,
            StatusCode::NO_CONTENT
        );
    }
    world
        .until_fake("nothing is left", |fake| {
            let inner = fake.inner();
            !inner.devices.contains_key(user)
                && inner.uploads.is_empty()
                && inner.users[user].is_none()
        })
        .await;
    world
        .until_fake("out", |fake| fake.has_members("7", &["b1"]))
        .await;
    let again = Device::new("abc", "PHONE2");
    let body = serde_json::to_string(&again.request(&again.token("a1").await)).unwrap();
    let answer = world.post(path, &body).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::FORBIDDEN, "wrong-organisation")
    );
    let view = world.get("/v1/organisations/abc/duties/7").await.json();
    assert_eq!(view["members"][0]["joined"], false);

    // The old statement still names them; only a newer one takes them back.
    world
        .duty(
            "abc",
            "7",
            &statement(
                &world.clock,
                "abc",
                "7",
                2,
                json!([member("a1"), member("b1")]),
            ),
        )
        .await;
    let third = Device::new("abc", "PHONE");
    let body = serde_json::to_string(&third.request(&third.token("a1").await)).unwrap();
    assert_eq!(world.post(path, &body).await.status, StatusCode::OK);
    world
        .until_fake("back", |fake| fake.has_members("7", &["a1", "b1"]))
        .await;
}

#[tokio::test]
async fn who_was_never_here_is_remembered_too() {
    let world = World::new().await;
    world.organisation("abc").await;
    assert_eq!(
        world.delete("/v1/organisations/abc/people/a1").await.status,
        StatusCode::NO_CONTENT
    );
    let device = Device::new("abc", "PHONE");
    let body = serde_json::to_string(&device.request(&device.token("a1").await)).unwrap();
    assert_eq!(
        world
            .post("/v1/organisations/abc/session", &body)
            .await
            .problem(),
        "wrong-organisation"
    );
    assert_eq!(
        world
            .delete("/v1/organisations/abc/people/%00")
            .await
            .field(),
        "sub"
    );
}
