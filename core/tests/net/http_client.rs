//! The HTTP client itself.

use std::{sync::Arc, time::Duration};

use dienstchat_core::{
    http::{Ask, FetchError, HttpClient, HttpRequest, http::Request},
    time::{ServerDate, TimeSource, Timestamp},
};

use crate::support::{Dates, NOW, Script, StillClock, http, reply};

fn get(url: &str) -> HttpRequest {
    Request::get(url).body(Vec::new()).unwrap()
}

#[tokio::test]
async fn the_date_of_every_answer_is_observed() {
    let dated = reply(500, "").with("date", "Fri, 15 Jan 2027 08:00:05 GMT");
    let (_, url) = Script::start([dated.clone(), dated]).await;
    let observer = Dates::default();
    let client = HttpClient::new(StillClock::new().shared(), Arc::new(observer.clone())).unwrap();
    client.for_issuer().fetch(get(&url)).await.unwrap();
    client.for_operator().fetch(get(&url)).await.unwrap();
    let expected = |source| ServerDate {
        source,
        date: Timestamp::from_secs(1_800_000_005),
        received_at: NOW,
    };
    assert_eq!(
        observer.seen(),
        [expected(TimeSource::Issuer), expected(TimeSource::Operator)]
    );
}

#[tokio::test]
async fn redirects_are_answers() {
    let (script, url) = Script::start([reply(302, "").with("location", "/elsewhere")]).await;
    let answer = http(&StillClock::new())
        .for_issuer()
        .fetch(get(&url))
        .await
        .unwrap();
    assert_eq!(answer.status(), 302);
    assert_eq!(script.seen().len(), 1);
    assert!(
        script.seen()[0].headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("Dienstchat/")
    );
}

#[tokio::test]
async fn size_and_time_are_limited() {
    let (_, url) = Script::start([reply(200, "x".repeat(11)), reply(200, "x".repeat(10))]).await;
    let client = http(&StillClock::new());
    let ask = Ask {
        max_bytes: 10,
        ..Ask::default()
    };
    let send = |url: &str, ask| client.send(get(url), TimeSource::Operator, ask);
    assert_eq!(send(&url, ask).await.unwrap_err(), FetchError::TooLarge);
    assert!(send(&url, ask).await.is_ok());

    // Connections are taken by the system and never answered.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_url = format!("http://{}", silent.local_addr().unwrap());
    let ask = Ask {
        timeout: Duration::from_millis(50),
        ..Ask::default()
    };
    assert_eq!(
        send(&silent_url, ask).await.unwrap_err(),
        FetchError::Timeout
    );
    drop(silent);
    assert_eq!(
        send(&silent_url, Ask::default()).await.unwrap_err(),
        FetchError::Offline
    );
}

#[tokio::test]
async fn nothing_is_sent_in_clear_to_other_machines() {
    let client = http(&StillClock::new());
    for url in [
        "http://chat.example/",
        "http://192.0.2.1/",
        "ftp://127.0.0.1/",
        "/x",
    ] {
        let answer = client.for_operator().fetch(get(url)).await;
        assert_eq!(answer.unwrap_err(), FetchError::InvalidRequest, "{url}");
    }
}
