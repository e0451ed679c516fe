//! The traps of end-to-end encryption, each with a test, and a simulation of several devices.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod megolm;
mod server;
mod world;
