//! Organisations, as HiOrg-Server writes them and the app finds them.

use http::StatusCode;
use serde_json::{Value, json};

use crate::testing::{World, issuer, organisation};

const PATH: &str = "/v1/organisations/abc";

#[tokio::test]
async fn the_same_again_changes_nothing() {
    let world = World::new().await;
    let first = world.put(PATH, &organisation(3)).await;
    assert_eq!(first.status, StatusCode::CREATED);
    let again = world.put(PATH, &organisation(3)).await;
    assert_eq!((again.status, &again.text), (StatusCode::OK, &first.text));
    assert_eq!(world.get(PATH).await.text, first.text);
    // Also spelled in another order and in another case of the code.
    let text = organisation(3).to_string();
    let spaced = text.replace(',', ", ");
    let again = world
        .send(
            "PUT",
            "/v1/organisations/ABC",
            Some(crate::testing::CREDENTIAL),
            &spaced,
        )
        .await;
    assert_eq!(again.status, StatusCode::OK);
}

#[tokio::test]
async fn revisions_only_rise_unless_reset() {
    let world = World::new().await;
    world.put(PATH, &organisation(3)).await;
    let mut other = organisation(3);
    other["name"] = "Anders".into();
    assert_eq!(world.put(PATH, &other).await.problem(), "revision-conflict");
    let mut reset = other.clone();
    reset["reset"] = true.into();
    assert_eq!(world.put(PATH, &reset).await.problem(), "revision-conflict");
    assert_eq!(
        world.put(PATH, &organisation(2)).await.problem(),
        "revision-stale"
    );
    let mut reset = organisation(2);
    reset["reset"] = true.into();
    assert_eq!(world.put(PATH, &reset).await.status, StatusCode::OK);
    assert_eq!(world.get(PATH).await.json()["revision"], 2);
    // A retry may leave the word out.
    assert_eq!(
        world.put(PATH, &organisation(2)).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn what_is_wrong_is_named_by_its_field() {
    let world = World::new().await;
    for (field, value, named) in [
        ("revision", json!(-1), "revision"),
        ("revision", json!(1_u64 << 53), "revision"),
        ("revision", Value::Null, "revision"),
        ("name", json!(""), "name"),
        ("name", json!("a\u{7}"), "name"),
        ("name", json!("x".repeat(501)), "name"),
        ("enabled", json!("yes"), "enabled"),
        ("homeserver", json!("nowhere.example"), "homeserver"),
        ("contact", json!({ "email": "nobody" }), "contact.email"),
        ("contact", json!({ "address": 3 }), "contact.address"),
    ] {
        let mut body = organisation(1);
        body[field] = value;
        assert_eq!(world.put(PATH, &body).await.field(), named);
    }
    let mut body = organisation(1);
    body.as_object_mut().unwrap().remove("enabled");
    assert_eq!(world.put(PATH, &body).await.field(), "enabled");
    assert_eq!(
        world
            .put("/v1/organisations/a", &organisation(1))
            .await
            .field(),
        "ov"
    );
    let answer = world
        .send("PUT", PATH, Some(crate::testing::CREDENTIAL), "{")
        .await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::BAD_REQUEST, "invalid-request")
    );
    assert_eq!(world.get(PATH).await.problem(), "unknown-organisation");
}

#[tokio::test]
async fn a_credential_is_bound_to_its_issuer() {
    use crate::testing::OTHER_CREDENTIAL;
    let world = World::new().await;
    let body = organisation(1).to_string();
    for token in [None, Some("wrong"), Some("")] {
        let answer = world.send("PUT", PATH, token, &body).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::UNAUTHORIZED, "unauthorized")
        );
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }
    let foreign = world.send("PUT", PATH, Some(OTHER_CREDENTIAL), &body).await;
    assert_eq!(
        (foreign.status, foreign.problem().as_str()),
        (StatusCode::FORBIDDEN, "foreign-organisation")
    );
    let mut unknown = organisation(1);
    unknown["issuer"] = "https://elsewhere.example".into();
    let answer = world
        .send("PUT", PATH, Some(OTHER_CREDENTIAL), &unknown.to_string())
        .await;
    assert_eq!(answer.field(), "issuer");

    world.organisation("abc").await;
    for (method, path) in [
        ("GET", PATH),
        ("DELETE", "/v1/organisations/abc?revision=9"),
        ("GET", "/v1/organisations/abc/duties/7"),
        ("DELETE", "/v1/organisations/abc/people/a1"),
    ] {
        let answer = world.send(method, path, Some(OTHER_CREDENTIAL), "").await;
        assert_eq!(answer.problem(), "foreign-organisation", "{method} {path}");
    }
    // A code is everybody's: another issuer cannot take it over.
    let mut taken = organisation(9);
    taken["issuer"] = crate::testing::secretive_issuer().url.clone().into();
    let answer = world
        .send(
            "PUT",
            PATH,
            Some(crate::testing::SECRETIVE_CREDENTIAL),
            &taken.to_string(),
        )
        .await;
    assert_eq!(answer.problem(), "foreign-organisation");
}

#[tokio::test]
async fn the_directory_lists_who_has_the_chat_on() {
    let world = World::new().await;
    for (ov, name, enabled) in [
        ("abc", "Wasserwacht Seedorf", true),
        ("xyz", "DRK Übersee", true),
        ("off", "Aus", false),
    ] {
        let mut body = organisation(1);
        body["name"] = name.into();
        body["enabled"] = enabled.into();
        assert_eq!(
            world
                .put(&format!("/v1/organisations/{ov}"), &body)
                .await
                .status,
            StatusCode::CREATED
        );
    }
    let found = async |search: &str| {
        let answer = world
            .send(
                "GET",
                &format!("/v1/organisations?search={search}"),
                None,
                "",
            )
            .await;
        assert_eq!(answer.status, StatusCode::OK);
        let list = answer.json();
        let list = list["organisations"].as_array().unwrap();
        list.iter()
            .map(|entry| entry["ov"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(found("").await, ["xyz", "abc"]);
    assert_eq!(found("%C3%BCBERSEE").await, ["xyz"]);
    assert_eq!(found("ABC").await, ["abc"]);
    assert_eq!(found("aus").await, Vec::<String>::new());
    let entry = &world
        .send("GET", "/v1/organisations?search=see", None, "")
        .await
        .json()["organisations"][1];
    assert_eq!(
        *entry,
        json!({
            "ov": "abc", "name": "Wasserwacht Seedorf", "issuer": issuer().url, "token_relay": false,
            "homeserver": { "server_name": "hs.example", "base_url": "https://hs.example" },
        })
    );
}

#[tokio::test]
async fn a_homeserver_is_for_good() {
    let world = World::new().await;
    let mut body = organisation(1);
    body["homeserver"] = "other.example".into();
    assert_eq!(
        world.put(PATH, &body).await.json()["homeserver"],
        "other.example"
    );
    body["homeserver"] = "hs.example".into();
    body["revision"] = 2.into();
    assert_eq!(world.put(PATH, &body).await.problem(), "homeserver-fixed");
    assert_eq!(
        world.put(PATH, &organisation(2)).await.json()["homeserver"],
        "other.example"
    );
}

#[tokio::test]
async fn a_withdrawn_organisation_forgets_its_contact() {
    let world = World::new().await;
    assert_eq!(
        world
            .delete("/v1/organisations/abc?revision=1")
            .await
            .problem(),
        "unknown-organisation"
    );
    world.put(PATH, &organisation(3)).await;
    assert_eq!(
        world
            .delete("/v1/organisations/abc?revision=2")
            .await
            .problem(),
        "revision-stale"
    );
    assert_eq!(
        world
            .delete("/v1/organisations/abc?revision=3")
            .await
            .problem(),
        "revision-conflict"
    );
    assert_eq!(
        world.delete("/v1/organisations/abc").await.problem(),
        "invalid-request"
    );
    for _ in 0..2 {
        assert_eq!(
            world
                .delete("/v1/organisations/abc?revision=4")
                .await
                .status,
            StatusCode::NO_CONTENT
        );
    }
    let view = world.get(PATH).await.json();
    assert_eq!(
        (&view["enabled"], &view["contact"]["email"]),
        (&json!(false), &json!(""))
    );
    assert_eq!(
        world.put(PATH, &organisation(5)).await.json()["enabled"],
        true
    );
}
