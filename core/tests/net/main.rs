//! The core's network parts against small servers.
#![cfg(feature = "client")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

mod connector;
mod http_client;
mod loopback;
mod matrix;
mod provider;
mod refresh;
mod sign_in;
mod support;
