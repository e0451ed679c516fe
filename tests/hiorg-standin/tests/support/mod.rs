//! What the tests share: a stand-in with a movable clock, and a client that follows no redirect.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "shared by test files, each of which uses some of it"
)]

pub mod recorder;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hiorg_standin::{Clock, Config, SigningKey, Standin};
use tokio::sync::OnceCell;

/// 2027-01-15, 08:00 UTC.
pub const START: u64 = 1_800_000_000;

/// A time that tests move.
#[derive(Clone)]
pub struct TestTime(Arc<AtomicU64>);

impl TestTime {
    pub fn forward(&self, seconds: u64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }

    pub fn now(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

/// One key for all tests of a file, since making one takes seconds.
pub async fn key() -> SigningKey {
    static KEY: OnceCell<SigningKey> = OnceCell::const_new();
    KEY.get_or_init(|| async {
        tokio::task::spawn_blocking(|| SigningKey::generate().unwrap())
            .await
            .unwrap()
    })
    .await
    .clone()
}

/// A stand-in with sample data.
pub async fn standin(change: impl FnOnce(&mut Config)) -> (Standin, TestTime) {
    let time = TestTime(Arc::new(AtomicU64::new(START)));
    let clock = time.clone();
    let mut config = Config {
        clock: Clock::new(move || clock.now()),
        signing_key: Some(key().await),
        ..Config::default()
    };
    change(&mut config);
    let standin = Standin::start(config).await.unwrap();
    standin.seed_demo().unwrap();
    (standin, time)
}

/// Needs a running stand-in, which sets up TLS for the process.
pub fn http() -> reqwest::Client {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .build()
        .unwrap()
}
