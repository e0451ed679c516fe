//! Limits and intervals, with their defaults.

use std::time::Duration;

use serde::Deserialize;

use super::{ConfigError, millis};

/// Limits and intervals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How often a chat's room is compared with what is wanted, when nothing else asks for it.
    pub reconcile_interval: Duration,
    /// How many organisations are brought up to date at the same time on one homeserver.
    pub reconcile_concurrency: usize,
    /// The longest wait after a failure of a homeserver.
    pub backoff_max: Duration,
    /// The longest that one request may take, its body included.
    pub request_timeout: Duration,
    /// The longest that a request to a homeserver or an issuer may take.
    pub upstream_timeout: Duration,
    /// How many requests are served at the same time; more are told to come again.
    pub max_requests: usize,
    /// How often uploads that no event names are looked for.
    pub media_sweep_interval: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            reconcile_interval: Duration::from_mins(1),
            reconcile_concurrency: 32,
            backoff_max: Duration::from_secs(30),
            request_timeout: Duration::from_secs(30),
            upstream_timeout: Duration::from_secs(20),
            max_requests: 512,
            media_sweep_interval: Duration::from_hours(1),
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct RawLimits {
    reconcile_interval_ms: Option<u64>,
    reconcile_concurrency: Option<usize>,
    backoff_max_ms: Option<u64>,
    request_timeout_ms: Option<u64>,
    upstream_timeout_ms: Option<u64>,
    max_requests: Option<usize>,
    media_sweep_interval_ms: Option<u64>,
}

impl RawLimits {
    pub(super) fn check(self) -> Result<Limits, ConfigError> {
        let default = Limits::default();
        Ok(Limits {
            reconcile_interval: duration(
                "reconcile_interval_ms",
                self.reconcile_interval_ms,
                default.reconcile_interval,
            )?,
            reconcile_concurrency: count(
                "reconcile_concurrency",
                self.reconcile_concurrency,
                default.reconcile_concurrency,
            )?,
            backoff_max: duration("backoff_max_ms", self.backoff_max_ms, default.backoff_max)?,
            request_timeout: duration(
                "request_timeout_ms",
                self.request_timeout_ms,
                default.request_timeout,
            )?,
            upstream_timeout: duration(
                "upstream_timeout_ms",
                self.upstream_timeout_ms,
                default.upstream_timeout,
            )?,
            max_requests: count("max_requests", self.max_requests, default.max_requests)?,
            media_sweep_interval: duration(
                "media_sweep_interval_ms",
                self.media_sweep_interval_ms,
                default.media_sweep_interval,
            )?,
        })
    }
}

/// 10 ms to a day: shorter would spin, longer could as well be never.
fn duration(key: &str, value: Option<u64>, default: Duration) -> Result<Duration, ConfigError> {
    match value {
        None => Ok(default),
        Some(value @ 10..=86_400_000) => Ok(millis(value)),
        Some(_) => Err(ConfigError::value(
            format!("limits.{key}"),
            "is not between 10 and 86400000",
        )),
    }
}

fn count(key: &str, value: Option<usize>, default: usize) -> Result<usize, ConfigError> {
    match value {
        None => Ok(default),
        Some(value @ 1..=10_000) => Ok(value),
        Some(_) => Err(ConfigError::value(
            format!("limits.{key}"),
            "is not between 1 and 10000",
        )),
    }
}
