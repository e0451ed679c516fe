//! Ports, an HTTP client, and waiting.

use std::future::Future;
use std::net::{Ipv4Addr, TcpListener};
use std::time::{Duration, Instant};

use crate::StackError;

/// A port on the loopback interface that is free now.
///
/// # Errors
///
/// When there is none.
pub fn free_port() -> Result<u16, StackError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(StackError::io("no free port"))
}

/// A client for tests: follows no redirect, uses no proxy, keeps no connection, waits at most 30 s.
///
/// # Errors
///
/// When TLS cannot be set up.
pub fn http() -> Result<reqwest::Client, StackError> {
    // Whoever was first has installed one; one is as good as the other.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Ok(reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .pool_max_idle_per_host(0)
        .timeout(Duration::from_secs(30))
        .build()?)
}

/// Asks `probe` again and again until it gives a value, for at most `limit`.
///
/// # Errors
///
/// [`StackError::TimedOut`], naming `what`, or the error of `probe`, which ends the waiting.
pub async fn until<T, F>(
    what: &str,
    limit: Duration,
    mut probe: impl FnMut() -> F,
) -> Result<T, StackError>
where
    F: Future<Output = Result<Option<T>, StackError>>,
{
    let begin = Instant::now();
    loop {
        if let Some(value) = probe().await? {
            return Ok(value);
        }
        if begin.elapsed() > limit {
            return Err(StackError::TimedOut {
                what: what.to_owned(),
                seconds: limit.as_secs(),
            });
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
}
