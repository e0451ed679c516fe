//! Structured logs: one JSON object a line, on standard output.
//!
//! Nothing personal is logged anywhere in this crate: no subject, no name, no token, no user id.
//! Organisation codes and duty ids may be.

use std::io;

use tracing_subscriber::{EnvFilter, fmt};

/// Begins logging. `RUST_LOG` chooses what; `info` by default.
pub fn init() {
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(io::stdout)
        .init();
}
