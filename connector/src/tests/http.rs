//! What holds for every request, and the pages.

use axum::body::Body;
use http::{Request, StatusCode, header};
use serde_json::json;

use crate::{
    clock::http_date,
    testing::{
        Device, World,
        homeserver::{Fault, When},
        member, statement,
    },
};
use dienstchat_core::time::{Clock as _, Timestamp};

#[tokio::test]
async fn what_is_not_there_is_a_problem() {
    let world = World::new().await;
    for path in ["/", "/v1", "/v1/organisations/abc/", "/nix"] {
        let answer = world.get(path).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::NOT_FOUND, "not-found"),
            "{path}"
        );
    }
    let answer = world.send("PATCH", "/v1/organisations/abc", None, "").await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed")
    );
    assert!(answer.headers.contains_key(header::ALLOW));
    assert_eq!(
        world.get("/v1/organisations/%ff").await.problem(),
        "invalid-request"
    );
}

#[tokio::test]
async fn the_date_is_the_clocks() {
    let world = World::new().await;
    world.clock.set_offset_ms(86_400_000 * 365);
    let answer = world.get("/healthz").await;
    let date = answer.headers[header::DATE].to_str().unwrap().to_owned();
    let now = world.clock.now();
    let near = [0, 1, 2].map(|ago| http_date(Timestamp::from_secs(now.as_secs() - ago)));
    assert!(near.contains(&date), "{date}");
}

#[tokio::test]
async fn a_request_takes_no_longer_than_it_may() {
    let world = World::with("request_timeout_ms = 100").await;
    world.organisation("abc").await;
    world.fake.fail(When::Always("register"), Fault::Hang);
    let device = Device::new("abc", "PHONE");
    let body = serde_json::to_string(&device.request(&device.token("a1").await)).unwrap();
    let answer = world.post("/v1/organisations/abc/session", &body).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::REQUEST_TIMEOUT, "timeout")
    );
}

#[tokio::test]
async fn health_tells_of_database_and_homeservers() {
    let mut world = World::new().await;
    let starting = world.get("/healthz").await;
    assert_eq!(
        (starting.status, &starting.json()["status"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("starting"))
    );
    world.run();
    world
        .until("ready", || async {
            world.get("/healthz").await.json()["homeservers"]["hs.example"] == "ok"
        })
        .await;
    world.app.db.close().await;
    let failed = world.get("/healthz").await;
    assert_eq!(
        (failed.status, &failed.json()["database"]),
        (StatusCode::SERVICE_UNAVAILABLE, &json!("failed"))
    );
    let answer = world.get("/v1/organisations").await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (StatusCode::INTERNAL_SERVER_ERROR, "internal")
    );
}

#[tokio::test]
async fn metrics_hold_nothing_personal() {
    let mut world = World::new().await;
    world.run();
    world.organisation("abc").await;
    world.joins("abc", "geheim1").await;
    world
        .duty(
            "abc",
            "7",
            &statement(&world.clock, "abc", "7", 1, json!([member("geheim1")])),
        )
        .await;
    world.until_applied("abc", "7", "active").await;
    world.send("BREW", "/nix", None, "").await;
    let answer = world.get("/metrics").await;
    assert!(
        answer.headers[header::CONTENT_TYPE]
            .to_str()
            .unwrap()
            .starts_with("text/plain; version=0.0.4")
    );
    for line in [
        "dienstchat_duties{phase=\"active\"} 1",
        "dienstchat_organisations{enabled=\"true\"} 1",
        "dienstchat_homeserver_up{homeserver=\"hs.example\"} 1",
        "dienstchat_http_requests_total{route=\"none\",method=\"other\",status=\"404\"} 1",
    ] {
        assert!(answer.text.contains(line), "{line}\n{}", answer.text);
    }
    assert!(!answer.text.contains("geheim1"));
}

#[tokio::test]
async fn the_page_behind_a_link_opens_the_app_and_tells_nothing() {
    let world = World::new().await;
    world.organisation("abc").await;
    world
        .duty(
            "abc",
            "7%20a",
            &statement(&world.clock, "abc", "7 a", 1, json!([])),
        )
        .await;
    let page = async |path: &str, language: &str| {
        let request = Request::get(path)
            .header(header::ACCEPT_LANGUAGE, language)
            .body(Body::empty())
            .unwrap();
        world.call(request).await
    };
    let german = page("/d/ABC/7%20a", "de").await;
    assert_eq!(german.status, StatusCode::OK);
    assert!(
        german.text.contains("href=\"dienstchat://duty/abc/7%20a\""),
        "{}",
        german.text
    );
    assert!(german.text.contains("In der App öffnen") && !german.text.contains("Badeaufsicht"));
    assert!(
        german
            .text
            .contains("href=\"https://play.example/a?b=c&amp;d=e\"")
            && !german.text.contains("App Store")
    );
    let policy = german.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.starts_with("default-src 'none'; style-src 'sha256-"),
        "{policy}"
    );
    assert_eq!(german.headers[header::REFERRER_POLICY], "no-referrer");
    assert_eq!(german.headers[header::VARY], "Accept-Language");
    let english = page("/d/abc/7%20a", "en-GB,de;q=0.5").await;
    assert!(
        english.text.contains("Open in the app") && english.text.contains("<html lang=\"en\">")
    );
    // Whether the duty exists does not show.
    let unknown = page("/d/abc/8%20a", "de").await;
    assert_eq!(unknown.text.replace("8%20a", "7%20a"), german.text);
    let hostile = page("/d/abc/%22%3E%3Cscript%3E", "de").await;
    assert!(!hostile.text.contains("<script"), "{}", hostile.text);
    let malformed = page("/d/a/7", "en").await;
    assert_eq!(malformed.status, StatusCode::NOT_FOUND);
    assert!(malformed.text.contains("leads to no duty"));
}

#[tokio::test]
async fn the_apps_are_associated() {
    let world = World::new().await;
    let android = world.get("/.well-known/assetlinks.json").await.json();
    assert_eq!(android[0]["target"]["package_name"], "de.dienstchat.app");
    assert_eq!(
        android[0]["target"]["sha256_cert_fingerprints"],
        json!(["AA:BB"])
    );
    let apple = world.get("/.well-known/apple-app-site-association").await;
    assert_eq!(apple.headers[header::CONTENT_TYPE], "application/json");
    assert_eq!(
        apple.json()["applinks"]["details"][0]["components"],
        json!([{ "/": "/d/*" }])
    );
    assert_eq!(
        world.get("/openapi.json").await.json()["info"]["title"],
        "Dienstchat connector"
    );
}
